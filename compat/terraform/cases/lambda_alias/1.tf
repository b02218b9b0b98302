resource "aws_lambda_function" "this" {
  function_name    = "aliased"
  role             = aws_iam_role.this.arn
  runtime          = "nodejs22.x"
  handler          = "index.handler"
  filename         = "${path.module}/one.zip"
  source_code_hash = filebase64sha256("${path.module}/one.zip")
  publish          = true
}

resource "aws_lambda_alias" "live" {
  name             = "live"
  description      = "The first"
  function_name    = aws_lambda_function.this.function_name
  function_version = "1"
}

resource "aws_lambda_permission" "live" {
  statement_id  = "gateway"
  action        = "lambda:InvokeFunction"
  function_name = aws_lambda_function.this.function_name
  qualifier     = aws_lambda_alias.live.name
  principal     = "apigateway.amazonaws.com"
}

data "aws_lambda_alias" "live" {
  function_name = aws_lambda_function.this.function_name
  name          = aws_lambda_alias.live.name

  lifecycle {
    postcondition {
      condition     = self.arn == aws_lambda_alias.live.arn && self.invoke_arn == aws_lambda_alias.live.invoke_arn && self.function_version == "1"
      error_message = "The data source differs from the resource."
    }
  }
}
