resource "aws_apigatewayv2_api" "this" {
  name                         = "http-api, renamed"
  protocol_type                = "HTTP"
  description                  = "With everything an HTTP API has"
  version                      = "v2"
  disable_execute_api_endpoint = true
  ip_address_type              = "dualstack"
  route_selection_expression   = "$request.method $request.path"

  cors_configuration {
    allow_credentials = true
    allow_headers     = ["Authorization", "x-request-id"]
    allow_methods     = ["GET", "options"]
    allow_origins     = ["https://www.example.com", "http://localhost:3000"]
    expose_headers    = ["X-Request-Id"]
    max_age           = 600
  }

  tags = {
    team  = "pets"
    stage = "development"
  }
}

resource "aws_apigatewayv2_api" "shared" {
  name          = "http-api-shared"
  protocol_type = "HTTP"

  cors_configuration {
    allow_origins = ["https://*"]
    allow_methods = ["*"]
    allow_headers = ["*"]
    max_age       = -1
  }
}
