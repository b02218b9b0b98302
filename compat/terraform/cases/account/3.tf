resource "aws_api_gateway_account" "this" {
  reset_on_delete = true
}
