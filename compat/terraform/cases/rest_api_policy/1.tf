resource "aws_api_gateway_rest_api" "guarded" {
  name = "guarded apart"
}

data "aws_iam_policy_document" "guard" {
  statement {
    effect    = "Allow"
    actions   = ["execute-api:Invoke"]
    resources = ["${aws_api_gateway_rest_api.guarded.execution_arn}/*"]
    principals {
      type        = "AWS"
      identifiers = ["*"]
    }
    condition {
      test     = "IpAddress"
      variable = "aws:SourceIp"
      values   = ["123.123.123.123/32"]
    }
  }
}

resource "aws_api_gateway_rest_api_policy" "guard" {
  rest_api_id = aws_api_gateway_rest_api.guarded.id
  policy      = data.aws_iam_policy_document.guard.json
}
