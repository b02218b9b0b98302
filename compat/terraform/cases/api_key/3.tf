resource "aws_api_gateway_api_key" "plain" {
  name = "plain"
}

resource "aws_api_gateway_api_key" "full" {
  name        = "renamed"
  description = ""
  value       = "another-value-that-is-long-enough"
}

resource "aws_api_gateway_api_key" "bare" {
  name        = "bare"
  description = ""
}
