resource "aws_api_gateway_rest_api" "plain" {
  name                         = "plain, renamed"
  description                  = "With less of it"
  api_key_source               = "HEADER"
  binary_media_types           = ["application/octet-stream", "image/jpeg", "multipart/form-data"]
  minimum_compression_size     = "0"
  disable_execute_api_endpoint = false

  endpoint_configuration {
    types = ["EDGE"]
  }

  tags = {
    team = "dogs"
  }
}
