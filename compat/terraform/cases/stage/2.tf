resource "aws_api_gateway_stage" "prod" {
  rest_api_id          = aws_api_gateway_rest_api.api.id
  deployment_id        = aws_api_gateway_deployment.two.id
  stage_name           = "prod"
  description          = "Now described"
  xray_tracing_enabled = true
  variables            = { host = "www.example.com" }
  tags                 = { team = "dogs" }
}

resource "aws_api_gateway_stage" "full" {
  rest_api_id   = aws_api_gateway_rest_api.api.id
  deployment_id = aws_api_gateway_deployment.two.id
  stage_name    = "full-1_0"
  description   = "Another description"
  variables     = { host = "other.example.com", two = "2" }
  tags          = { team = "cats", more = "tags" }
}
