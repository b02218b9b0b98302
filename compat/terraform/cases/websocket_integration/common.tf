locals {
  function = "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:one/invocations"
}

resource "aws_apigatewayv2_api" "api" {
  name                       = "websocket-integration"
  protocol_type              = "WEBSOCKET"
  route_selection_expression = "$request.body.action"
}

resource "aws_api_gateway_vpc_link" "link" {
  name        = "websocket-integration"
  target_arns = ["arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/net/one/0123456789abcdef"]
}

resource "aws_apigatewayv2_integration" "private" {
  api_id                    = aws_apigatewayv2_api.api.id
  integration_type          = "HTTP_PROXY"
  connection_id             = aws_api_gateway_vpc_link.link.id
  connection_type           = "VPC_LINK"
  content_handling_strategy = "CONVERT_TO_TEXT"
  description               = "Through the link"
  integration_method        = "PUT"
  integration_uri           = "http://www.example.net"
  passthrough_behavior      = "NEVER"
  timeout_milliseconds      = 12345
}

resource "aws_apigatewayv2_integration" "service" {
  api_id             = aws_apigatewayv2_api.api.id
  integration_type   = "AWS"
  integration_method = "POST"
  integration_uri    = "arn:aws:apigateway:us-east-1:sqs:action/SendMessage"
  credentials_arn    = "arn:aws:iam::123456789012:role/one"
}
