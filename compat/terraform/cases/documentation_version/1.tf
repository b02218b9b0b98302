resource "aws_api_gateway_rest_api" "this" {
  name = "documented"
}

resource "aws_api_gateway_documentation_part" "api" {
  rest_api_id = aws_api_gateway_rest_api.this.id
  properties  = jsonencode({ description = "First" })

  location {
    type = "API"
  }
}

resource "aws_api_gateway_documentation_version" "first" {
  rest_api_id = aws_api_gateway_rest_api.this.id
  version     = "1.0"
  description = "The first"
  depends_on  = [aws_api_gateway_documentation_part.api]
}

