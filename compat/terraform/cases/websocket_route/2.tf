resource "aws_apigatewayv2_authorizer" "request" {
  api_id                     = aws_apigatewayv2_api.api.id
  name                       = "request, renamed"
  authorizer_type            = "REQUEST"
  authorizer_uri             = "${local.lambda}:two/invocations"
  authorizer_credentials_arn = "arn:aws:iam::123456789012:role/one"
  identity_sources           = ["route.request.header.Auth", "route.request.querystring.Name"]
}

resource "aws_apigatewayv2_route" "connect" {
  api_id             = aws_apigatewayv2_api.api.id
  route_key          = "$connect"
  authorization_type = "AWS_IAM"
  target             = "integrations/${aws_apigatewayv2_integration.mock[0].id}"

  request_parameter {
    request_parameter_key = "route.request.header.authorization"
    required              = false
  }

  request_parameter {
    request_parameter_key = "route.request.querystring.authToken"
    required              = true
  }
}

resource "aws_apigatewayv2_route" "default" {
  api_id    = aws_apigatewayv2_api.api.id
  route_key = "$default"
}

resource "aws_apigatewayv2_route" "chat" {
  api_id                     = aws_apigatewayv2_api.api.id
  route_key                  = "talk"
  target                     = "integrations/${aws_apigatewayv2_integration.mock[1].id}"
  model_selection_expression = "$request.body.kind"
  request_models             = { test = aws_apigatewayv2_model.pet[1].name }
}

resource "aws_apigatewayv2_route_response" "default" {
  api_id                     = aws_apigatewayv2_api.api.id
  route_id                   = aws_apigatewayv2_route.default.id
  route_response_key         = "$default"
  model_selection_expression = "action"
  response_models            = { test = aws_apigatewayv2_model.pet[1].name }
}
