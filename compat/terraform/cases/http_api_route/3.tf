resource "aws_apigatewayv2_route" "default" {
  api_id    = aws_apigatewayv2_api.api.id
  route_key = "$default"
}

resource "aws_apigatewayv2_route" "full" {
  api_id             = aws_apigatewayv2_api.api.id
  route_key          = "GET /pets/{id}"
  authorization_type = "AWS_IAM"
}

resource "aws_apigatewayv2_route" "signed" {
  api_id             = aws_apigatewayv2_api.api.id
  route_key          = "GET /signed"
  authorization_type = "AWS_IAM"
  target             = "integrations/${aws_apigatewayv2_integration.backend[1].id}"
}
