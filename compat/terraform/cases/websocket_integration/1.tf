resource "aws_apigatewayv2_integration" "mock" {
  api_id           = aws_apigatewayv2_api.api.id
  integration_type = "MOCK"
}

resource "aws_apigatewayv2_integration" "function" {
  api_id           = aws_apigatewayv2_api.api.id
  integration_type = "AWS_PROXY"
  integration_uri  = local.function
}

resource "aws_apigatewayv2_integration" "backend" {
  api_id                        = aws_apigatewayv2_api.api.id
  integration_type              = "HTTP"
  content_handling_strategy     = "CONVERT_TO_TEXT"
  description                   = "Test HTTP"
  integration_method            = "GET"
  integration_uri               = "http://www.example.com"
  template_selection_expression = "$request.body.name"
  timeout_milliseconds          = 28999

  request_parameters = {
    "integration.request.querystring.stage" = "'value1'"
  }

  request_templates = {
    "application/json" = ""
  }
}

resource "aws_apigatewayv2_integration_response" "ok" {
  api_id                   = aws_apigatewayv2_api.api.id
  integration_id           = aws_apigatewayv2_integration.mock.id
  integration_response_key = "/200/"
}

resource "aws_apigatewayv2_integration_response" "default" {
  api_id                        = aws_apigatewayv2_api.api.id
  integration_id                = aws_apigatewayv2_integration.backend.id
  integration_response_key      = "$default"
  content_handling_strategy     = "CONVERT_TO_TEXT"
  template_selection_expression = "$request.body.name"

  response_templates = {
    "application/json" = ""
  }
}
