resource "aws_api_gateway_integration_response" "ok" {
  rest_api_id = aws_api_gateway_rest_api.api.id
  resource_id = aws_api_gateway_integration.get.resource_id
  http_method = "GET"
  status_code = aws_api_gateway_method_response.code["200"].status_code
}

resource "aws_api_gateway_integration_response" "bad" {
  rest_api_id       = aws_api_gateway_rest_api.api.id
  resource_id       = aws_api_gateway_integration.get.resource_id
  http_method       = "GET"
  status_code       = aws_api_gateway_method_response.code["400"].status_code
  selection_pattern = "4.."
}
