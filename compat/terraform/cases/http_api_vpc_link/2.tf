resource "aws_apigatewayv2_vpc_link" "this" {
  name               = "pets, renamed"
  security_group_ids = []
  subnet_ids         = ["subnet-0a", "subnet-0b"]
  tags               = { Team = "pets" }
}

resource "aws_apigatewayv2_integration" "balanced" {
  api_id             = aws_apigatewayv2_api.api.id
  integration_type   = "HTTP_PROXY"
  integration_method = "GET"
  connection_type    = "VPC_LINK"
  connection_id      = aws_apigatewayv2_vpc_link.this.id
  integration_uri    = "arn:aws:elasticloadbalancing:us-east-1:123456789012:listener/app/pets/0123456789abcdef/0123456789abcdef"
  request_parameters = { "overwrite:path" = "$request.path" }

  tls_config {
    server_name_to_verify = "pets.example.com"
  }
}
