resource "aws_api_gateway_api_key" "plain" {
  name = "plain"
}

resource "aws_api_gateway_api_key" "full" {
  name        = "full"
  description = "A key with everything"
  enabled     = false
  value       = "a-value-that-is-long-enough-0001"
  customer_id = "customer-1"
  tags = {
    Team = "pets"
    Cost = "4711"
  }
}

resource "aws_api_gateway_api_key" "bare" {
  name        = "bare"
  description = ""
}
