resource "aws_api_gateway_rest_api" "compressed" {
  name                     = "compressed"
  minimum_compression_size = "0"
}
