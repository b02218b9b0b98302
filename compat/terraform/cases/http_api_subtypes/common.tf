locals {
  role = "arn:aws:iam::123456789012:role/http-api-subtypes"
}

resource "aws_apigatewayv2_api" "api" {
  name          = "http-api-subtypes"
  protocol_type = "HTTP"
}
