resource "aws_apigatewayv2_api" "function" {
  name          = "quick-function"
  protocol_type = "HTTP"
  target        = aws_lambda_function.one.arn
  route_key     = "ANY /pets/{proxy+}"
}

resource "aws_apigatewayv2_api" "url" {
  name          = "quick-url"
  protocol_type = "HTTP"
  target        = "http://127.0.0.1:9/other"
  route_key     = "POST /pets"
}
