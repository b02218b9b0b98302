resource "aws_acm_certificate" "this" {
  domain_name       = "pets.domain-name-mutual-tls.example.com"
  validation_method = "DNS"
}

resource "aws_acm_certificate_validation" "this" {
  certificate_arn = aws_acm_certificate.this.arn
}

resource "aws_acm_certificate" "own" {
  certificate_body = file("${path.module}/one.pem")
  private_key      = file("${path.module}/one.key")
}

resource "aws_api_gateway_domain_name" "issued" {
  domain_name              = "pets.domain-name-mutual-tls.example.com"
  regional_certificate_arn = aws_acm_certificate_validation.this.certificate_arn
  security_policy          = "TLS_1_2"

  endpoint_configuration {
    types = ["REGIONAL"]
  }

  mutual_tls_authentication {
    truststore_uri = "s3://truststores/first.pem"
  }
}

resource "aws_api_gateway_domain_name" "imported" {
  domain_name                            = "one.domain-name-mutual-tls.example.com"
  regional_certificate_arn               = aws_acm_certificate.own.arn
  ownership_verification_certificate_arn = aws_acm_certificate_validation.this.certificate_arn
  security_policy                        = "TLS_1_2"

  endpoint_configuration {
    types = ["REGIONAL"]
  }

  mutual_tls_authentication {
    truststore_uri     = "s3://truststores/a1.pem"
    truststore_version = "a1"
  }
}
