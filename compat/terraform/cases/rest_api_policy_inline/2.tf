data "aws_iam_policy_document" "guard" {
  statement {
    sid       = "Everybody"
    effect    = "Allow"
    actions   = ["execute-api:Invoke"]
    resources = ["arn:aws:execute-api:us-east-1:123456789012:*/*/GET/*"]
    principals {
      type        = "AWS"
      identifiers = ["*"]
    }
  }
  statement {
    effect    = "Deny"
    actions   = ["execute-api:Invoke"]
    resources = ["arn:aws:execute-api:us-east-1:123456789012:*/*/DELETE/pets/\"quoted\"/é"]
    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::123456789012:root"]
    }
    condition {
      test     = "StringNotEquals"
      variable = "aws:SourceVpc"
      values   = ["vpc-1a2b3c4d"]
    }
  }
}

resource "aws_api_gateway_rest_api" "guarded" {
  name   = "guarded"
  policy = data.aws_iam_policy_document.guard.json
}
