locals {
  policy = {
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = "*"
      Action    = "execute-api:Invoke"
      Resource  = "execute-api:/*"
    }]
  }
}

# The document's own policy: the short form of the resource is expanded as AWS does.
resource "aws_api_gateway_rest_api" "document" {
  name = "policy of the document"
  body = jsonencode({
    openapi                                        = "3.0.1"
    info                                           = { title = "policy of the document", version = "1" }
    "x-amazon-apigateway-policy"                   = local.policy
    "x-amazon-apigateway-minimum-compression-size" = 64
    "x-amazon-apigateway-api-key-source"           = "AUTHORIZER"
    "x-amazon-apigateway-endpoint-configuration"   = { disableExecuteApiEndpoint = true }
    paths = {
      "/" = {
        get = {
          responses                         = { "200" = { description = "ok" } }
          "x-amazon-apigateway-integration" = { type = "MOCK" }
        }
      }
    }
  })
  parameters = { endpointConfigurationTypes = "REGIONAL" }
}

# The argument wins.
resource "aws_api_gateway_rest_api" "argument" {
  name = "policy of the argument"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Deny"
      Principal = "*"
      Action    = "execute-api:Invoke"
      Resource  = "arn:aws:execute-api:us-east-1:123456789012:*/*/*/*"
    }]
  })
  body = jsonencode({
    swagger                      = "2.0"
    info                         = { title = "policy of the argument", version = "1" }
    "x-amazon-apigateway-policy" = local.policy
    paths                        = {}
  })
}
