locals {
  lambda = "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function"
  pool   = "arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1"
}

resource "aws_api_gateway_rest_api" "api" {
  name = "authorizers"
}

resource "aws_api_gateway_authorizer" "token" {
  name           = "token"
  rest_api_id    = aws_api_gateway_rest_api.api.id
  authorizer_uri = "${local.lambda}:one/invocations"
}

resource "aws_api_gateway_authorizer" "request" {
  name           = "request"
  rest_api_id    = aws_api_gateway_rest_api.api.id
  type           = "TOKEN"
  authorizer_uri = "${local.lambda}:one/invocations"
}

resource "aws_api_gateway_authorizer" "pool" {
  name          = "pool"
  rest_api_id   = aws_api_gateway_rest_api.api.id
  type          = "COGNITO_USER_POOLS"
  provider_arns = ["${local.pool}_three"]
}
