resource "aws_api_gateway_rest_api" "api" {
  name = "models"
}

resource "aws_api_gateway_model" "pet" {
  rest_api_id  = aws_api_gateway_rest_api.api.id
  name         = "Pet"
  description  = "A pet"
  content_type = "application/json"
  schema       = <<-SCHEMA
    {
      "$schema": "http://json-schema.org/draft-04/schema#",
      "title": "Pet",
      "type": "object",
      "properties": { "id": { "type": "integer", "minimum": 1 }, "name": { "type": "string" } },
      "required": ["id"]
    }
  SCHEMA
}

resource "aws_api_gateway_model" "pets" {
  rest_api_id  = aws_api_gateway_rest_api.api.id
  name         = "Pets"
  content_type = "application/json"
  schema = jsonencode({
    type  = "array"
    items = { "$ref" = "https://apigateway.amazonaws.com/restapis/${aws_api_gateway_rest_api.api.id}/models/${aws_api_gateway_model.pet.name}" }
  })
}
