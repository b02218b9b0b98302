resource "aws_apigatewayv2_integration" "function" {
  api_id           = aws_apigatewayv2_api.api.id
  integration_type = "AWS_PROXY"
  integration_uri  = "${local.function}:one"
}

resource "aws_apigatewayv2_integration" "invoked" {
  api_id                 = aws_apigatewayv2_api.api.id
  integration_type       = "AWS_PROXY"
  integration_method     = "POST"
  integration_uri        = "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${local.function}:one:$${stageVariables.alias}/invocations"
  credentials_arn        = "arn:aws:iam::123456789012:role/one"
  payload_format_version = "2.0"
  description            = "By its invocations"
  timeout_milliseconds   = 50
}

resource "aws_apigatewayv2_integration" "backend" {
  api_id             = aws_apigatewayv2_api.api.id
  integration_type   = "HTTP_PROXY"
  integration_method = "GET"
  integration_uri    = "https://www.example.com/{proxy}"
}

resource "aws_apigatewayv2_integration" "mapped" {
  api_id             = aws_apigatewayv2_api.api.id
  integration_type   = "HTTP_PROXY"
  integration_method = "ANY"
  integration_uri    = "http://$${stageVariables.host}/"

  request_parameters = {
    "append:header.header1"      = "$context.requestId"
    "overwrite:querystring.q"    = "$${request.querystring.a}-$${stageVariables.b}"
    "remove:header.x-old"        = "''"
    "overwrite:path"             = "/fixed$${request.path}"
    "append:header.X-Mixed-Case" = "static text"
  }

  response_parameters {
    status_code = "500"
    mappings = {
      "append:header.header1" = "$context.requestId"
      "overwrite:statuscode"  = "403"
    }
  }

  response_parameters {
    status_code = "404"
    mappings = {
      "append:header.error" = "$stageVariables.environmentId"
    }
  }
}
