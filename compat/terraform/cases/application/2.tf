locals {
  customers = toset(["gina", "greta", "gus", "stan", "sue"])
}

data "aws_region" "this" {}

resource "aws_iam_role" "function" {
  name = "pets-function"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }]
  })
}

resource "aws_iam_role_policy_attachment" "function" {
  role       = aws_iam_role.function.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
}

resource "aws_cloudwatch_log_group" "function" {
  name              = "/aws/lambda/pets"
  retention_in_days = 7
}

resource "aws_lambda_function" "pets" {
  function_name    = "pets"
  role             = aws_iam_role.function.arn
  runtime          = "nodejs22.x"
  handler          = "index.handler"
  filename         = "${path.module}/function.zip"
  source_code_hash = filebase64sha256("${path.module}/function.zip")
  publish          = true

  environment {
    variables = { TABLE = "animals" }
  }

  depends_on = [aws_cloudwatch_log_group.function, aws_iam_role_policy_attachment.function]
}

resource "aws_lambda_alias" "live" {
  name             = "live"
  function_name    = aws_lambda_function.pets.function_name
  function_version = aws_lambda_function.pets.version
}

resource "aws_lambda_permission" "gateway" {
  statement_id  = "gateway"
  action        = "lambda:InvokeFunction"
  function_name = aws_lambda_function.pets.function_name
  qualifier     = aws_lambda_alias.live.name
  principal     = "apigateway.amazonaws.com"
  source_arn    = "${aws_api_gateway_rest_api.pets.execution_arn}/*/GET/pets/*"
}

resource "aws_api_gateway_rest_api" "pets" {
  name = "pets"

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

resource "aws_api_gateway_method" "pet" {
  rest_api_id      = aws_api_gateway_rest_api.pets.id
  resource_id      = aws_api_gateway_resource.pet.id
  http_method      = "GET"
  authorization    = "NONE"
  api_key_required = false

  request_parameters = { "method.request.path.petId" = true }
}

resource "aws_api_gateway_integration" "pet" {
  rest_api_id             = aws_api_gateway_rest_api.pets.id
  resource_id             = aws_api_gateway_resource.pet.id
  http_method             = aws_api_gateway_method.pet.http_method
  type                    = "AWS_PROXY"
  integration_http_method = "POST"
  uri                     = aws_lambda_alias.live.invoke_arn
}

resource "aws_api_gateway_deployment" "pets" {
  rest_api_id = aws_api_gateway_rest_api.pets.id

  triggers = {
    redeployment = sha1(jsonencode([aws_api_gateway_resource.pet.id, aws_api_gateway_method.pet.id, aws_api_gateway_integration.pet.uri]))
  }

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_api_gateway_stage" "prod" {
  rest_api_id   = aws_api_gateway_rest_api.pets.id
  deployment_id = aws_api_gateway_deployment.pets.id
  stage_name    = "prod"
}

resource "aws_acm_certificate" "pets" {
  domain_name       = "pets.application.example.com"
  validation_method = "DNS"

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_acm_certificate_validation" "pets" {
  certificate_arn         = aws_acm_certificate.pets.arn
  validation_record_fqdns = [for option in aws_acm_certificate.pets.domain_validation_options : option.resource_record_name]
}

resource "aws_api_gateway_domain_name" "pets" {
  domain_name              = "pets.application.example.com"
  regional_certificate_arn = aws_acm_certificate_validation.pets.certificate_arn
  security_policy          = "TLS_1_2"

  endpoint_configuration {
    types = ["REGIONAL"]
  }
}

resource "aws_api_gateway_base_path_mapping" "pets" {
  api_id      = aws_api_gateway_rest_api.pets.id
  stage_name  = aws_api_gateway_stage.prod.stage_name
  domain_name = aws_api_gateway_domain_name.pets.domain_name
  base_path   = "v1"
}

resource "aws_api_gateway_usage_plan" "tier" {
  for_each     = { silver = 100, gold = 2500 }
  name         = each.key
  product_code = upper(each.key)

  api_stages {
    api_id = aws_api_gateway_rest_api.pets.id
    stage  = aws_api_gateway_stage.prod.stage_name

    throttle {
      path        = "${aws_api_gateway_resource.pet.path}/${aws_api_gateway_method.pet.http_method}"
      burst_limit = 5
      rate_limit  = each.value / 10
    }
  }

  quota_settings {
    limit  = each.value
    period = "MONTH"
  }

  throttle_settings {
    burst_limit = 20
    rate_limit  = 10
  }
}

resource "aws_api_gateway_api_key" "customer" {
  for_each    = local.customers
  name        = each.key
  customer_id = each.key
}

resource "aws_api_gateway_usage_plan_key" "customer" {
  for_each      = local.customers
  key_id        = aws_api_gateway_api_key.customer[each.key].id
  key_type      = "API_KEY"
  usage_plan_id = aws_api_gateway_usage_plan.tier[startswith(each.key, "g") ? "gold" : "silver"].id
}
