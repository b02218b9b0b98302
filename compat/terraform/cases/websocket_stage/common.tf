resource "aws_apigatewayv2_api" "api" {
  name                       = "websocket-stage"
  protocol_type              = "WEBSOCKET"
  route_selection_expression = "$request.body.action"
}

resource "aws_apigatewayv2_integration" "mock" {
  api_id           = aws_apigatewayv2_api.api.id
  integration_type = "MOCK"
}

resource "aws_apigatewayv2_route" "default" {
  api_id    = aws_apigatewayv2_api.api.id
  route_key = "$default"
  target    = "integrations/${aws_apigatewayv2_integration.mock.id}"
}

resource "aws_apigatewayv2_deployment" "one" {
  api_id      = aws_apigatewayv2_api.api.id
  description = "one"
  depends_on  = [aws_apigatewayv2_route.default]
}

resource "aws_api_gateway_client_certificate" "certificate" {
  description = "websocket-stage"
}

resource "aws_apigatewayv2_stage" "bare" {
  api_id = aws_apigatewayv2_api.api.id
  name   = "bare"
}
