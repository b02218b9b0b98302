resource "aws_api_gateway_rest_api" "plain" {
  name                         = "plain, renamed"
  description                  = "With everything a REST API has"
  api_key_source               = "AUTHORIZER"
  binary_media_types           = ["image/png", "application/octet-stream"]
  minimum_compression_size     = "1024"
  disable_execute_api_endpoint = true

  endpoint_configuration {
    types = ["REGIONAL"]
  }

  tags = {
    team  = "pets"
    stage = "development"
  }
}
