# Other networks are another link.
resource "aws_apigatewayv2_vpc_link" "this" {
  name               = "pets, renamed"
  security_group_ids = ["sg-0a"]
  subnet_ids         = ["subnet-0c"]
  tags               = { Stage = "prod" }

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_apigatewayv2_integration" "balanced" {
  api_id             = aws_apigatewayv2_api.api.id
  integration_type   = "HTTP_PROXY"
  integration_method = "GET"
  connection_type    = "VPC_LINK"
  connection_id      = aws_apigatewayv2_vpc_link.this.id
  integration_uri    = "arn:aws:servicediscovery:us-east-1:123456789012:service/srv-0123456789abcdef?stage=prod"
}
