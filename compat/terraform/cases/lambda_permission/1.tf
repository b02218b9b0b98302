data "aws_caller_identity" "this" {}

resource "aws_lambda_function" "this" {
  function_name = "permitted"
  role          = aws_iam_role.this.arn
  runtime       = "nodejs22.x"
  handler       = "index.handler"
  filename      = "${path.module}/one.zip"
}

resource "aws_api_gateway_rest_api" "this" {
  name = "permitted"
}

resource "aws_lambda_permission" "gateway" {
  statement_id  = "AllowGateway"
  action        = "lambda:InvokeFunction"
  function_name = aws_lambda_function.this.function_name
  principal     = "apigateway.amazonaws.com"
  source_arn    = "${aws_api_gateway_rest_api.this.execution_arn}/*/GET/pets"
}

resource "aws_lambda_permission" "generated" {
  action         = "lambda:InvokeFunction"
  function_name  = aws_lambda_function.this.arn
  principal      = "s3.amazonaws.com"
  source_account = data.aws_caller_identity.this.account_id
}

resource "aws_lambda_permission" "account" {
  statement_id_prefix = "account-"
  action              = "lambda:GetFunction"
  function_name       = aws_lambda_function.this.function_name
  principal           = "arn:aws:iam::111122223333:root"
  principal_org_id    = "o-1234567890"
}

resource "aws_lambda_permission" "many" {
  count         = 20
  statement_id  = "method-${count.index}"
  action        = "lambda:InvokeFunction"
  function_name = aws_lambda_function.this.function_name
  principal     = "apigateway.amazonaws.com"
  source_arn    = "${aws_api_gateway_rest_api.this.execution_arn}/*/GET/method-${count.index}"
}
