resource "aws_apigatewayv2_deployment" "two" {
  api_id   = aws_apigatewayv2_api.api.id
  triggers = { redeployment = "3" }

  depends_on = [aws_apigatewayv2_route.get]

  lifecycle {
    create_before_destroy = true
  }
}

# To be imported: why to deploy anew is known to the configuration alone, and changes of that replace a deployment.
resource "aws_apigatewayv2_deployment" "three" {
  api_id      = aws_apigatewayv2_api.api.id
  description = "The third"
  depends_on  = [aws_apigatewayv2_route.get]
}

resource "aws_apigatewayv2_stage" "prod" {
  api_id        = aws_apigatewayv2_api.api.id
  name          = "prod"
  deployment_id = aws_apigatewayv2_deployment.two.id

  default_route_settings {
    throttling_burst_limit = 10
    throttling_rate_limit  = 5
  }
}

resource "aws_apigatewayv2_stage" "default" {
  api_id      = aws_apigatewayv2_api.api.id
  name        = "$default"
  auto_deploy = true
}
