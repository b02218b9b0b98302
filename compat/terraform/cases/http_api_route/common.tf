resource "aws_apigatewayv2_api" "api" {
  name          = "http-api-route"
  protocol_type = "HTTP"
}

resource "aws_apigatewayv2_integration" "backend" {
  count              = 2
  api_id             = aws_apigatewayv2_api.api.id
  integration_type   = "HTTP_PROXY"
  integration_method = "ANY"
  integration_uri    = "http://127.0.0.1:9/${count.index}"
}

resource "aws_apigatewayv2_stage" "prod" {
  api_id      = aws_apigatewayv2_api.api.id
  name        = "prod"
  auto_deploy = true
}

# Terraform makes them in parallel, and every one of them deploys.
resource "aws_apigatewayv2_route" "many" {
  count     = 20
  api_id    = aws_apigatewayv2_api.api.id
  route_key = "GET /many/${count.index}"
  target    = "integrations/${aws_apigatewayv2_integration.backend[0].id}"
}
