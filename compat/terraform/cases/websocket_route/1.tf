resource "aws_apigatewayv2_authorizer" "request" {
  api_id           = aws_apigatewayv2_api.api.id
  name             = "request"
  authorizer_type  = "REQUEST"
  authorizer_uri   = "${local.lambda}:one/invocations"
  identity_sources = ["route.request.header.Auth"]
}

resource "aws_apigatewayv2_route" "connect" {
  api_id             = aws_apigatewayv2_api.api.id
  route_key          = "$connect"
  authorization_type = "CUSTOM"
  authorizer_id      = aws_apigatewayv2_authorizer.request.id

  request_parameter {
    request_parameter_key = "route.request.header.authorization"
    required              = true
  }
}

resource "aws_apigatewayv2_route" "default" {
  api_id                              = aws_apigatewayv2_api.api.id
  route_key                           = "$default"
  api_key_required                    = true
  operation_name                      = "GET"
  route_response_selection_expression = "$default"
}

resource "aws_apigatewayv2_route" "chat" {
  api_id                     = aws_apigatewayv2_api.api.id
  route_key                  = "chat"
  target                     = "integrations/${aws_apigatewayv2_integration.mock[0].id}"
  model_selection_expression = "$request.body.type"
  request_models             = { test = aws_apigatewayv2_model.pet[0].name }
}

resource "aws_apigatewayv2_route_response" "default" {
  api_id             = aws_apigatewayv2_api.api.id
  route_id           = aws_apigatewayv2_route.default.id
  route_response_key = "$default"
}
