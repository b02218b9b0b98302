resource "aws_api_gateway_rest_api" "api" {
  name = "gateway responses"
}

resource "aws_api_gateway_gateway_response" "unauthorized" {
  rest_api_id        = aws_api_gateway_rest_api.api.id
  response_type      = "UNAUTHORIZED"
  status_code        = "477"
  response_templates = { "application/json" = "{\"message\": $context.error.messageString}", "application/xml" = "<error/>" }
  response_parameters = {
    "gatewayresponse.header.Access-Control-Allow-Origin" = "'*'"
    "gatewayresponse.header.X-Request"                   = "method.request.header.X-Request"
  }
}

resource "aws_api_gateway_gateway_response" "default_5xx" {
  rest_api_id         = aws_api_gateway_rest_api.api.id
  response_type       = "DEFAULT_5XX"
  status_code         = "599"
  response_templates  = { "application/json" = "{\"five\": $context.error.messageString}" }
  response_parameters = { "gatewayresponse.header.X-Id" = "context.requestId" }
}

resource "aws_api_gateway_gateway_response" "denied" {
  rest_api_id        = aws_api_gateway_rest_api.api.id
  response_type      = "ACCESS_DENIED"
  status_code        = "403"
  response_templates = { "application/json" = "{\"denied\": true}" }
}
