data "aws_caller_identity" "this" {
  lifecycle {
    postcondition {
      condition     = length(self.account_id) == 12 && strcontains(self.arn, self.account_id)
      error_message = "Account ${self.account_id}, ARN ${self.arn}."
    }
  }
}

data "aws_region" "this" {
  lifecycle {
    postcondition {
      condition     = self.name == "us-east-1"
      error_message = "Region ${self.name}."
    }
  }
}

data "aws_partition" "this" {}

data "aws_iam_policy" "by_arn" {
  arn = "arn:${data.aws_partition.this.partition}:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"

  lifecycle {
    postcondition {
      condition     = strcontains(self.policy, "logs:PutLogEvents")
      error_message = "The policy does not allow to write logs."
    }
  }
}

data "aws_iam_policy" "by_name" {
  name = "AmazonAPIGatewayInvokeFullAccess"
}

data "aws_iam_policy_document" "this" {
  statement {
    actions   = ["execute-api:Invoke"]
    resources = ["arn:${data.aws_partition.this.partition}:execute-api:${data.aws_region.this.name}:${data.aws_caller_identity.this.account_id}:*"]
  }
}

resource "aws_iam_policy" "this" {
  name   = "invoke-own"
  policy = data.aws_iam_policy_document.this.json
}

data "aws_iam_session_context" "this" {
  arn = data.aws_caller_identity.this.arn
}

output "policies" {
  value = [data.aws_iam_policy.by_arn.policy_id, data.aws_iam_policy.by_name.arn]
}
