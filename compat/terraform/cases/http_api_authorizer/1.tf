resource "aws_apigatewayv2_authorizer" "jwt" {
  api_id           = aws_apigatewayv2_api.api.id
  name             = "jwt"
  authorizer_type  = "JWT"
  identity_sources = ["$request.header.Authorization"]

  jwt_configuration {
    audience = ["pets", "toys"]
    issuer   = local.issuer
  }

  depends_on = [aws_lambda_permission.issuer]
}

resource "aws_apigatewayv2_authorizer" "request" {
  api_id                            = aws_apigatewayv2_api.api.id
  name                              = "request"
  authorizer_type                   = "REQUEST"
  authorizer_uri                    = "${local.lambda}:one/invocations"
  authorizer_payload_format_version = "2.0"
  identity_sources                  = ["$request.header.Auth", "$request.querystring.name", "$stageVariables.key", "$context.routeKey"]
}

resource "aws_apigatewayv2_authorizer" "plain" {
  api_id                            = aws_apigatewayv2_api.api.id
  name                              = "plain"
  authorizer_type                   = "REQUEST"
  authorizer_uri                    = "${local.lambda}:one/invocations"
  authorizer_payload_format_version = "1.0"
}

resource "aws_apigatewayv2_route" "jwt" {
  api_id               = aws_apigatewayv2_api.api.id
  route_key            = "GET /jwt"
  authorization_type   = "JWT"
  authorizer_id        = aws_apigatewayv2_authorizer.jwt.id
  authorization_scopes = ["pets/read", "pets/write"]
  target               = "integrations/${aws_apigatewayv2_integration.backend.id}"
}

resource "aws_apigatewayv2_route" "request" {
  api_id             = aws_apigatewayv2_api.api.id
  route_key          = "GET /request"
  authorization_type = "CUSTOM"
  authorizer_id      = aws_apigatewayv2_authorizer.request.id
  target             = "integrations/${aws_apigatewayv2_integration.backend.id}"
}
