resource "aws_api_gateway_integration" "mock" {
  rest_api_id = local.api
  resource_id = aws_api_gateway_method.get["mock"].resource_id
  http_method = "GET"
  type        = "MOCK"
}

resource "aws_api_gateway_integration" "http" {
  rest_api_id             = local.api
  resource_id             = aws_api_gateway_method.get["http"].resource_id
  http_method             = "GET"
  type                    = "HTTP"
  integration_http_method = "POST"
  uri                     = "https://www.example.com"
}

resource "aws_api_gateway_integration" "http_proxy" {
  rest_api_id             = local.api
  resource_id             = aws_api_gateway_method.get["http_proxy"].resource_id
  http_method             = "GET"
  type                    = "HTTP"
  integration_http_method = "GET"
  uri                     = "http://backend.example.com/"
}

resource "aws_api_gateway_integration" "aws_proxy" {
  rest_api_id             = local.api
  resource_id             = aws_api_gateway_method.get["aws_proxy"].resource_id
  http_method             = "GET"
  type                    = "AWS_PROXY"
  integration_http_method = "POST"
  uri                     = "${local.lambda}:two/invocations"
}
