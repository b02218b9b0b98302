resource "aws_api_gateway_stage" "prod" {
  rest_api_id   = aws_api_gateway_rest_api.api.id
  deployment_id = aws_api_gateway_deployment.one.id
  stage_name    = "prod"
}

resource "aws_api_gateway_stage" "full" {
  rest_api_id          = aws_api_gateway_rest_api.api.id
  deployment_id        = aws_api_gateway_deployment.one.id
  stage_name           = "full-1_0"
  description          = "A stage"
  xray_tracing_enabled = true
  variables            = { host = "www.example.com", one = "1", blank = "a b", signs = "-._:/?&=," }
  tags                 = { team = "pets", "a key" = "a value" }
}
