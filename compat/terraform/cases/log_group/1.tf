resource "aws_cloudwatch_log_group" "plain" {
  name = "/pets/access"
}

resource "aws_cloudwatch_log_group" "full" {
  name              = "pets.full-1"
  retention_in_days = 14
  log_group_class   = "STANDARD"
  tags              = { Team = "pets" }
}

resource "aws_cloudwatch_log_group" "prefixed" {
  name_prefix       = "pets-"
  log_group_class   = "INFREQUENT_ACCESS"
  retention_in_days = 1
}

resource "aws_cloudwatch_log_stream" "one" {
  name           = "one"
  log_group_name = aws_cloudwatch_log_group.plain.name
}
