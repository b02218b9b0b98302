resource "aws_api_gateway_integration" "mock" {
  rest_api_id          = local.api
  resource_id          = aws_api_gateway_method.get["mock"].resource_id
  http_method          = "GET"
  type                 = "MOCK"
  request_templates    = { "application/json" = jsonencode({ statusCode = 204 }), "text/plain" = "{\"statusCode\": 205}" }
  timeout_milliseconds = 1000
}

resource "aws_api_gateway_integration" "http" {
  rest_api_id             = local.api
  resource_id             = aws_api_gateway_method.get["http"].resource_id
  http_method             = "GET"
  type                    = "HTTP"
  integration_http_method = "POST"
  uri                     = "https://www.example.de/{id}"
  request_templates       = { "application/json" = "{\"foobar\": \"bar\"}", "text/html" = "<html>Foo</html>" }
  request_parameters      = { "integration.request.header.X-Authorization" = "'updated'", "integration.request.header.X-FooBar" = "'Baz'" }
  passthrough_behavior    = "WHEN_NO_MATCH"
  content_handling        = "CONVERT_TO_BINARY"
  timeout_milliseconds    = 29000
}

resource "aws_api_gateway_integration" "http_proxy" {
  rest_api_id             = local.api
  resource_id             = aws_api_gateway_method.get["http_proxy"].resource_id
  http_method             = "GET"
  type                    = "HTTP_PROXY"
  integration_http_method = "PATCH"
  uri                     = "http://$${stageVariables.host}/"
  tls_config {
    insecure_skip_verification = false
  }
}

resource "aws_api_gateway_integration" "aws" {
  rest_api_id             = local.api
  resource_id             = aws_api_gateway_method.get["aws"].resource_id
  http_method             = "GET"
  type                    = "AWS"
  integration_http_method = "POST"
  uri                     = "${local.lambda}:two:$${stageVariables.alias}/invocations"
  credentials             = "arn:aws:iam::*:user/*"
  passthrough_behavior    = "NEVER"
  request_templates       = { "application/json" = "{\"body\": $input.json('$'), \"more\": true}" }
}

resource "aws_api_gateway_integration" "aws_proxy" {
  rest_api_id             = local.api
  resource_id             = aws_api_gateway_method.get["aws_proxy"].resource_id
  http_method             = "GET"
  type                    = "AWS_PROXY"
  integration_http_method = "POST"
  uri                     = "${local.lambda}:two/invocations"
  content_handling        = "CONVERT_TO_TEXT"
  timeout_milliseconds    = 10000
}

# AWS becomes MOCK.
resource "aws_api_gateway_integration" "service" {
  rest_api_id = local.api
  resource_id = aws_api_gateway_method.get["service"].resource_id
  http_method = "GET"
  type        = "MOCK"
}
