resource "aws_api_gateway_rest_api" "api" {
  name = "models"
}

resource "aws_api_gateway_model" "pet" {
  rest_api_id  = aws_api_gateway_rest_api.api.id
  name         = "Pet"
  description  = "A pet, described anew"
  content_type = "application/json"
  schema       = jsonencode({ type = "object", properties = { id = { type = "string", pattern = "^[a-z]+\\.\"é\"$" } } })
}

resource "aws_api_gateway_model" "pets" {
  rest_api_id  = aws_api_gateway_rest_api.api.id
  name         = "Pets"
  description  = "Several"
  content_type = "application/json"
  schema = jsonencode({
    type     = "array"
    maxItems = 10
    items    = { "$ref" = "https://apigateway.amazonaws.com/restapis/${aws_api_gateway_rest_api.api.id}/models/${aws_api_gateway_model.pet.name}" }
  })
}

resource "aws_api_gateway_model" "xml" {
  rest_api_id  = aws_api_gateway_rest_api.api.id
  name         = "Xml"
  content_type = "application/xml"
  schema       = jsonencode({ type = "object" })
}
