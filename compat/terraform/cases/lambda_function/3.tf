resource "aws_lambda_function" "bare" {
  function_name = "bare"
  role          = aws_iam_role.this.arn
  runtime       = "nodejs22.x"
  handler       = "index.handler"
  filename      = "two.zip"
}

resource "aws_lambda_function" "full" {
  function_name    = "full"
  role             = aws_iam_role.this.arn
  runtime          = "nodejs22.x"
  handler          = "index.handler"
  filename         = "two.zip"
  source_code_hash = filebase64sha256("two.zip")

  tracing_config {
    mode = "PassThrough"
  }
}
