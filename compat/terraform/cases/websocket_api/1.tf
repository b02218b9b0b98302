resource "aws_apigatewayv2_api" "plain" {
  name                       = "websocket-plain"
  protocol_type              = "WEBSOCKET"
  route_selection_expression = "$request.body.action"
}

resource "aws_apigatewayv2_api" "full" {
  name                         = "websocket-full"
  description                  = "Described"
  version                      = "1"
  protocol_type                = "WEBSOCKET"
  api_key_selection_expression = "$context.authorizer.usageIdentifierKey"
  route_selection_expression   = "$${request.body.service}/$${request.body.action}"
  disable_execute_api_endpoint = true

  tags = {
    one = "1"
    two = "2"
  }
}

resource "aws_apigatewayv2_model" "pet" {
  api_id       = aws_apigatewayv2_api.plain.id
  name         = "Pet"
  content_type = "application/json"
  schema = jsonencode({
    "$schema"  = "http://json-schema.org/draft-04/schema#"
    title      = "Pet"
    type       = "object"
    properties = { id = { type = "string" } }
  })
}

data "aws_apigatewayv2_apis" "websocket" {
  protocol_type = "WEBSOCKET"
  depends_on    = [aws_apigatewayv2_api.plain]

  lifecycle {
    postcondition {
      condition     = contains(self.ids, aws_apigatewayv2_api.plain.id)
      error_message = "The API is not among those of its protocol."
    }
  }
}
