resource "aws_api_gateway_rest_api" "moving" {
  name = "moving"
  endpoint_configuration {
    types           = ["REGIONAL"]
    ip_address_type = "dualstack"
  }
}
