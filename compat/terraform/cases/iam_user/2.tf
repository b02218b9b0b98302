resource "aws_iam_user" "caller" {
  name          = "renamed"
  path          = "/"
  force_destroy = true
  tags          = { Team = "pets" }

  permissions_boundary = "arn:aws:iam::aws:policy/AdministratorAccess"
}

resource "aws_iam_access_key" "caller" {
  user   = aws_iam_user.caller.name
  status = "Inactive"
}

resource "aws_iam_group" "clients" {
  name = "customers"
  path = "/"
}

resource "aws_iam_group" "other" {
  name = "other"
}

resource "aws_iam_user_group_membership" "caller" {
  user   = aws_iam_user.caller.name
  groups = [aws_iam_group.clients.name, aws_iam_group.other.name]
}

data "aws_iam_policy_document" "invoke" {
  statement {
    actions   = ["execute-api:Invoke", "execute-api:ManageConnections"]
    resources = ["arn:aws:execute-api:us-east-1:*:*"]
  }
}

resource "aws_iam_user_policy" "caller" {
  name   = "invoke"
  user   = aws_iam_user.caller.name
  policy = data.aws_iam_policy_document.invoke.json
}

resource "aws_iam_group_policy" "clients" {
  name   = "invoke"
  group  = aws_iam_group.clients.name
  policy = data.aws_iam_policy_document.invoke.json
}

data "aws_iam_user" "caller" {
  user_name = aws_iam_user.caller.name

  lifecycle {
    postcondition {
      condition     = self.arn == aws_iam_user.caller.arn
      error_message = "The data source differs from the resource."
    }
  }
}
