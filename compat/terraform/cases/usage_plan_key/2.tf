resource "aws_api_gateway_rest_api" "pets" {
  name = "pets"
}

resource "aws_api_gateway_resource" "pets" {
  rest_api_id = aws_api_gateway_rest_api.pets.id
  parent_id   = aws_api_gateway_rest_api.pets.root_resource_id
  path_part   = "pets"
}

resource "aws_api_gateway_method" "pets" {
  rest_api_id      = aws_api_gateway_rest_api.pets.id
  resource_id      = aws_api_gateway_resource.pets.id
  http_method      = "GET"
  authorization    = "NONE"
  api_key_required = true
}

resource "aws_api_gateway_integration" "pets" {
  rest_api_id = aws_api_gateway_rest_api.pets.id
  resource_id = aws_api_gateway_resource.pets.id
  http_method = aws_api_gateway_method.pets.http_method
  type        = "MOCK"
}

resource "aws_api_gateway_deployment" "pets" {
  rest_api_id = aws_api_gateway_rest_api.pets.id
  depends_on  = [aws_api_gateway_integration.pets]
}

resource "aws_api_gateway_stage" "each" {
  for_each      = toset(["blue", "green"])
  rest_api_id   = aws_api_gateway_rest_api.pets.id
  deployment_id = aws_api_gateway_deployment.pets.id
  stage_name    = each.key
}

resource "aws_api_gateway_usage_plan" "this" {
  name = "plan"

  api_stages {
    api_id = aws_api_gateway_rest_api.pets.id
    stage  = aws_api_gateway_stage.each["green"].stage_name
  }
}

resource "aws_api_gateway_usage_plan" "other" {
  name = "other"

  api_stages {
    api_id = aws_api_gateway_rest_api.pets.id
    stage  = aws_api_gateway_stage.each["blue"].stage_name
  }
}

resource "aws_api_gateway_api_key" "this" {
  name  = "key"
  value = "0123456789012345678901234567890123456789"
}

resource "aws_api_gateway_api_key" "new" {
  name = "new"
}

resource "aws_api_gateway_usage_plan_key" "this" {
  key_id        = aws_api_gateway_api_key.new.id
  key_type      = "API_KEY"
  usage_plan_id = aws_api_gateway_usage_plan.this.id
}

resource "aws_api_gateway_usage_plan_key" "other" {
  key_id        = aws_api_gateway_api_key.this.id
  key_type      = "API_KEY"
  usage_plan_id = aws_api_gateway_usage_plan.other.id

  # A key has one plan for a stage: it must have left the first plan.
  depends_on = [aws_api_gateway_usage_plan.this, aws_api_gateway_usage_plan_key.this]
}
