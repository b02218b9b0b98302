resource "aws_apigatewayv2_stage" "prod" {
  api_id        = aws_apigatewayv2_api.api.id
  name          = "prod"
  deployment_id = aws_apigatewayv2_deployment.one.id
  description   = "Test stage updated"

  default_route_settings {
    logging_level          = "OFF"
    throttling_burst_limit = 1111
    throttling_rate_limit  = 9999
  }

  route_settings {
    route_key              = "$default"
    throttling_burst_limit = 1111
    throttling_rate_limit  = 9999
  }

  route_settings {
    route_key = "$disconnect"
  }

  stage_variables = {
    Var1 = "Value1, changed"
    Var3 = "Value3"
  }

  tags = {
    two = "2"
  }
}
