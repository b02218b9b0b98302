data "aws_caller_identity" "me" {}
data "aws_region" "here" {}
data "aws_partition" "here" {}

data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["lambda.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "pets" {
  name               = "pet-store"
  description        = "What the pets' function may do"
  assume_role_policy = data.aws_iam_policy_document.trust.json
  tags               = { team = "pets" }
}

resource "aws_iam_role_policy_attachment" "logs" {
  role       = aws_iam_role.pets.name
  policy_arn = "arn:${data.aws_partition.here.partition}:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
}

resource "aws_iam_role_policy" "own" {
  name = "own"
  role = aws_iam_role.pets.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["s3:GetObject"], Resource = "arn:aws:s3:::pets/*" }]
  })
}

resource "aws_cloudwatch_log_group" "pets" {
  name              = "/aws/lambda/pet-store"
  retention_in_days = 7
}

resource "aws_api_gateway_rest_api" "pets" {
  name = "pet store"
  endpoint_configuration {
    types = ["REGIONAL"]
  }
}

resource "aws_api_gateway_resource" "pets" {
  rest_api_id = aws_api_gateway_rest_api.pets.id
  parent_id   = aws_api_gateway_rest_api.pets.root_resource_id
  path_part   = "pets"
}

resource "aws_api_gateway_resource" "pet" {
  rest_api_id = aws_api_gateway_rest_api.pets.id
  parent_id   = aws_api_gateway_resource.pets.id
  path_part   = "{petId}"
}

resource "aws_api_gateway_method" "any" {
  rest_api_id        = aws_api_gateway_rest_api.pets.id
  resource_id        = aws_api_gateway_resource.pet.id
  http_method        = "ANY"
  authorization      = "NONE"
  request_parameters = { "method.request.path.petId" = true }
}

resource "aws_api_gateway_integration" "any" {
  rest_api_id             = aws_api_gateway_rest_api.pets.id
  resource_id             = aws_api_gateway_resource.pet.id
  http_method             = aws_api_gateway_method.any.http_method
  type                    = "AWS_PROXY"
  integration_http_method = "POST"
  uri                     = aws_lambda_function.pets.invoke_arn
}

resource "aws_lambda_permission" "gateway" {
  statement_id  = "gateway"
  action        = "lambda:InvokeFunction"
  function_name = aws_lambda_function.pets.function_name
  principal     = "apigateway.amazonaws.com"
  source_arn    = "arn:aws:execute-api:${data.aws_region.here.name}:${data.aws_caller_identity.me.account_id}:${aws_api_gateway_rest_api.pets.id}/*/*/pets/*"
}

resource "aws_api_gateway_deployment" "now" {
  rest_api_id = aws_api_gateway_rest_api.pets.id
  triggers = {
    redeployment = sha1(jsonencode([
      aws_api_gateway_resource.pets.id, aws_api_gateway_resource.pet.id, aws_api_gateway_method.any.id, aws_api_gateway_integration.any.id
    ]))
  }
  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_api_gateway_stage" "prod" {
  rest_api_id   = aws_api_gateway_rest_api.pets.id
  deployment_id = aws_api_gateway_deployment.now.id
  stage_name    = "prod"
}
