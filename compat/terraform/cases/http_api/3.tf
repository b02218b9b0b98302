resource "aws_apigatewayv2_api" "this" {
  name                         = "http-api, renamed"
  protocol_type                = "HTTP"
  description                  = "With less of it"
  disable_execute_api_endpoint = false
  ip_address_type              = "ipv4"

  cors_configuration {
    allow_methods = ["PUT"]
    allow_origins = ["https://www.example.com"]
  }

  tags = {
    team = "dogs"
  }
}

resource "aws_apigatewayv2_api" "shared" {
  name          = "http-api-shared"
  protocol_type = "HTTP"
}
