resource "aws_apigatewayv2_api" "made" {
  count         = 30
  name          = "http-api-data-sources-${count.index % 2}"
  description   = "To be found"
  version       = "v${count.index}"
  protocol_type = "HTTP"
  tags          = { Number = tostring(count.index), Case = "http_api_data_sources" }

  cors_configuration {
    allow_origins = ["https://www.example.com"]
    allow_methods = ["GET", "POST"]
    max_age       = 300
  }
}
