resource "aws_acm_certificate" "first" {
  domain_name       = "*.http-api-domain-name.example.com"
  validation_method = "DNS"
}

resource "aws_acm_certificate_validation" "first" {
  certificate_arn = aws_acm_certificate.first.arn
}

resource "aws_acm_certificate" "second" {
  domain_name       = "pets.http-api-domain-name.example.com"
  validation_method = "DNS"
}

resource "aws_acm_certificate_validation" "second" {
  certificate_arn = aws_acm_certificate.second.arn
}

resource "aws_apigatewayv2_api" "api" {
  count         = 2
  name          = "http-api-domain-name-${count.index}"
  protocol_type = "HTTP"
  target        = "http://127.0.0.1:9/"
}

resource "aws_apigatewayv2_stage" "prod" {
  api_id      = aws_apigatewayv2_api.api[0].id
  name        = "prod"
  auto_deploy = true
}
