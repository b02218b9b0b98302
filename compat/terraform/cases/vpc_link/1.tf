resource "aws_api_gateway_vpc_link" "this" {
  name        = "pets"
  target_arns = ["arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/net/one/0123456789abcdef"]
}

data "aws_api_gateway_vpc_link" "this" {
  name = aws_api_gateway_vpc_link.this.name

  lifecycle {
    postcondition {
      condition     = self.id == aws_api_gateway_vpc_link.this.id && self.status == "AVAILABLE"
      error_message = "Found another link, or it is not available."
    }
  }
}

resource "aws_api_gateway_rest_api" "this" {
  name = "behind-the-link"
}

resource "aws_api_gateway_method" "this" {
  rest_api_id   = aws_api_gateway_rest_api.this.id
  resource_id   = aws_api_gateway_rest_api.this.root_resource_id
  http_method   = "GET"
  authorization = "NONE"
}

resource "aws_api_gateway_integration" "this" {
  rest_api_id             = aws_api_gateway_rest_api.this.id
  resource_id             = aws_api_gateway_rest_api.this.root_resource_id
  http_method             = aws_api_gateway_method.this.http_method
  type                    = "HTTP_PROXY"
  integration_http_method = "GET"
  uri                     = "http://pets.internal/pets"
  connection_type         = "VPC_LINK"
  connection_id           = aws_api_gateway_vpc_link.this.id
}
