resource "aws_acm_certificate" "this" {
  domain_name       = "private.domain-name-private.example.com"
  validation_method = "DNS"
}

resource "aws_acm_certificate_validation" "this" {
  certificate_arn = aws_acm_certificate.this.arn
}

data "aws_iam_policy_document" "this" {
  statement {
    effect    = "Allow"
    actions   = ["execute-api:Invoke"]
    resources = ["execute-api:/*"]
    principals {
      type        = "*"
      identifiers = ["*"]
    }
  }

  statement {
    effect    = "Deny"
    actions   = ["execute-api:Invoke"]
    resources = ["execute-api:/*"]
    principals {
      type        = "*"
      identifiers = ["*"]
    }
    condition {
      test     = "StringNotEquals"
      variable = "aws:SourceVpce"
      values   = ["vpce-0fedcba9876543210"]
    }
  }
}

resource "aws_api_gateway_domain_name" "this" {
  domain_name     = "private.domain-name-private.example.com"
  certificate_arn = aws_acm_certificate_validation.this.certificate_arn
  policy          = data.aws_iam_policy_document.this.json

  endpoint_configuration {
    types = ["PRIVATE"]
  }

  tags = { Team = "pets" }
}

resource "aws_api_gateway_domain_name_access_association" "this" {
  access_association_source      = "vpce-0fedcba9876543210"
  access_association_source_type = "VPCE"
  domain_name_arn                = aws_api_gateway_domain_name.this.arn

  tags = { Team = "pets" }
}

resource "aws_api_gateway_rest_api" "this" {
  name = "private"
}

resource "aws_api_gateway_base_path_mapping" "this" {
  api_id         = aws_api_gateway_rest_api.this.id
  domain_name    = aws_api_gateway_domain_name.this.domain_name
  domain_name_id = aws_api_gateway_domain_name.this.domain_name_id
  base_path      = "v2"
}

resource "aws_api_gateway_base_path_mapping" "all" {
  api_id         = aws_api_gateway_rest_api.this.id
  domain_name    = aws_api_gateway_domain_name.this.domain_name
  domain_name_id = aws_api_gateway_domain_name.this.domain_name_id
}
