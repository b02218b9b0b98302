resource "aws_apigatewayv2_deployment" "one" {
  api_id     = aws_apigatewayv2_api.api.id
  depends_on = [aws_apigatewayv2_route.get]
}

resource "aws_apigatewayv2_stage" "bare" {
  api_id = aws_apigatewayv2_api.api.id
  name   = "bare"
}

resource "aws_apigatewayv2_stage" "prod" {
  api_id        = aws_apigatewayv2_api.api.id
  name          = "prod"
  deployment_id = aws_apigatewayv2_deployment.one.id
}

resource "aws_apigatewayv2_stage" "default" {
  api_id      = aws_apigatewayv2_api.api.id
  name        = "$default"
  auto_deploy = true
  depends_on  = [aws_apigatewayv2_route.get]
}
