# Without the argument the policy stays: the provider computes it.
resource "aws_api_gateway_rest_api" "guarded" {
  name = "guarded"
}
