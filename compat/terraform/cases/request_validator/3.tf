resource "aws_api_gateway_rest_api" "api" {
  name = "validators"
}

resource "aws_api_gateway_request_validator" "one" {
  rest_api_id = aws_api_gateway_rest_api.api.id
  name        = "one"
}
