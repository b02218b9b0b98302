resource "aws_api_gateway_rest_api" "api" {
  name = "exported"
  body = file("${path.module}/openapi.json")
}

resource "aws_api_gateway_deployment" "now" {
  rest_api_id = aws_api_gateway_rest_api.api.id
  triggers    = { body = sha1(aws_api_gateway_rest_api.api.body) }
}

resource "aws_api_gateway_stage" "prod" {
  rest_api_id   = aws_api_gateway_rest_api.api.id
  deployment_id = aws_api_gateway_deployment.now.id
  stage_name    = "prod"
}

data "aws_api_gateway_export" "each" {
  for_each    = { swagger = "application/json", oas30 = "application/yaml" }
  rest_api_id = aws_api_gateway_stage.prod.rest_api_id
  stage_name  = aws_api_gateway_stage.prod.stage_name
  export_type = each.key
  accepts     = each.value
  parameters  = { extensions = "integrations" }
}

data "aws_api_gateway_sdk" "each" {
  for_each    = { javascript = {}, java = { groupId = "com.example", artifactId = "pets", artifactVersion = "1.0", serviceName = "Pets", javaPackageName = "com.example.pets" } }
  rest_api_id = aws_api_gateway_stage.prod.rest_api_id
  stage_name  = aws_api_gateway_stage.prod.stage_name
  sdk_type    = each.key
  parameters  = each.value
}

locals {
  swagger = jsondecode(data.aws_api_gateway_export.each["swagger"].body)
  oas30   = yamldecode(data.aws_api_gateway_export.each["oas30"].body)
  right = [
    local.swagger.swagger == "2.0",
    local.swagger.basePath == "/prod",
    local.swagger.paths["/pets/{petId}"].get["x-amazon-apigateway-integration"].type == "mock",
    startswith(local.oas30.openapi, "3.0"),
    local.oas30.paths["/pets/{petId}"].get.parameters[0].name == "petId",
    data.aws_api_gateway_export.each["swagger"].content_type == "application/octet-stream",
    strcontains(data.aws_api_gateway_export.each["swagger"].content_disposition, "attachment"),
    length(data.aws_api_gateway_sdk.each["javascript"].body) > 1000,
    length(data.aws_api_gateway_sdk.each["java"].body) > 1000,
    strcontains(data.aws_api_gateway_sdk.each["javascript"].content_disposition, ".zip"),
    data.aws_api_gateway_sdk.each["java"].content_type == "application/octet-stream",
  ]
}

output "all_right" {
  value = local.right
  precondition {
    condition     = alltrue(local.right)
    error_message = "Something exported differs: ${jsonencode(local.right)}"
  }
}
