resource "aws_api_gateway_stage" "prod" {
  rest_api_id   = aws_api_gateway_rest_api.api.id
  deployment_id = aws_api_gateway_deployment.one.id
  stage_name    = "prod"
  variables     = { host = "www.example.com", one = "1" }

  canary_settings {
    deployment_id            = aws_api_gateway_deployment.two.id
    percent_traffic          = 33.33
    stage_variable_overrides = { one = "3" }
    use_stage_cache          = true
  }
}

resource "aws_api_gateway_stage" "later" {
  rest_api_id   = aws_api_gateway_rest_api.api.id
  deployment_id = aws_api_gateway_deployment.one.id
  stage_name    = "later"
}
