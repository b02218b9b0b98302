resource "aws_api_gateway_rest_api" "moving" {
  name = "moving"
  endpoint_configuration {
    types           = ["EDGE"]
    ip_address_type = "ipv4"
  }
}
