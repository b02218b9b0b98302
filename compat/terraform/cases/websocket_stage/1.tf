resource "aws_apigatewayv2_stage" "prod" {
  api_id                = aws_apigatewayv2_api.api.id
  name                  = "prod"
  deployment_id         = aws_apigatewayv2_deployment.one.id
  client_certificate_id = aws_api_gateway_client_certificate.certificate.id
  description           = "Test stage"

  default_route_settings {
    detailed_metrics_enabled = true
    throttling_burst_limit   = 2222
    throttling_rate_limit    = 8888
  }

  route_settings {
    route_key = "$default"
  }

  route_settings {
    route_key                = "$connect"
    detailed_metrics_enabled = true
    throttling_burst_limit   = 2222
    throttling_rate_limit    = 8888
  }

  stage_variables = {
    Var1 = "Value1"
    Var2 = "Value2"
  }

  tags = {
    one = "1"
  }
}

# Keys of a plan are asked for where the handshake asks for them.
resource "aws_api_gateway_usage_plan" "plan" {
  name = "websocket-stage"

  api_stages {
    api_id = aws_apigatewayv2_api.api.id
    stage  = aws_apigatewayv2_stage.prod.name
  }
}
