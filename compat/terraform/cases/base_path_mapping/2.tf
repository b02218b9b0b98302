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

resource "aws_acm_certificate" "this" {
  domain_name       = "api.base-path-mapping.example.com"
  validation_method = "DNS"
}

resource "aws_acm_certificate_validation" "this" {
  certificate_arn = aws_acm_certificate.this.arn
}

resource "aws_api_gateway_domain_name" "this" {
  domain_name              = "api.base-path-mapping.example.com"
  regional_certificate_arn = aws_acm_certificate_validation.this.certificate_arn

  endpoint_configuration {
    types = ["REGIONAL"]
  }
}

resource "aws_api_gateway_rest_api" "birds" {
  name = "birds"
}

resource "aws_api_gateway_base_path_mapping" "empty" {
  api_id      = aws_api_gateway_rest_api.pets.id
  stage_name  = aws_api_gateway_stage.each["green"].stage_name
  domain_name = aws_api_gateway_domain_name.this.domain_name
}

resource "aws_api_gateway_base_path_mapping" "stageless" {
  api_id      = aws_api_gateway_rest_api.pets.id
  stage_name  = aws_api_gateway_stage.each["green"].stage_name
  domain_name = aws_api_gateway_domain_name.this.domain_name
  base_path   = "v1.0_$!*'()-"
}

resource "aws_api_gateway_base_path_mapping" "staged" {
  for_each    = toset(["blue", "green"])
  api_id      = aws_api_gateway_rest_api.birds.id
  domain_name = aws_api_gateway_domain_name.this.domain_name
  base_path   = "pets-${each.key}"
}
