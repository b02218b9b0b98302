resource "aws_iam_policy" "this" {
  name = "changing"
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "logs:PutLogEvents", Resource = "arn:aws:logs:*:*:log-group:/step/2:*" }]
  })
}

data "aws_iam_policy" "this" {
  name       = "changing"
  depends_on = [aws_iam_policy.this]

  lifecycle {
    postcondition {
      condition     = strcontains(self.policy, "/step/2")
      error_message = "The default version is not the latest one."
    }
  }
}
