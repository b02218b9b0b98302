locals {
  parameters = {
    "EventBridge-PutEvents"            = { Detail = "$request.body", DetailType = "pet", Source = "pets.example", EventBusName = "$${stageVariables.bus}" }
    "SQS-SendMessage"                  = { QueueUrl = "https://sqs.us-east-1.amazonaws.com/123456789012/toys", MessageBody = "$request.body.message", DelaySeconds = "5" }
    "SQS-ReceiveMessage"               = { QueueUrl = "$request.header.queueUrl", MaxNumberOfMessages = "10" }
    "SQS-DeleteMessage"                = { QueueUrl = "$request.header.queueUrl", ReceiptHandle = "$request.querystring.handle" }
    "SQS-PurgeQueue"                   = { QueueUrl = "$request.header.queueUrl" }
    "AppConfig-GetConfiguration"       = { Application = "pets", Environment = "$context.stage", Configuration = "two", ClientId = "$context.requestId" }
    "Kinesis-PutRecord"                = { StreamName = "pets", Data = "$request.body.data", PartitionKey = "$request.path.id", ExplicitHashKey = "1" }
    "StepFunctions-StartExecution"     = { StateMachineArn = "arn:aws:states:us-east-1:123456789012:stateMachine:pets", Name = "$context.requestId" }
    "StepFunctions-StartSyncExecution" = { StateMachineArn = "arn:aws:states:us-east-1:123456789012:stateMachine:pets" }
    "StepFunctions-StopExecution"      = { ExecutionArn = "$request.querystring.execution", Cause = "asked", Error = "none" }
  }
}

resource "aws_apigatewayv2_integration" "service" {
  for_each             = local.parameters
  api_id               = aws_apigatewayv2_api.api.id
  integration_type     = "AWS_PROXY"
  integration_subtype  = each.key
  credentials_arn      = "${local.role}-2"
  description          = "With other parameters"
  timeout_milliseconds = 10000
  request_parameters   = each.value

  response_parameters {
    status_code = "400"
    mappings    = { "overwrite:statuscode" = "422" }
  }
}
