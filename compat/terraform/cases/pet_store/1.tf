resource "aws_lambda_function" "pets" {
  function_name    = "pet-store"
  role             = aws_iam_role.pets.arn
  runtime          = "nodejs20.x"
  handler          = "index.handler"
  filename         = "${path.module}/function.zip"
  source_code_hash = filebase64sha256("${path.module}/function.zip")
  depends_on       = [aws_cloudwatch_log_group.pets]
}
