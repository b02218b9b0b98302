resource "aws_api_gateway_rest_api" "tree" {
  name = "tree"
}

resource "aws_api_gateway_resource" "pets" {
  rest_api_id = aws_api_gateway_rest_api.tree.id
  parent_id   = aws_api_gateway_rest_api.tree.root_resource_id
  path_part   = "pets"
}

resource "aws_api_gateway_resource" "pet" {
  rest_api_id = aws_api_gateway_rest_api.tree.id
  parent_id   = aws_api_gateway_resource.pets.id
  path_part   = "{petId}"
}

resource "aws_api_gateway_resource" "toys" {
  rest_api_id = aws_api_gateway_rest_api.tree.id
  parent_id   = aws_api_gateway_resource.pet.id
  path_part   = "toys"
}

resource "aws_api_gateway_resource" "rest" {
  rest_api_id = aws_api_gateway_rest_api.tree.id
  parent_id   = aws_api_gateway_rest_api.tree.root_resource_id
  path_part   = "{proxy+}"
}
