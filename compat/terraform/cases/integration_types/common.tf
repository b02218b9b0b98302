locals {
  api    = aws_api_gateway_rest_api.api.id
  lambda = "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function"
}

resource "aws_api_gateway_rest_api" "api" {
  name = "integrations"
}

resource "aws_api_gateway_resource" "path" {
  for_each    = toset(["mock", "http", "http_proxy", "aws", "aws_proxy", "service"])
  rest_api_id = local.api
  parent_id   = aws_api_gateway_rest_api.api.root_resource_id
  path_part   = each.key
}

resource "aws_api_gateway_method" "get" {
  for_each      = aws_api_gateway_resource.path
  rest_api_id   = local.api
  resource_id   = each.value.id
  http_method   = "GET"
  authorization = "NONE"
}
