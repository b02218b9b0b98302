locals {
  function = "arn:aws:lambda:us-east-1:123456789012:function"
}

resource "aws_apigatewayv2_api" "api" {
  name          = "http-api-integration"
  protocol_type = "HTTP"
}
