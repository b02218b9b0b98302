resource "aws_api_gateway_stage" "prod" {
  rest_api_id   = aws_api_gateway_rest_api.api.id
  deployment_id = aws_api_gateway_deployment.one.id
  stage_name    = "prod"
  variables     = { host = "www.example.com", one = "1" }

  canary_settings {
    deployment_id            = aws_api_gateway_deployment.two.id
    percent_traffic          = 66.66
    stage_variable_overrides = { four = "5", one = "4" }
    use_stage_cache          = false
  }
}

resource "aws_api_gateway_stage" "later" {
  rest_api_id   = aws_api_gateway_rest_api.api.id
  deployment_id = aws_api_gateway_deployment.one.id
  stage_name    = "later"

  canary_settings {
    deployment_id            = aws_api_gateway_deployment.two.id
    percent_traffic          = 10
    stage_variable_overrides = { one = "3" }
  }
}
