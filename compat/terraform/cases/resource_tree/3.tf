resource "aws_api_gateway_rest_api" "tree" {
  name = "tree"
}

resource "aws_api_gateway_resource" "pets" {
  rest_api_id = aws_api_gateway_rest_api.tree.id
  parent_id   = aws_api_gateway_rest_api.tree.root_resource_id
  path_part   = "animals"
}

# Removed in the middle: the resource below is made anew elsewhere.
resource "aws_api_gateway_resource" "toys" {
  rest_api_id = aws_api_gateway_rest_api.tree.id
  parent_id   = aws_api_gateway_resource.pets.id
  path_part   = "toys:all"
}

# One level after the other.
resource "aws_api_gateway_resource" "level" {
  count       = 30
  rest_api_id = aws_api_gateway_rest_api.tree.id
  parent_id   = aws_api_gateway_resource.toys.id
  path_part   = "level-${count.index}"
}
