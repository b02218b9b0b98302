resource "aws_iam_role" "this" {
  name = "http-api-quick-create"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }]
  })
}

resource "aws_lambda_function" "one" {
  function_name = "http-api-quick-create"
  role          = aws_iam_role.this.arn
  runtime       = "nodejs22.x"
  handler       = "index.handler"
  filename      = "${path.module}/function.zip"
}

resource "aws_lambda_permission" "gateway" {
  statement_id  = "gateway"
  action        = "lambda:InvokeFunction"
  function_name = aws_lambda_function.one.function_name
  principal     = "apigateway.amazonaws.com"
  source_arn    = "${aws_apigatewayv2_api.function.execution_arn}/*"
}

data "aws_apigatewayv2_api" "function" {
  api_id = aws_apigatewayv2_api.function.id
}

output "endpoint" {
  value = aws_apigatewayv2_api.function.api_endpoint
  precondition {
    condition     = endswith(aws_apigatewayv2_api.function.api_endpoint, "${aws_apigatewayv2_api.function.id}.execute-api.us-east-1.amazonaws.com")
    error_message = "An unexpected endpoint."
  }
}
