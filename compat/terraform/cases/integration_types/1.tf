resource "aws_api_gateway_integration" "mock" {
  rest_api_id       = local.api
  resource_id       = aws_api_gateway_method.get["mock"].resource_id
  http_method       = "GET"
  type              = "MOCK"
  request_templates = { "application/json" = jsonencode({ statusCode = 200 }) }
}

resource "aws_api_gateway_integration" "http" {
  rest_api_id             = local.api
  resource_id             = aws_api_gateway_method.get["http"].resource_id
  http_method             = "GET"
  type                    = "HTTP"
  integration_http_method = "POST"
  uri                     = "https://www.example.com"
  request_templates       = { "application/json" = "", "application/xml" = "#set($inputRoot = $input.path('$'))\n{ }" }
  request_parameters      = { "integration.request.header.X-Authorization" = "'static'", "integration.request.header.X-Foo" = "'Bar'" }
  passthrough_behavior    = "WHEN_NO_MATCH"
  content_handling        = "CONVERT_TO_TEXT"
  timeout_milliseconds    = 50
}

resource "aws_api_gateway_integration" "http_proxy" {
  rest_api_id             = local.api
  resource_id             = aws_api_gateway_method.get["http_proxy"].resource_id
  http_method             = "GET"
  type                    = "HTTP_PROXY"
  integration_http_method = "ANY"
  uri                     = "http://backend.example.com/"
  tls_config {
    insecure_skip_verification = true
  }
}

resource "aws_api_gateway_integration" "aws" {
  rest_api_id             = local.api
  resource_id             = aws_api_gateway_method.get["aws"].resource_id
  http_method             = "GET"
  type                    = "AWS"
  integration_http_method = "POST"
  uri                     = "${local.lambda}:one/invocations"
  passthrough_behavior    = "WHEN_NO_TEMPLATES"
  request_templates       = { "application/json" = "{\"body\": $input.json('$')}" }
}

resource "aws_api_gateway_integration" "aws_proxy" {
  rest_api_id             = local.api
  resource_id             = aws_api_gateway_method.get["aws_proxy"].resource_id
  http_method             = "GET"
  type                    = "AWS_PROXY"
  integration_http_method = "POST"
  uri                     = "${local.lambda}:one/invocations"
}

resource "aws_api_gateway_integration" "service" {
  rest_api_id             = local.api
  resource_id             = aws_api_gateway_method.get["service"].resource_id
  http_method             = "GET"
  type                    = "AWS"
  integration_http_method = "POST"
  uri                     = "arn:aws:apigateway:us-east-1:sqs:path/123456789012/queue"
  credentials             = "arn:aws:iam::123456789012:role/queue"
  passthrough_behavior    = "NEVER"
  request_parameters      = { "integration.request.header.Content-Type" = "'application/x-www-form-urlencoded'" }
  request_templates       = { "application/json" = "Action=SendMessage&MessageBody=$input.body" }
}
