variable "endpoint" {
  description = "Where the gateway serves, for the issuer is one of its own APIs"
}

locals {
  lambda = "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function"
  issuer = "${var.endpoint}/_aws/execute-api/${aws_apigatewayv2_api.issuer.id}"
}

resource "aws_iam_role" "this" {
  name = "http-api-authorizer"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }]
  })
}

# An issuer of tokens, with its discovery document and its keys.
resource "aws_lambda_function" "issuer" {
  function_name = "http-api-authorizer-issuer"
  role          = aws_iam_role.this.arn
  runtime       = "nodejs22.x"
  handler       = "index.handler"
  filename      = "${path.module}/issuer.zip"

  environment {
    variables = { ENDPOINT = var.endpoint }
  }
}

resource "aws_apigatewayv2_api" "issuer" {
  name          = "issuer"
  protocol_type = "HTTP"
  target        = aws_lambda_function.issuer.arn
}

resource "aws_lambda_permission" "issuer" {
  statement_id  = "gateway"
  action        = "lambda:InvokeFunction"
  function_name = aws_lambda_function.issuer.function_name
  principal     = "apigateway.amazonaws.com"
  source_arn    = "${aws_apigatewayv2_api.issuer.execution_arn}/*"
}

resource "aws_apigatewayv2_api" "api" {
  name          = "http-api-authorizer"
  protocol_type = "HTTP"
}

resource "aws_apigatewayv2_integration" "backend" {
  api_id             = aws_apigatewayv2_api.api.id
  integration_type   = "HTTP_PROXY"
  integration_method = "GET"
  integration_uri    = "http://127.0.0.1:9/"
}

resource "aws_apigatewayv2_stage" "prod" {
  api_id      = aws_apigatewayv2_api.api.id
  name        = "prod"
  auto_deploy = true
}

output "issuer" {
  value = local.issuer
}
