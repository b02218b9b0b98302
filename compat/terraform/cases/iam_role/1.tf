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
  description           = "Invokes functions: \"+\" & blanks"
  max_session_duration  = 7200
  force_detach_policies = true
  permissions_boundary  = "arn:aws:iam::aws:policy/AdministratorAccess"
  assume_role_policy    = data.aws_iam_policy_document.trust.json
  tags                  = { Team = "pets" }
}

resource "aws_iam_role" "literal" {
  name               = "literal"
  assume_role_policy = <<-JSON
    {
      "Version": "2012-10-17",
      "Statement": [
        {
          "Action": "sts:AssumeRole",
          "Principal": { "Service": "apigateway.amazonaws.com" },
          "Effect": "Allow",
          "Sid": "",
          "Condition": { "StringEquals": { "aws:SourceAccount": ["111122223333"] } }
        }
      ]
    }
  JSON
}

data "aws_iam_policy_document" "invoke" {
  statement {
    sid       = "Invoke"
    actions   = ["lambda:InvokeFunction"]
    resources = ["arn:aws:lambda:*:*:function:pets-*"]
  }
}

resource "aws_iam_role_policy" "inline" {
  name   = "invoke+pets"
  role   = aws_iam_role.full.id
  policy = data.aws_iam_policy_document.invoke.json
}

resource "aws_iam_policy" "managed" {
  name        = "invoke"
  path        = "/pets/"
  description = "May invoke"
  policy      = data.aws_iam_policy_document.invoke.json
  tags        = { Team = "pets" }
}

resource "aws_iam_role_policy_attachment" "managed" {
  role       = aws_iam_role.full.name
  policy_arn = aws_iam_policy.managed.arn
}

resource "aws_iam_role_policy_attachment" "aws" {
  for_each   = toset(["AmazonAPIGatewayPushToCloudWatchLogs", "AWSLambdaBasicExecutionRole"])
  role       = aws_iam_role.literal.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/${each.key}"
}
