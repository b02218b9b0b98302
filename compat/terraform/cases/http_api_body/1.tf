resource "aws_apigatewayv2_api" "api" {
  name          = "http-api-body"
  protocol_type = "HTTP"
  version       = "v1"
  description   = "Document 1"
  body          = file("${path.module}/openapi-1.json")

  cors_configuration {
    allow_origins = ["https://www.example.com"]
    allow_methods = ["GET"]
    max_age       = 60
  }
}

resource "aws_apigatewayv2_stage" "prod" {
  api_id      = aws_apigatewayv2_api.api.id
  name        = "prod"
  auto_deploy = true
}
