resource "aws_api_gateway_client_certificate" "certificate" {
  count = 2
}

resource "aws_api_gateway_documentation_part" "api" {
  rest_api_id = aws_api_gateway_rest_api.api.id
  location {
    type = "API"
  }
  properties = jsonencode({ description = "Pets" })
}

resource "aws_api_gateway_documentation_version" "version" {
  for_each    = toset(["1", "2"])
  depends_on  = [aws_api_gateway_documentation_part.api]
  rest_api_id = aws_api_gateway_rest_api.api.id
  version     = each.key
}

resource "aws_api_gateway_stage" "prod" {
  rest_api_id           = aws_api_gateway_rest_api.api.id
  deployment_id         = aws_api_gateway_deployment.one.id
  stage_name            = "prod"
  documentation_version = aws_api_gateway_documentation_version.version["1"].version
  client_certificate_id = aws_api_gateway_client_certificate.certificate[0].id
}
