data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["apigateway.amazonaws.com", "lambda.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "full" {
  name                  = "full"
  path                  = "/service/pets/"
  description           = "Changed"
  force_detach_policies = true
  permissions_boundary  = aws_iam_policy.managed.arn
  tags                  = { Team = "birds", Stage = "prod" }
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = ["sts:AssumeRole", "sts:TagSession"]
      Principal = { AWS = aws_iam_role.literal.arn }
    }]
  })
}

resource "aws_iam_role" "literal" {
  name               = "literal"
  description        = "described"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

data "aws_iam_policy_document" "invoke" {
  statement {
    sid       = "Invoke"
    actions   = ["lambda:InvokeFunction", "lambda:GetFunction"]
    resources = ["*"]
    condition {
      test     = "ArnLike"
      variable = "aws:SourceArn"
      values   = ["arn:aws:execute-api:*:*:*/*/GET/*"]
    }
  }
}

data "aws_iam_policy_document" "read" {
  statement {
    actions   = ["apigateway:GET"]
    resources = ["arn:aws:apigateway:*::/*"]
  }
}

resource "aws_iam_role_policy" "inline" {
  name   = "invoke+pets"
  role   = aws_iam_role.full.id
  policy = data.aws_iam_policy_document.read.json
}

resource "aws_iam_policy" "managed" {
  name        = "invoke"
  path        = "/pets/"
  description = "May invoke"
  policy      = data.aws_iam_policy_document.read.json
  tags        = { Stage = "prod" }
}

resource "aws_iam_role_policy_attachment" "managed" {
  role       = aws_iam_role.literal.name
  policy_arn = aws_iam_policy.managed.arn
}

data "aws_iam_role" "full" {
  name = aws_iam_role.full.name

  lifecycle {
    postcondition {
      condition     = self.arn == aws_iam_role.full.arn && self.path == "/service/pets/" && self.max_session_duration == 3600
      error_message = "The data source differs from the resource."
    }
  }
}
