resource "aws_lambda_function" "bare" {
  function_name = "bare"
  role          = aws_iam_role.this.arn
  runtime       = "nodejs22.x"
  handler       = "index.handler"
  filename      = "${path.module}/one.zip"
}

resource "aws_lambda_function" "full" {
  function_name                  = "full"
  description                    = "Everything"
  role                           = aws_iam_role.this.arn
  runtime                        = "nodejs20.x"
  handler                        = "index.handler"
  filename                       = "${path.module}/one.zip"
  source_code_hash               = filebase64sha256("${path.module}/one.zip")
  timeout                        = 10
  memory_size                    = 256
  architectures                  = ["arm64"]
  reserved_concurrent_executions = 5
  publish                        = true

  environment {
    variables = {
      TABLE = "pets"
      EMPTY = ""
    }
  }

  ephemeral_storage {
    size = 1024
  }

  tags = { Team = "pets" }
}

data "aws_lambda_function" "full" {
  function_name = aws_lambda_function.full.function_name

  lifecycle {
    postcondition {
      condition     = self.arn == aws_lambda_function.full.arn && self.version == "1" && self.environment[0].variables.TABLE == "pets"
      error_message = "The data source differs from the resource."
    }
  }
}
