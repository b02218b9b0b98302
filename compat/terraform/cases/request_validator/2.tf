resource "aws_api_gateway_rest_api" "api" {
  name = "validators"
}

resource "aws_api_gateway_request_validator" "one" {
  rest_api_id                 = aws_api_gateway_rest_api.api.id
  name                        = "one, renamed"
  validate_request_body       = false
  validate_request_parameters = true
}

resource "aws_api_gateway_request_validator" "none" {
  rest_api_id           = aws_api_gateway_rest_api.api.id
  name                  = "none"
  validate_request_body = true
}
