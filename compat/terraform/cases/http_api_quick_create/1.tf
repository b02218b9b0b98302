resource "aws_apigatewayv2_api" "function" {
  name          = "quick-function"
  protocol_type = "HTTP"
  target        = aws_lambda_function.one.arn
}

resource "aws_apigatewayv2_api" "url" {
  name            = "quick-url"
  protocol_type   = "HTTP"
  target          = "http://127.0.0.1:9/"
  route_key       = "GET /pets/{id}"
}
