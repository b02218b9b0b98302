# A draft changes and no trigger: the stage goes on with what was deployed.
locals {
  answer = "three"
}

resource "aws_api_gateway_deployment" "now" {
  rest_api_id = aws_api_gateway_rest_api.api.id
  description = "Second, described anew"
  triggers    = { redeployment = sha1("two") }
  lifecycle {
    create_before_destroy = true
  }
}
