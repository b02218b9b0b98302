resource "aws_cloudwatch_log_group" "full" {
  name = "/own/full"
}

resource "aws_lambda_function" "bare" {
  function_name                  = "bare"
  role                           = aws_iam_role.this.arn
  runtime                        = "nodejs22.x"
  handler                        = "index.handler"
  filename                       = "${path.module}/one.zip"
  timeout                        = 5
  reserved_concurrent_executions = 0

  environment {
    variables = { LATE = "yes" }
  }
}

resource "aws_lambda_function" "full" {
  function_name    = "full"
  role             = aws_iam_role.this.arn
  runtime          = "nodejs22.x"
  handler          = "index.handler"
  filename         = "${path.module}/two.zip"
  source_code_hash = filebase64sha256("${path.module}/two.zip")
  architectures    = ["x86_64"]
  publish          = true

  logging_config {
    log_format = "Text"
    log_group  = aws_cloudwatch_log_group.full.name
  }

  tags = { Team = "birds", Stage = "prod" }
}
