resource "aws_cloudwatch_log_group" "plain" {
  name              = "/pets/access"
  retention_in_days = 3653
  tags              = { Team = "pets" }
}

resource "aws_cloudwatch_log_group" "full" {
  name = "pets.full-1"
  tags = { Team = "birds", Stage = "prod" }
}

resource "aws_cloudwatch_log_group" "prefixed" {
  name_prefix       = "pets-"
  log_group_class   = "INFREQUENT_ACCESS"
  retention_in_days = 7
}

resource "aws_cloudwatch_log_stream" "one" {
  name           = "other"
  log_group_name = aws_cloudwatch_log_group.plain.name
}

data "aws_cloudwatch_log_group" "plain" {
  name = aws_cloudwatch_log_group.plain.name

  lifecycle {
    postcondition {
      condition     = self.arn == aws_cloudwatch_log_group.plain.arn && self.retention_in_days == 3653 && self.tags.Team == "pets"
      error_message = "The data source differs from the resource."
    }
  }
}

data "aws_cloudwatch_log_groups" "pets" {
  log_group_name_prefix = "/pets/"
  depends_on            = [aws_cloudwatch_log_group.plain]

  lifecycle {
    postcondition {
      condition     = self.arns == toset([aws_cloudwatch_log_group.plain.arn])
      error_message = "The data source differs from the resource."
    }
  }
}
