resource "aws_apigatewayv2_integration" "mock" {
  api_id           = aws_apigatewayv2_api.api.id
  integration_type = "MOCK"
  description      = "Described"

  request_templates = {
    "$default" = "{\"statusCode\":200}"
  }
}

resource "aws_apigatewayv2_integration" "function" {
  api_id               = aws_apigatewayv2_api.api.id
  integration_type     = "AWS_PROXY"
  integration_method   = "POST"
  integration_uri      = local.function
  credentials_arn      = "arn:aws:iam::123456789012:role/one"
  timeout_milliseconds = 50
}

resource "aws_apigatewayv2_integration" "backend" {
  api_id                        = aws_apigatewayv2_api.api.id
  integration_type              = "HTTP"
  content_handling_strategy     = "CONVERT_TO_BINARY"
  description                   = "Test HTTP updated"
  integration_method            = "POST"
  integration_uri               = "http://www.example.org"
  passthrough_behavior          = "WHEN_NO_TEMPLATES"
  template_selection_expression = "$request.body.id"
  timeout_milliseconds          = 51

  request_parameters = {
    "integration.request.header.x-userid" = "context.connectionId"
    "integration.request.path.op"         = "route.request.body.op"
  }

  request_templates = {
    "application/json" = "#set($number=42)"
    "application/xml"  = "#set($percent=$number/100)"
  }
}

resource "aws_apigatewayv2_integration_response" "ok" {
  api_id                   = aws_apigatewayv2_api.api.id
  integration_id           = aws_apigatewayv2_integration.mock.id
  integration_response_key = "/2\\d\\d/"
}

resource "aws_apigatewayv2_integration_response" "default" {
  api_id                        = aws_apigatewayv2_api.api.id
  integration_id                = aws_apigatewayv2_integration.backend.id
  integration_response_key      = "/404/"
  content_handling_strategy     = "CONVERT_TO_BINARY"
  template_selection_expression = "$request.body.id"

  response_templates = {
    "application/json" = "#set($number=42)"
    "application/xml"  = "#set($percent=$number/100)"
  }
}
