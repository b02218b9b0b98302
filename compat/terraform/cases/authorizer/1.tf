locals {
  lambda = "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function"
  pool   = "arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1"
}

resource "aws_api_gateway_rest_api" "api" {
  name = "authorizers"
}

resource "aws_api_gateway_authorizer" "token" {
  name                   = "token"
  rest_api_id            = aws_api_gateway_rest_api.api.id
  authorizer_uri         = "${local.lambda}:one/invocations"
  authorizer_credentials = "arn:aws:iam::123456789012:role/one"
}

resource "aws_api_gateway_authorizer" "request" {
  name                             = "request"
  rest_api_id                      = aws_api_gateway_rest_api.api.id
  type                             = "REQUEST"
  authorizer_uri                   = "${local.lambda}:one/invocations"
  identity_source                  = "method.request.header.Auth,method.request.querystring.name,stageVariables.key,context.accountId"
  authorizer_result_ttl_in_seconds = 0
}

resource "aws_api_gateway_authorizer" "pool" {
  name          = "pool"
  rest_api_id   = aws_api_gateway_rest_api.api.id
  type          = "COGNITO_USER_POOLS"
  provider_arns = ["${local.pool}_one", "${local.pool}_two"]
}

# The user pool belongs to a service that the gateway refuses; the role has no effect on such an authorizer.
resource "aws_api_gateway_authorizer" "pool_with_role" {
  name                   = "pool with role"
  rest_api_id            = aws_api_gateway_rest_api.api.id
  type                   = "COGNITO_USER_POOLS"
  provider_arns          = ["${local.pool}_one"]
  authorizer_credentials = "arn:aws:iam::123456789012:role/one"
}
