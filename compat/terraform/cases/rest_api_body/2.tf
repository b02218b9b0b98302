resource "aws_api_gateway_rest_api" "pets" {
  name        = "pets"
  description = "The arguments win over the document"
  body        = file("${path.module}/pets-2.json")
  tags        = { team = "pets" }

  binary_media_types           = ["image/png"]
  minimum_compression_size     = "10"
  api_key_source               = "HEADER"
  disable_execute_api_endpoint = true

  endpoint_configuration {
    types = ["REGIONAL"]
  }
}
