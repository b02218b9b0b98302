resource "aws_api_gateway_deployment" "now" {
  depends_on        = [aws_api_gateway_integration.get]
  rest_api_id       = aws_api_gateway_rest_api.api.id
  stage_name        = "test"
  description       = "A deployment, described anew"
  stage_description = "A stage"
  variables         = { a = "3" }
  lifecycle {
    create_before_destroy = true
  }
}
