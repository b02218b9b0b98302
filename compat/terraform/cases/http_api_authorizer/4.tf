resource "aws_apigatewayv2_authorizer" "request" {
  api_id                            = aws_apigatewayv2_api.api.id
  name                              = "request"
  authorizer_type                   = "REQUEST"
  authorizer_uri                    = "${local.lambda}:two/invocations"
  authorizer_payload_format_version = "1.0"
  authorizer_result_ttl_in_seconds  = 0
}

resource "aws_apigatewayv2_authorizer" "jwt" {
  api_id           = aws_apigatewayv2_api.api.id
  name             = "jwt"
  authorizer_type  = "JWT"
  identity_sources = ["$request.header.Authorization"]

  jwt_configuration {
    audience = ["pets"]
    issuer   = local.issuer
  }

  depends_on = [aws_lambda_permission.issuer]
}

resource "aws_apigatewayv2_route" "jwt" {
  api_id    = aws_apigatewayv2_api.api.id
  route_key = "GET /jwt"
  target    = "integrations/${aws_apigatewayv2_integration.backend.id}"
}

resource "aws_apigatewayv2_route" "request" {
  api_id    = aws_apigatewayv2_api.api.id
  route_key = "GET /request"
  target    = "integrations/${aws_apigatewayv2_integration.backend.id}"
}
