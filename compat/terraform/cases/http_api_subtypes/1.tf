locals {
  parameters = {
    "EventBridge-PutEvents"            = { Detail = "$request.body.detail", DetailType = "pet", Source = "pets.example" }
    "SQS-SendMessage"                  = { QueueUrl = "https://sqs.us-east-1.amazonaws.com/123456789012/pets", MessageBody = "$request.body", MessageGroupId = "$request.body.group" }
    "SQS-ReceiveMessage"               = { QueueUrl = "$request.header.queueUrl" }
    "SQS-DeleteMessage"                = { QueueUrl = "$request.header.queueUrl", ReceiptHandle = "$request.querystring.handle" }
    "SQS-PurgeQueue"                   = { QueueUrl = "$request.header.queueUrl", Region = "eu-west-1" }
    "AppConfig-GetConfiguration"       = { Application = "pets", Environment = "$context.stage", Configuration = "one", ClientId = "$context.requestId" }
    "Kinesis-PutRecord"                = { StreamName = "pets", Data = "$request.body", PartitionKey = "$request.path.id" }
    "StepFunctions-StartExecution"     = { StateMachineArn = "arn:aws:states:us-east-1:123456789012:stateMachine:pets", Input = "$request.body" }
    "StepFunctions-StartSyncExecution" = { StateMachineArn = "arn:aws:states:us-east-1:123456789012:stateMachine:pets", Input = "$request.body" }
    "StepFunctions-StopExecution"      = { ExecutionArn = "$request.querystring.execution" }
  }
}

resource "aws_apigatewayv2_integration" "service" {
  for_each            = local.parameters
  api_id              = aws_apigatewayv2_api.api.id
  integration_type    = "AWS_PROXY"
  integration_subtype = each.key
  credentials_arn     = local.role
  request_parameters  = each.value
}
