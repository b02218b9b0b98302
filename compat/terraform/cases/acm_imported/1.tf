resource "aws_acm_certificate" "self_signed" {
  certificate_body = file("one.pem")
  private_key      = file("one.key")
  tags             = { Team = "pets" }
}

resource "aws_acm_certificate" "chained" {
  certificate_body  = file("leaf.pem")
  certificate_chain = file("ca.pem")
  private_key       = file("leaf.key")
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
