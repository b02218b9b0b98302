resource "aws_apigatewayv2_api" "made" {
  count         = 30
  name          = "http-api-data-sources-${count.index % 2}"
  description   = "To be found"
  version       = "v${count.index}"
  protocol_type = "HTTP"
  tags          = { Number = tostring(count.index), Case = "http_api_data_sources" }

  cors_configuration {
    allow_origins = ["https://www.example.com"]
    allow_methods = ["GET", "POST"]
    max_age       = 300
  }
}

data "aws_apigatewayv2_api" "read" {
  api_id = aws_apigatewayv2_api.made[3].id
}

# More than a page of them.
data "aws_apigatewayv2_apis" "all" {
  protocol_type = "HTTP"
  tags          = { Case = "http_api_data_sources" }
}

data "aws_apigatewayv2_apis" "named" {
  name = "http-api-data-sources-1"
}

data "aws_apigatewayv2_apis" "tagged" {
  tags = { Number = "7", Case = "http_api_data_sources" }
}

data "aws_apigatewayv2_apis" "none" {
  name          = "http-api-data-sources-1"
  protocol_type = "WEBSOCKET"
}

data "aws_caller_identity" "me" {}

locals {
  read = data.aws_apigatewayv2_api.read
  made = aws_apigatewayv2_api.made
  same = [
    local.read.name == local.made[3].name,
    local.read.arn == local.made[3].arn,
    local.read.arn == "arn:aws:apigateway:us-east-1::/apis/${local.made[3].id}",
    local.read.api_endpoint == local.made[3].api_endpoint,
    local.read.api_key_selection_expression == "$request.header.x-api-key",
    local.read.route_selection_expression == "$request.method $request.path",
    local.read.description == "To be found",
    local.read.version == "v3",
    local.read.protocol_type == "HTTP",
    local.read.disable_execute_api_endpoint == false,
    local.read.execution_arn == "arn:aws:execute-api:us-east-1:${data.aws_caller_identity.me.account_id}:${local.made[3].id}",
    local.read.cors_configuration[0].max_age == 300,
    local.read.cors_configuration[0].allow_methods == toset(["GET", "POST"]),
    local.read.tags == tomap({ Number = "3", Case = "http_api_data_sources" }),
    data.aws_apigatewayv2_apis.all.ids == toset(local.made[*].id),
    data.aws_apigatewayv2_apis.named.ids == toset([for number in range(1, 30, 2) : local.made[number].id]),
    data.aws_apigatewayv2_apis.tagged.ids == toset([local.made[7].id]),
    length(data.aws_apigatewayv2_apis.none.ids) == 0,
  ]
}

output "all_same" {
  value = local.same
  precondition {
    condition     = alltrue(local.same)
    error_message = "A data source differs: ${jsonencode(local.same)}"
  }
}
