resource "aws_api_gateway_api_key" "plain" {
  name        = "plain"
  description = "Now with a description: ümläut & <tag> \"quoted\""
  customer_id = "customer-9"
}

resource "aws_api_gateway_api_key" "full" {
  name        = "full"
  description = "Changed"
  enabled     = true
  value       = "a-value-that-is-long-enough-0001"
  customer_id = "customer-2"
  tags = {
    Team  = "birds"
    Stage = "prod"
  }
}

resource "aws_api_gateway_api_key" "bare" {
  name        = "bare"
  description = "filled"
}
