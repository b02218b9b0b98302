resource "aws_acm_certificate" "first" {
  domain_name       = "pets.domain-name-regional.example.com"
  validation_method = "DNS"
}

resource "aws_acm_certificate_validation" "first" {
  certificate_arn = aws_acm_certificate.first.arn
}

resource "aws_acm_certificate" "wild" {
  domain_name       = "*.domain-name-regional.example.com"
  validation_method = "DNS"
}

resource "aws_acm_certificate_validation" "wild" {
  certificate_arn = aws_acm_certificate.wild.arn
}

resource "aws_api_gateway_domain_name" "this" {
  domain_name              = "pets.domain-name-regional.example.com"
  regional_certificate_arn = aws_acm_certificate_validation.first.certificate_arn

  endpoint_configuration {
    types = ["REGIONAL"]
  }

  tags = { Team = "pets" }
}

resource "aws_api_gateway_domain_name" "wildcard" {
  domain_name              = "*.domain-name-regional.example.com"
  regional_certificate_arn = aws_acm_certificate_validation.wild.certificate_arn
  security_policy          = "TLS_1_0"

  endpoint_configuration {
    types = ["REGIONAL"]
  }
}

data "aws_api_gateway_domain_name" "this" {
  domain_name = aws_api_gateway_domain_name.this.domain_name

  lifecycle {
    postcondition {
      condition     = self.regional_domain_name == aws_api_gateway_domain_name.this.regional_domain_name && self.regional_zone_id == aws_api_gateway_domain_name.this.regional_zone_id && self.arn == aws_api_gateway_domain_name.this.arn
      error_message = "The data source differs from the resource."
    }
  }
}
