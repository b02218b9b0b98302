resource "aws_apigatewayv2_integration" "function" {
  api_id                 = aws_apigatewayv2_api.api.id
  integration_type       = "AWS_PROXY"
  integration_uri        = "${local.function}:two"
  integration_method     = "POST"
  payload_format_version = "2.0"
  passthrough_behavior   = "WHEN_NO_MATCH"
  timeout_milliseconds   = 29000
  description            = "Described"
}

resource "aws_apigatewayv2_integration" "invoked" {
  api_id               = aws_apigatewayv2_api.api.id
  integration_type     = "AWS_PROXY"
  integration_method   = "POST"
  integration_uri      = "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${local.function}:one/invocations"
  timeout_milliseconds = 30000
}

resource "aws_apigatewayv2_integration" "backend" {
  api_id             = aws_apigatewayv2_api.api.id
  integration_type   = "HTTP_PROXY"
  integration_method = "PATCH"
  integration_uri    = "http://www.example.de/a?b=c"
  description        = "Another"
}

resource "aws_apigatewayv2_integration" "mapped" {
  api_id             = aws_apigatewayv2_api.api.id
  integration_type   = "HTTP_PROXY"
  integration_method = "ANY"
  integration_uri    = "http://$${stageVariables.host}/"

  request_parameters = {
    "append:header.header1" = "$context.stage"
    "remove:header.x-older" = "''"
  }

  # What changes within a status the provider takes away instead.
  response_parameters {
    status_code = "500"
    mappings = {
      "append:header.header1" = "$context.requestId"
      "overwrite:statuscode"  = "403"
    }
  }

  response_parameters {
    status_code = "200"
    mappings = {
      "remove:header.server" = "''"
    }
  }
}
