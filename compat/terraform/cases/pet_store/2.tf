resource "aws_lambda_function" "pets" {
  function_name    = "pet-store"
  description      = "Answers for pets"
  role             = aws_iam_role.pets.arn
  runtime          = "nodejs22.x"
  handler          = "index.handler"
  filename         = "${path.module}/function.zip"
  source_code_hash = filebase64sha256("${path.module}/function.zip")
  timeout          = 10
  memory_size      = 256
  depends_on       = [aws_cloudwatch_log_group.pets]
  environment {
    variables = { GREETING = "hello" }
  }
  tags = { team = "pets" }
}
