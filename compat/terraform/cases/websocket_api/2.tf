resource "aws_apigatewayv2_api" "plain" {
  name                         = "websocket-plain, renamed"
  description                  = "Described"
  version                      = "2"
  protocol_type                = "WEBSOCKET"
  api_key_selection_expression = "$context.authorizer.usageIdentifierKey"
  route_selection_expression   = "$request.body.type"
  disable_execute_api_endpoint = true

  tags = {
    one = "1"
  }
}

resource "aws_apigatewayv2_api" "full" {
  name                       = "websocket-full"
  protocol_type              = "WEBSOCKET"
  route_selection_expression = "\\$default"

  tags = {
    two   = "two"
    three = "3"
  }
}

resource "aws_apigatewayv2_model" "pet" {
  api_id       = aws_apigatewayv2_api.plain.id
  name         = "Animal"
  content_type = "text/x-json"
  description  = "Described"
  schema = jsonencode({
    "$schema" = "http://json-schema.org/draft-04/schema#"
    type      = "array"
    items     = { type = "integer" }
  })
}
