resource "aws_apigatewayv2_api" "api" {
  name          = "http-api-stage"
  protocol_type = "HTTP"
}

resource "aws_apigatewayv2_integration" "backend" {
  api_id             = aws_apigatewayv2_api.api.id
  integration_type   = "HTTP_PROXY"
  integration_method = "GET"
  integration_uri    = "http://127.0.0.1:9/"
}

resource "aws_apigatewayv2_route" "get" {
  for_each  = toset(["GET /a", "GET /b/{proxy+}", "$default"])
  api_id    = aws_apigatewayv2_api.api.id
  route_key = each.key
  target    = "integrations/${aws_apigatewayv2_integration.backend.id}"
}

resource "aws_cloudwatch_log_group" "access" {
  count = 2
  name  = "http-api-access-${count.index}"
}
