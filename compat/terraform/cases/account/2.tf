data "aws_iam_policy_document" "gateway" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["apigateway.amazonaws.com"]
    }
  }
}

data "aws_iam_policy_document" "logs" {
  statement {
    actions   = ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents", "logs:Describe*"]
    resources = ["*"]
  }
}

resource "aws_iam_role" "second" {
  name_prefix        = "gateway-logs-"
  path               = "/gateway/"
  assume_role_policy = data.aws_iam_policy_document.gateway.json
}

resource "aws_iam_role_policy" "second" {
  name   = "write-logs"
  role   = aws_iam_role.second.id
  policy = data.aws_iam_policy_document.logs.json
}

resource "aws_api_gateway_account" "this" {
  cloudwatch_role_arn = aws_iam_role.second.arn
  reset_on_delete     = true
  depends_on          = [aws_iam_role_policy.second]
}
