resource "aws_apigatewayv2_route" "default" {
  api_id    = aws_apigatewayv2_api.api.id
  route_key = "$default"
  target    = "integrations/${aws_apigatewayv2_integration.backend[1].id}"
}

resource "aws_apigatewayv2_route" "full" {
  api_id         = aws_apigatewayv2_api.api.id
  route_key      = "GET /pets/{id}"
  operation_name = "pet"
  target         = "integrations/${aws_apigatewayv2_integration.backend[1].id}"
}

resource "aws_apigatewayv2_route" "signed" {
  api_id    = aws_apigatewayv2_api.api.id
  route_key = "GET /signed"
  target    = "integrations/${aws_apigatewayv2_integration.backend[0].id}"
}
