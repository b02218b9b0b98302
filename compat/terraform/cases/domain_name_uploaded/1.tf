resource "aws_api_gateway_domain_name" "edge" {
  domain_name             = "one.example.com"
  certificate_name        = "one"
  certificate_body        = file("one.pem")
  certificate_chain       = file("one.pem")
  certificate_private_key = file("one.key")
}

resource "aws_api_gateway_domain_name" "regional" {
  domain_name               = "two.example.com"
  regional_certificate_name = "two"
  certificate_body          = file("two.pem")
  certificate_chain         = file("two.pem")
  certificate_private_key   = file("two.key")

  endpoint_configuration {
    types = ["REGIONAL"]
  }
}
