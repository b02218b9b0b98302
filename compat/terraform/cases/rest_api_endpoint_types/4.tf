resource "aws_api_gateway_rest_api" "moving" {
  name = "moving"
  endpoint_configuration {
    types            = ["PRIVATE"]
    vpc_endpoint_ids = ["vpce-0123456789abcdef1", "vpce-0123456789abcdef2"]
  }
}
