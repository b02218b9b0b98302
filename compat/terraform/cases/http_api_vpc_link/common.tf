resource "aws_apigatewayv2_api" "api" {
  name          = "http-api-vpc-link"
  protocol_type = "HTTP"
}

data "aws_apigatewayv2_vpc_link" "this" {
  vpc_link_id = aws_apigatewayv2_vpc_link.this.id

  lifecycle {
    postcondition {
      condition     = self.name == aws_apigatewayv2_vpc_link.this.name && self.arn == aws_apigatewayv2_vpc_link.this.arn && self.subnet_ids == aws_apigatewayv2_vpc_link.this.subnet_ids && self.tags == aws_apigatewayv2_vpc_link.this.tags_all
      error_message = "The data source differs from the resource."
    }
  }
}

resource "aws_apigatewayv2_route" "default" {
  api_id    = aws_apigatewayv2_api.api.id
  route_key = "$default"
  target    = "integrations/${aws_apigatewayv2_integration.balanced.id}"
}

resource "aws_apigatewayv2_stage" "prod" {
  api_id      = aws_apigatewayv2_api.api.id
  name        = "prod"
  auto_deploy = true
}
