resource "aws_api_gateway_integration_response" "ok" {
  rest_api_id = aws_api_gateway_rest_api.api.id
  resource_id = aws_api_gateway_integration.get.resource_id
  http_method = "GET"
  status_code = aws_api_gateway_method_response.code["200"].status_code
  response_templates = {
    "application/json" = "$input.path('$')"
    "application/xml"  = ""
  }
  response_parameters = { "method.response.header.Cache-Control" = "'no-store'" }
}

resource "aws_api_gateway_integration_response" "bad" {
  rest_api_id       = aws_api_gateway_rest_api.api.id
  resource_id       = aws_api_gateway_integration.get.resource_id
  http_method       = "GET"
  status_code       = aws_api_gateway_method_response.code["400"].status_code
  selection_pattern = "4\\d{2}"
  content_handling  = "CONVERT_TO_TEXT"
  response_parameters = {
    "method.response.header.Content-Type"  = "'application/problem+json'"
    "method.response.header.Cache-Control" = "stageVariables.cache"
  }
}

resource "aws_api_gateway_integration_response" "error" {
  rest_api_id       = aws_api_gateway_rest_api.api.id
  resource_id       = aws_api_gateway_integration.get.resource_id
  http_method       = "GET"
  status_code       = aws_api_gateway_method_response.code["500"].status_code
  selection_pattern = "5\\d{2}"
}
