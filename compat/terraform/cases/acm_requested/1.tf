resource "aws_acm_certificate" "dns" {
  domain_name               = "acm-requested.example.com"
  subject_alternative_names = ["*.acm-requested.example.com", "www.example.org"]
  validation_method         = "DNS"
  key_algorithm             = "EC_prime256v1"

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_acm_certificate_validation" "dns" {
  certificate_arn         = aws_acm_certificate.dns.arn
  validation_record_fqdns = [for option in aws_acm_certificate.dns.domain_validation_options : option.resource_record_name]
}

resource "aws_acm_certificate" "mail" {
  domain_name       = "sub.example.net"
  validation_method = "EMAIL"

  validation_option {
    domain_name       = "sub.example.net"
    validation_domain = "example.net"
  }
}

resource "aws_acm_certificate" "secret" {
  domain_name       = "secret.acm-requested.example.com"
  validation_method = "DNS"

  options {
    certificate_transparency_logging_preference = "DISABLED"
  }

  tags = { Team = "pets" }
}
