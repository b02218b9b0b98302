resource "aws_apigatewayv2_domain_name" "this" {
  domain_name = "pets.http-api-domain-name.example.com"

  domain_name_configuration {
    certificate_arn = aws_acm_certificate_validation.first.certificate_arn
    endpoint_type   = "REGIONAL"
    security_policy = "TLS_1_2"
  }

  tags = { Team = "pets" }
}

resource "aws_apigatewayv2_api_mapping" "all" {
  api_id      = aws_apigatewayv2_api.api[0].id
  domain_name = aws_apigatewayv2_domain_name.this.id
  stage       = aws_apigatewayv2_stage.prod.id
}

resource "aws_apigatewayv2_api_mapping" "orders" {
  api_id          = aws_apigatewayv2_api.api[1].id
  domain_name     = aws_apigatewayv2_domain_name.this.id
  stage           = "$default"
  api_mapping_key = "orders/v1"
}
