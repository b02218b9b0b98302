resource "aws_acm_certificate" "self_signed" {
  certificate_body = file("${path.module}/one.pem")
  private_key      = file("${path.module}/one.key")
  tags             = { Team = "pets" }
}

resource "aws_acm_certificate" "chained" {
  certificate_body  = file("${path.module}/leaf.pem")
  certificate_chain = file("${path.module}/ca.pem")
  private_key       = file("${path.module}/leaf.key")
}

data "aws_acm_certificate" "chained" {
  domain     = "leaf.example.com"
  types      = ["IMPORTED"]
  depends_on = [aws_acm_certificate.chained]

  lifecycle {
    postcondition {
      condition     = self.arn == aws_acm_certificate.chained.arn && self.status == "ISSUED"
      error_message = "Found another certificate."
    }
  }
}
