# The load balancers belong to a service that the gateway refuses: their ARNs are enough for a VPC link.
resource "aws_api_gateway_vpc_link" "link" {
  count       = 2
  name        = "link-${count.index}"
  target_arns = ["arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/net/lb-${count.index}/0123456789abcde${count.index}"]
}

resource "aws_api_gateway_rest_api" "api" {
  name = "vpc link"
}

resource "aws_api_gateway_method" "get" {
  rest_api_id   = aws_api_gateway_rest_api.api.id
  resource_id   = aws_api_gateway_rest_api.api.root_resource_id
  http_method   = "GET"
  authorization = "NONE"
}
