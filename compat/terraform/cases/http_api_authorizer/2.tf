resource "aws_apigatewayv2_authorizer" "jwt" {
  api_id           = aws_apigatewayv2_api.api.id
  name             = "jwt, renamed"
  authorizer_type  = "JWT"
  identity_sources = ["$request.querystring.token"]

  jwt_configuration {
    audience = ["pets"]
    issuer   = local.issuer
  }

  depends_on = [aws_lambda_permission.issuer]
}

resource "aws_apigatewayv2_authorizer" "request" {
  api_id                            = aws_apigatewayv2_api.api.id
  name                              = "request, renamed"
  authorizer_type                   = "REQUEST"
  authorizer_uri                    = "${local.lambda}:two/invocations"
  authorizer_credentials_arn        = "arn:aws:iam::123456789012:role/one"
  authorizer_payload_format_version = "2.0"
  authorizer_result_ttl_in_seconds  = 0
  enable_simple_responses           = true
  identity_sources                  = ["$request.header.Auth"]
}

resource "aws_apigatewayv2_authorizer" "plain" {
  api_id                            = aws_apigatewayv2_api.api.id
  name                              = "plain"
  authorizer_type                   = "REQUEST"
  authorizer_uri                    = "${local.lambda}:one/invocations"
  authorizer_payload_format_version = "1.0"
  authorizer_result_ttl_in_seconds  = 3600
  identity_sources                  = ["$request.header.Auth"]
}

resource "aws_apigatewayv2_route" "jwt" {
  api_id             = aws_apigatewayv2_api.api.id
  route_key          = "GET /jwt"
  authorization_type = "JWT"
  authorizer_id      = aws_apigatewayv2_authorizer.jwt.id
  target             = "integrations/${aws_apigatewayv2_integration.backend.id}"
}

resource "aws_apigatewayv2_route" "request" {
  api_id             = aws_apigatewayv2_api.api.id
  route_key          = "GET /request"
  authorization_type = "CUSTOM"
  authorizer_id      = aws_apigatewayv2_authorizer.plain.id
  target             = "integrations/${aws_apigatewayv2_integration.backend.id}"
}
