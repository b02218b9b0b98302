resource "aws_apigatewayv2_deployment" "two" {
  api_id      = aws_apigatewayv2_api.api.id
  description = "The second, again"
  triggers    = { redeployment = "3" }
  depends_on  = [aws_apigatewayv2_route.get]

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_apigatewayv2_stage" "bare" {
  api_id      = aws_apigatewayv2_api.api.id
  name        = "bare"
  auto_deploy = false
}

resource "aws_apigatewayv2_stage" "prod" {
  api_id        = aws_apigatewayv2_api.api.id
  name          = "prod"
  deployment_id = aws_apigatewayv2_deployment.two.id

  stage_variables = {
    alias = "two"
    more  = "https://www.example.com/?a=b"
  }

  access_log_settings {
    destination_arn = aws_cloudwatch_log_group.access[1].arn
    format          = "$context.identity.sourceIp - - [$context.requestTime] \"$context.httpMethod $context.routeKey $context.protocol\" $context.status $context.responseLength $context.requestId"
  }

  default_route_settings {
    throttling_burst_limit = 10
    throttling_rate_limit  = 5
  }

  route_settings {
    route_key              = "GET /b/{proxy+}"
    throttling_burst_limit = 1
    throttling_rate_limit  = 2
  }

  tags = { Stage = "prod" }
}

resource "aws_apigatewayv2_stage" "default" {
  api_id      = aws_apigatewayv2_api.api.id
  name        = "$default"
  auto_deploy = true
}
