resource "aws_acm_certificate" "first" {
  domain_name       = "pets.domain-name-edge.example.com"
  validation_method = "DNS"
}

resource "aws_acm_certificate_validation" "first" {
  certificate_arn = aws_acm_certificate.first.arn
}

resource "aws_acm_certificate" "second" {
  domain_name       = "www.domain-name-edge.example.com"
  validation_method = "DNS"
}

resource "aws_acm_certificate_validation" "second" {
  certificate_arn = aws_acm_certificate.second.arn
}

resource "aws_api_gateway_domain_name" "this" {
  domain_name     = "pets.domain-name-edge.example.com"
  certificate_arn = aws_acm_certificate_validation.second.certificate_arn
  tags            = { Team = "pets" }
}

resource "aws_api_gateway_domain_name" "www" {
  domain_name              = "www.domain-name-edge.example.com"
  regional_certificate_arn = aws_acm_certificate_validation.second.certificate_arn

  endpoint_configuration {
    types = ["REGIONAL"]
  }
}
