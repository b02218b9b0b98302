resource "aws_apigatewayv2_api" "this" {
  name          = "http-api"
  protocol_type = "HTTP"
}

resource "aws_apigatewayv2_api" "shared" {
  name          = "http-api-shared"
  protocol_type = "HTTP"

  cors_configuration {
    allow_origins = ["*"]
  }
}
