resource "aws_apigatewayv2_domain_name" "this" {
  domain_name = "pets.http-api-domain-name.example.com"

  domain_name_configuration {
    certificate_arn = aws_acm_certificate_validation.second.certificate_arn
    endpoint_type   = "REGIONAL"
    security_policy = "TLS_1_2"
    ip_address_type = "dualstack"
  }

  tags = { Stage = "prod" }
}

resource "aws_apigatewayv2_api_mapping" "all" {
  api_id          = aws_apigatewayv2_api.api[0].id
  domain_name     = aws_apigatewayv2_domain_name.this.id
  stage           = "$default"
  api_mapping_key = "pets"
}

resource "aws_apigatewayv2_api_mapping" "orders" {
  api_id          = aws_apigatewayv2_api.api[0].id
  domain_name     = aws_apigatewayv2_domain_name.this.id
  stage           = aws_apigatewayv2_stage.prod.id
  api_mapping_key = "orders/v2"
}
