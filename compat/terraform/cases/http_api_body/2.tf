resource "aws_apigatewayv2_api" "api" {
  name             = "http-api-body"
  protocol_type    = "HTTP"
  version          = "v2"
  description      = "Document 2"
  fail_on_warnings = true
  body             = file("${path.module}/openapi-2.json")

  cors_configuration {
    allow_origins = ["https://www.example.com"]
    allow_methods = ["GET"]
    max_age       = 120
  }

  tags = { Team = "pets" }
}

resource "aws_apigatewayv2_stage" "prod" {
  api_id      = aws_apigatewayv2_api.api.id
  name        = "prod"
  auto_deploy = true
}

data "aws_apigatewayv2_export" "draft" {
  api_id        = aws_apigatewayv2_api.api.id
  specification = "OAS30"
  output_type   = "JSON"
}

data "aws_apigatewayv2_export" "stage" {
  api_id             = aws_apigatewayv2_api.api.id
  specification      = "OAS30"
  output_type        = "YAML"
  export_version     = "1.0"
  include_extensions = true
  stage_name         = aws_apigatewayv2_stage.prod.name
}

locals {
  draft = jsondecode(data.aws_apigatewayv2_export.draft.body)
  stage = yamldecode(data.aws_apigatewayv2_export.stage.body)
  right = [
    startswith(local.draft.openapi, "3.0"),
    local.draft.info.title == "http-api-body",
    local.draft.paths["/pets/{petId}"].get["x-amazon-apigateway-integration"].uri == "http://127.0.0.1:9/2/{petId}",
    startswith(local.stage.openapi, "3.0"),
    contains(keys(local.stage.paths), "/toys2"),
    !contains(keys(local.stage.paths), "/toys1"),
    local.stage["x-amazon-apigateway-cors"].maxAge == 120,
  ]
}

output "all_right" {
  value = local.right
  precondition {
    condition     = alltrue(local.right)
    error_message = "Something exported differs: ${jsonencode(local.right)}"
  }
}
