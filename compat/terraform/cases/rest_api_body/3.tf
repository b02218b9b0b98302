resource "aws_api_gateway_rest_api" "pets" {
  name                         = "pets"
  description                  = "And again"
  body                         = file("${path.module}/pets-1.yaml")
  disable_execute_api_endpoint = false
  # Given back: without the argument the provider would send the size of the step before again.
  minimum_compression_size = "-1"

  endpoint_configuration {
    types = ["REGIONAL"]
  }
}

resource "aws_api_gateway_deployment" "pets" {
  rest_api_id = aws_api_gateway_rest_api.pets.id
  triggers    = { body = sha1(aws_api_gateway_rest_api.pets.body) }
}

resource "aws_api_gateway_stage" "prod" {
  rest_api_id   = aws_api_gateway_rest_api.pets.id
  deployment_id = aws_api_gateway_deployment.pets.id
  stage_name    = "prod"
}
