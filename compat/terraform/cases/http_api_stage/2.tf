resource "aws_apigatewayv2_deployment" "one" {
  api_id      = aws_apigatewayv2_api.api.id
  description = "The first"
  depends_on  = [aws_apigatewayv2_route.get]
}

resource "aws_apigatewayv2_deployment" "two" {
  api_id      = aws_apigatewayv2_api.api.id
  description = "The second"
  triggers    = { redeployment = "2" }
  depends_on  = [aws_apigatewayv2_route.get]

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_apigatewayv2_stage" "bare" {
  api_id      = aws_apigatewayv2_api.api.id
  name        = "bare"
  description = "No longer"
  auto_deploy = true
}

resource "aws_apigatewayv2_stage" "prod" {
  api_id        = aws_apigatewayv2_api.api.id
  name          = "prod"
  deployment_id = aws_apigatewayv2_deployment.two.id
  description   = "For everybody"

  stage_variables = {
    host  = "www.example.com"
    alias = "one"
  }

  access_log_settings {
    destination_arn = aws_cloudwatch_log_group.access[0].arn
    format          = jsonencode({ requestId = "$context.requestId", ip = "$context.identity.sourceIp" })
  }

  default_route_settings {
    detailed_metrics_enabled = true
    throttling_burst_limit   = 100
    throttling_rate_limit    = 50.5
  }

  route_settings {
    route_key              = "GET /a"
    throttling_burst_limit = 0
    throttling_rate_limit  = 0
  }

  route_settings {
    route_key                = "GET /b/{proxy+}"
    detailed_metrics_enabled = true
    throttling_burst_limit   = 7
    throttling_rate_limit    = 8
  }

  tags = { Team = "pets" }
}

resource "aws_apigatewayv2_stage" "default" {
  api_id      = aws_apigatewayv2_api.api.id
  name        = "$default"
  auto_deploy = true
  tags        = { Team = "pets" }

  route_settings {
    route_key              = "$default"
    throttling_burst_limit = 9
    throttling_rate_limit  = 9
  }
}
