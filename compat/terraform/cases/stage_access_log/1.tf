resource "aws_cloudwatch_log_group" "access" {
  count = 2
  name  = "access-${count.index}"
}

resource "aws_api_gateway_stage" "prod" {
  rest_api_id   = aws_api_gateway_rest_api.api.id
  deployment_id = aws_api_gateway_deployment.one.id
  stage_name    = "prod"
  access_log_settings {
    destination_arn = aws_cloudwatch_log_group.access[0].arn
    format          = "$context.identity.sourceIp $context.identity.caller [$context.requestTime] $context.requestId"
  }
}

# Firehose is not provided: its stream's name is enough for the settings.
resource "aws_api_gateway_stage" "stream" {
  rest_api_id   = aws_api_gateway_rest_api.api.id
  deployment_id = aws_api_gateway_deployment.one.id
  stage_name    = "stream"
  access_log_settings {
    destination_arn = "arn:aws:firehose:us-east-1:123456789012:deliverystream/amazon-apigateway-pets"
    format          = jsonencode({ requestId = "$context.requestId", extended = "$context.extendedRequestId" })
  }
}
