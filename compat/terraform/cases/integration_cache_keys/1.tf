resource "aws_api_gateway_method" "get" {
  rest_api_id   = aws_api_gateway_rest_api.api.id
  resource_id   = aws_api_gateway_resource.pet.id
  http_method   = "GET"
  authorization = "NONE"
  request_parameters = {
    "method.request.path.petId"       = true
    "method.request.querystring.page" = false
    "method.request.header.Accept"    = false
  }
}

resource "aws_api_gateway_integration" "get" {
  rest_api_id             = aws_api_gateway_rest_api.api.id
  resource_id             = aws_api_gateway_resource.pet.id
  http_method             = aws_api_gateway_method.get.http_method
  type                    = "HTTP"
  integration_http_method = "GET"
  uri                     = "https://www.example.com/{id}"
  cache_key_parameters    = ["method.request.path.petId", "method.request.querystring.page"]
  cache_namespace         = "pets"
  request_parameters = {
    "integration.request.path.id"          = "method.request.path.petId"
    "integration.request.querystring.page" = "method.request.querystring.page"
  }
}
