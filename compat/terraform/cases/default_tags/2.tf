resource "aws_api_gateway_api_key" "this" {
  name = "tagged"

  tags = {
    Stage = "test"
    Cost  = "4711: +=._/@-"
  }
}

resource "aws_api_gateway_usage_plan" "this" {
  name = "tagged"

  tags = {
    Stage = "test"
    Cost  = "4711: +=._/@-"
  }
}

resource "aws_api_gateway_client_certificate" "this" {

  tags = {
    Stage = "test"
    Cost  = "4711: +=._/@-"
  }
}

resource "aws_api_gateway_vpc_link" "this" {
  name        = "tagged"
  target_arns = ["arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/net/tagged/0123456789abcdef"]

  tags = {
    Stage = "test"
    Cost  = "4711: +=._/@-"
  }
}

resource "aws_acm_certificate" "this" {
  domain_name       = "tagged.default-tags.example.com"
  validation_method = "DNS"

  tags = {
    Stage = "test"
    Cost  = "4711: +=._/@-"
  }
}

resource "aws_acm_certificate_validation" "this" {
  certificate_arn = aws_acm_certificate.this.arn
}

resource "aws_api_gateway_domain_name" "this" {
  domain_name              = "tagged.default-tags.example.com"
  regional_certificate_arn = aws_acm_certificate_validation.this.certificate_arn

  endpoint_configuration {
    types = ["REGIONAL"]
  }

  tags = {
    Stage = "test"
    Cost  = "4711: +=._/@-"
  }
}

resource "aws_api_gateway_domain_name" "private" {
  domain_name     = "private.default-tags.example.com"
  certificate_arn = aws_acm_certificate_validation.this.certificate_arn

  endpoint_configuration {
    types = ["PRIVATE"]
  }

  tags = {
    Stage = "test"
    Cost  = "4711: +=._/@-"
  }
}

resource "aws_api_gateway_domain_name_access_association" "this" {
  access_association_source      = "vpce-0123456789abcdef0"
  access_association_source_type = "VPCE"
  domain_name_arn                = aws_api_gateway_domain_name.private.arn

  tags = {
    Stage = "test"
    Cost  = "4711: +=._/@-"
  }
}

resource "aws_cloudwatch_log_group" "this" {
  name = "tagged"

  tags = {
    Stage = "test"
    Cost  = "4711: +=._/@-"
  }
}

resource "aws_iam_role" "this" {
  name = "tagged"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }]
  })

  tags = {
    Stage = "test"
    Cost  = "4711: +=._/@-"
  }
}

resource "aws_iam_policy" "this" {
  name = "tagged"
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "logs:*", Resource = "*" }]
  })

  tags = {
    Stage = "test"
    Cost  = "4711: +=._/@-"
  }
}

resource "aws_iam_user" "this" {
  name = "tagged"

  tags = {
    Stage = "test"
    Cost  = "4711: +=._/@-"
  }
}

resource "aws_lambda_function" "this" {
  function_name = "tagged"
  role          = aws_iam_role.this.arn
  runtime       = "nodejs22.x"
  handler       = "index.handler"
  filename      = "${path.module}/function.zip"

  tags = {
    Stage = "test"
    Cost  = "4711: +=._/@-"
  }
}

resource "aws_api_gateway_rest_api" "this" {
  name = "tagged"

  tags = {
    Stage = "test"
    Cost  = "4711: +=._/@-"
  }
}

resource "aws_api_gateway_method" "this" {
  rest_api_id   = aws_api_gateway_rest_api.this.id
  resource_id   = aws_api_gateway_rest_api.this.root_resource_id
  http_method   = "GET"
  authorization = "NONE"
}

resource "aws_api_gateway_integration" "this" {
  rest_api_id = aws_api_gateway_rest_api.this.id
  resource_id = aws_api_gateway_rest_api.this.root_resource_id
  http_method = aws_api_gateway_method.this.http_method
  type        = "MOCK"
}

resource "aws_api_gateway_deployment" "this" {
  rest_api_id = aws_api_gateway_rest_api.this.id
  depends_on  = [aws_api_gateway_integration.this]
}

resource "aws_api_gateway_stage" "this" {
  rest_api_id   = aws_api_gateway_rest_api.this.id
  deployment_id = aws_api_gateway_deployment.this.id
  stage_name    = "prod"

  tags = {
    Stage = "test"
    Cost  = "4711: +=._/@-"
  }
}
