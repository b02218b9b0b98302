resource "aws_api_gateway_rest_api" "api" {
  name = "gateway responses"
}

resource "aws_api_gateway_gateway_response" "unauthorized" {
  rest_api_id         = aws_api_gateway_rest_api.api.id
  response_type       = "UNAUTHORIZED"
  status_code         = "401"
  response_templates  = { "application/json" = "{}" }
  response_parameters = {}
}
