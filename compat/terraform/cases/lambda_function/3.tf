resource "aws_lambda_function" "bare" {
  function_name = "bare"
  role          = aws_iam_role.this.arn
  runtime       = "nodejs22.x"
  handler       = "index.handler"
  filename      = "${path.module}/two.zip"
}

resource "aws_lambda_function" "full" {
  function_name    = "full"
  role             = aws_iam_role.this.arn
  runtime          = "nodejs22.x"
  handler          = "index.handler"
  filename         = "${path.module}/two.zip"
  source_code_hash = filebase64sha256("${path.module}/two.zip")

  tracing_config {
    mode = "PassThrough"
  }
}
