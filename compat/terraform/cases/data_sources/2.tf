resource "aws_api_gateway_rest_api" "made" {
  name           = "read by data sources"
  description    = "To be found"
  api_key_source = "AUTHORIZER"
  endpoint_configuration {
    types = ["REGIONAL"]
  }
  tags = { team = "pets" }
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = "*"
      Action    = "execute-api:Invoke"
      Resource  = "arn:aws:execute-api:us-east-1:123456789012:*/*"
    }]
  })
}

resource "aws_api_gateway_resource" "pets" {
  rest_api_id = aws_api_gateway_rest_api.made.id
  parent_id   = aws_api_gateway_rest_api.made.root_resource_id
  path_part   = "pets"
}

resource "aws_api_gateway_resource" "pet" {
  rest_api_id = aws_api_gateway_rest_api.made.id
  parent_id   = aws_api_gateway_resource.pets.id
  path_part   = "{petId}"
}

resource "aws_api_gateway_authorizer" "made" {
  count          = 2
  name           = "authorizer-${count.index}"
  rest_api_id    = aws_api_gateway_rest_api.made.id
  authorizer_uri = "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:one/invocations"
}

data "aws_api_gateway_rest_api" "read" {
  name = aws_api_gateway_rest_api.made.name
}

data "aws_api_gateway_resource" "read" {
  rest_api_id = data.aws_api_gateway_rest_api.read.id
  path        = "/pets/{petId}"
}

data "aws_api_gateway_authorizers" "read" {
  rest_api_id = data.aws_api_gateway_rest_api.read.id
}

data "aws_api_gateway_authorizer" "read" {
  rest_api_id   = data.aws_api_gateway_rest_api.read.id
  authorizer_id = aws_api_gateway_authorizer.made[1].id
}

data "aws_caller_identity" "me" {}

locals {
  read = data.aws_api_gateway_rest_api.read
  made = aws_api_gateway_rest_api.made
  same = [
    local.read.id == local.made.id,
    local.read.arn == local.made.arn,
    local.read.root_resource_id == local.made.root_resource_id,
    local.read.execution_arn == "arn:aws:execute-api:us-east-1:${data.aws_caller_identity.me.account_id}:${local.made.id}",
    local.read.description == local.made.description,
    local.read.api_key_source == "AUTHORIZER",
    local.read.endpoint_configuration[0].types[0] == "REGIONAL",
    local.read.tags.team == "pets",
    # The data source leaves the policy escaped as it comes.
    strcontains(local.read.policy, "execute-api:Invoke"),
    data.aws_api_gateway_resource.read.id == aws_api_gateway_resource.pet.id,
    data.aws_api_gateway_resource.read.parent_id == aws_api_gateway_resource.pets.id,
    data.aws_api_gateway_resource.read.path_part == "{petId}",
    toset(data.aws_api_gateway_authorizers.read.ids) == toset(aws_api_gateway_authorizer.made[*].id),
    data.aws_api_gateway_authorizer.read.name == "authorizer-1",
    data.aws_api_gateway_authorizer.read.type == "TOKEN",
    data.aws_api_gateway_authorizer.read.identity_source == "method.request.header.Authorization",
    data.aws_api_gateway_authorizer.read.authorizer_result_ttl_in_seconds == 300,
  ]
}

output "all_same" {
  value = local.same
  precondition {
    condition     = alltrue(local.same)
    error_message = "A data source differs: ${jsonencode(local.same)}"
  }
}
