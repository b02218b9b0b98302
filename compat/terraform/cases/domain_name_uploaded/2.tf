resource "aws_api_gateway_domain_name" "edge" {
  domain_name             = "one.domain-name-uploaded.example.com"
  certificate_name        = "uno"
  certificate_body        = file("${path.module}/one.pem")
  certificate_chain       = file("${path.module}/one.pem")
  certificate_private_key = file("${path.module}/one.key")
}

resource "aws_api_gateway_domain_name" "regional" {
  domain_name               = "two.domain-name-uploaded.example.com"
  regional_certificate_name = "two"
  certificate_body          = file("${path.module}/one.pem")
  certificate_chain         = file("${path.module}/one.pem")
  certificate_private_key   = file("${path.module}/one.key")

  endpoint_configuration {
    types = ["REGIONAL"]
  }
}
