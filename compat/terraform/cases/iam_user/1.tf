resource "aws_iam_user" "caller" {
  name = "caller"
  path = "/clients/"
  tags = { Team = "pets" }
}

resource "aws_iam_access_key" "caller" {
  user = aws_iam_user.caller.name
}

resource "aws_iam_group" "clients" {
  name = "clients"
  path = "/clients/"
}

resource "aws_iam_user_group_membership" "caller" {
  user   = aws_iam_user.caller.name
  groups = [aws_iam_group.clients.name]
}

data "aws_iam_policy_document" "invoke" {
  statement {
    actions   = ["execute-api:Invoke"]
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

resource "aws_iam_user_policy_attachment" "caller" {
  user       = aws_iam_user.caller.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonAPIGatewayInvokeFullAccess"
}

resource "aws_iam_group_policy_attachment" "clients" {
  group      = aws_iam_group.clients.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonAPIGatewayAdministrator"
}
