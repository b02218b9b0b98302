resource "aws_api_gateway_rest_api" "api" {
  name = "models"
}

resource "aws_api_gateway_model" "pet" {
  rest_api_id  = aws_api_gateway_rest_api.api.id
  name         = "Pet"
  content_type = "application/json"
  schema       = jsonencode({ type = "object" })
}

# Another content type: made anew.
resource "aws_api_gateway_model" "xml" {
  rest_api_id  = aws_api_gateway_rest_api.api.id
  name         = "Xml"
  content_type = "text/xml"
  schema       = jsonencode({ type = "object" })
}
