resource "aws_api_gateway_stage" "prod" {
  rest_api_id   = aws_api_gateway_rest_api.api.id
  deployment_id = aws_api_gateway_deployment.two.id
  stage_name    = "prod"
  variables     = { host = "www.example.com", one = "1" }
}

resource "aws_api_gateway_stage" "later" {
  rest_api_id   = aws_api_gateway_rest_api.api.id
  deployment_id = aws_api_gateway_deployment.one.id
  stage_name    = "later"

  canary_settings {
    deployment_id = aws_api_gateway_deployment.two.id
  }
}
