locals {
  lambda = "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function"
}

resource "aws_apigatewayv2_api" "api" {
  name                       = "websocket-route"
  protocol_type              = "WEBSOCKET"
  route_selection_expression = "$request.body.action"
}

resource "aws_apigatewayv2_integration" "mock" {
  count            = 2
  api_id           = aws_apigatewayv2_api.api.id
  integration_type = "MOCK"
}

resource "aws_apigatewayv2_model" "pet" {
  count        = 2
  api_id       = aws_apigatewayv2_api.api.id
  name         = "Pet${count.index}"
  content_type = "application/json"
  schema       = jsonencode({ type = "object" })
}

resource "aws_apigatewayv2_stage" "prod" {
  api_id      = aws_apigatewayv2_api.api.id
  name        = "prod"
  auto_deploy = true
}

# Terraform makes them in parallel, and every one of them deploys.
resource "aws_apigatewayv2_route" "many" {
  count     = 10
  api_id    = aws_apigatewayv2_api.api.id
  route_key = "many/${count.index}"
  target    = "integrations/${aws_apigatewayv2_integration.mock[0].id}"
}
