resource "aws_api_gateway_integration_response" "ok" {
  rest_api_id        = aws_api_gateway_rest_api.api.id
  resource_id        = aws_api_gateway_integration.get.resource_id
  http_method        = "GET"
  status_code        = aws_api_gateway_method_response.code["200"].status_code
  response_templates = { "application/json" = "", "application/xml" = "#set($inputRoot = $input.path('$'))\n{ }" }
}

resource "aws_api_gateway_integration_response" "bad" {
  rest_api_id         = aws_api_gateway_rest_api.api.id
  resource_id         = aws_api_gateway_integration.get.resource_id
  http_method         = "GET"
  status_code         = aws_api_gateway_method_response.code["400"].status_code
  selection_pattern   = ".*"
  content_handling    = "CONVERT_TO_BINARY"
  response_templates  = { "application/json" = "{\"message\": \"$input.path('$.errorMessage')\"}" }
  response_parameters = { "method.response.header.Content-Type" = "integration.response.body.type" }
}
