resource "aws_acm_certificate" "self_signed" {
  certificate_body = file("${path.module}/two.pem")
  private_key      = file("${path.module}/two.key")
  tags             = { Owner = "birds" }
}

resource "aws_acm_certificate" "chained" {
  certificate_body  = file("${path.module}/leaf.pem")
  certificate_chain = file("${path.module}/ca.pem")
  private_key       = file("${path.module}/leaf.key")
  tags              = { Owner = "birds" }
}
