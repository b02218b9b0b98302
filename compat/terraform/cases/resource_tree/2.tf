resource "aws_api_gateway_rest_api" "tree" {
  name = "tree"
}

# Renamed: what lies below moves along.
resource "aws_api_gateway_resource" "pets" {
  rest_api_id = aws_api_gateway_rest_api.tree.id
  parent_id   = aws_api_gateway_rest_api.tree.root_resource_id
  path_part   = "animals"
}

resource "aws_api_gateway_resource" "pet" {
  rest_api_id = aws_api_gateway_rest_api.tree.id
  parent_id   = aws_api_gateway_resource.pets.id
  path_part   = "{animalId}"
}

# Moved and renamed at once.
resource "aws_api_gateway_resource" "toys" {
  rest_api_id = aws_api_gateway_rest_api.tree.id
  parent_id   = aws_api_gateway_rest_api.tree.root_resource_id
  path_part   = "toys.v2"
}

resource "aws_api_gateway_resource" "rest" {
  rest_api_id = aws_api_gateway_rest_api.tree.id
  parent_id   = aws_api_gateway_resource.toys.id
  path_part   = "{proxy+}"
}
