resource "aws_acm_certificate" "dns" {
  domain_name               = "acm-requested.example.com"
  subject_alternative_names = ["api.acm-requested.example.com"]
  validation_method         = "DNS"
  key_algorithm             = "RSA_2048"

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_acm_certificate_validation" "dns" {
  certificate_arn         = aws_acm_certificate.dns.arn
  validation_record_fqdns = [for option in aws_acm_certificate.dns.domain_validation_options : option.resource_record_name]
}

resource "aws_acm_certificate" "secret" {
  domain_name       = "secret.acm-requested.example.com"
  validation_method = "DNS"

  options {
    certificate_transparency_logging_preference = "ENABLED"
  }

  tags = { Team = "birds", Stage = "prod" }
}

data "aws_acm_certificate" "dns" {
  domain     = "acm-requested.example.com"
  statuses   = ["ISSUED"]
  depends_on = [aws_acm_certificate_validation.dns]

  lifecycle {
    postcondition {
      condition     = self.arn == aws_acm_certificate.dns.arn
      error_message = "Found another certificate."
    }
  }
}
