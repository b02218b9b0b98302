resource "aws_api_gateway_stage" "prod" {
  rest_api_id           = aws_api_gateway_rest_api.api.id
  deployment_id         = aws_api_gateway_deployment.one.id
  stage_name            = "prod"
  cache_cluster_enabled = true
  cache_cluster_size    = "0.5"
}

resource "aws_api_gateway_stage" "sized" {
  rest_api_id        = aws_api_gateway_rest_api.api.id
  deployment_id      = aws_api_gateway_deployment.one.id
  stage_name         = "sized"
  cache_cluster_size = "1.6"
}
