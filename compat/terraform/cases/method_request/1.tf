resource "aws_api_gateway_method" "put" {
  rest_api_id          = aws_api_gateway_rest_api.api.id
  resource_id          = aws_api_gateway_resource.pet.id
  http_method          = "PUT"
  authorization        = "NONE"
  operation_name       = "PutPet"
  request_validator_id = aws_api_gateway_request_validator.all.id
  request_models       = { "application/json" = aws_api_gateway_model.pet.name, "$default" = "Empty" }
  request_parameters = {
    "method.request.path.petId"          = true
    "method.request.querystring.color"   = false
    "method.request.header.Content-Type" = true
    "method.request.header.X-Some-Thing" = false
  }
}

resource "aws_api_gateway_method_response" "ok" {
  rest_api_id         = aws_api_gateway_rest_api.api.id
  resource_id         = aws_api_gateway_resource.pet.id
  http_method         = aws_api_gateway_method.put.http_method
  status_code         = "200"
  response_models     = { "application/json" = aws_api_gateway_model.pet.name }
  response_parameters = { "method.response.header.ETag" = true, "method.response.header.Location" = false }
}

resource "aws_api_gateway_method_response" "plain" {
  rest_api_id = aws_api_gateway_rest_api.api.id
  resource_id = aws_api_gateway_resource.pet.id
  http_method = aws_api_gateway_method.put.http_method
  status_code = "404"
}
