resource "aws_acm_certificate" "self_signed" {
  certificate_body = file("two.pem")
  private_key      = file("two.key")
  tags             = { Owner = "birds" }
}

resource "aws_acm_certificate" "chained" {
  certificate_body  = file("leaf.pem")
  certificate_chain = file("ca.pem")
  private_key       = file("leaf.key")
  tags              = { Owner = "birds" }
}
