locals {
  answer = "one"
}

resource "aws_api_gateway_deployment" "now" {
  rest_api_id = aws_api_gateway_rest_api.api.id
  description = "First"
  triggers    = { redeployment = sha1(aws_api_gateway_integration_response.ok.response_templates["application/json"]) }
  lifecycle {
    create_before_destroy = true
  }
}
