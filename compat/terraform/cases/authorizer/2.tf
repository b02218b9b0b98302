locals {
  lambda = "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function"
  pool   = "arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1"
}

resource "aws_api_gateway_rest_api" "api" {
  name = "authorizers"
}

# TOKEN becomes REQUEST.
resource "aws_api_gateway_authorizer" "token" {
  name                             = "token, renamed"
  rest_api_id                      = aws_api_gateway_rest_api.api.id
  type                             = "REQUEST"
  authorizer_uri                   = "${local.lambda}:two/invocations"
  authorizer_credentials           = "arn:aws:iam::123456789012:role/two"
  identity_source                  = "method.request.header.Other"
  authorizer_result_ttl_in_seconds = 3600
}

# REQUEST becomes TOKEN.
resource "aws_api_gateway_authorizer" "request" {
  name                             = "request"
  rest_api_id                      = aws_api_gateway_rest_api.api.id
  type                             = "TOKEN"
  authorizer_uri                   = "${local.lambda}:one/invocations"
  identity_source                  = "method.request.header.Auth"
  identity_validation_expression   = "^Bearer [-0-9a-zA-Z._]*$"
  authorizer_result_ttl_in_seconds = 360
}

resource "aws_api_gateway_authorizer" "pool" {
  name            = "pool"
  rest_api_id     = aws_api_gateway_rest_api.api.id
  type            = "COGNITO_USER_POOLS"
  provider_arns   = ["${local.pool}_two", "${local.pool}_three"]
  identity_source = "method.request.header.X-Token"
}

# Of another kind: made anew.
resource "aws_api_gateway_authorizer" "pool_with_role" {
  name           = "pool with role"
  rest_api_id    = aws_api_gateway_rest_api.api.id
  authorizer_uri = "${local.lambda}:one/invocations"
}
