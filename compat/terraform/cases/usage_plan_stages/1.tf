resource "aws_api_gateway_rest_api" "pets" {
  name = "pets"
}

resource "aws_api_gateway_resource" "pets" {
  rest_api_id = aws_api_gateway_rest_api.pets.id
  parent_id   = aws_api_gateway_rest_api.pets.root_resource_id
  path_part   = "pets"
}

resource "aws_api_gateway_method" "pets" {
  rest_api_id      = aws_api_gateway_rest_api.pets.id
  resource_id      = aws_api_gateway_resource.pets.id
  http_method      = "GET"
  authorization    = "NONE"
  api_key_required = true
}

resource "aws_api_gateway_integration" "pets" {
  rest_api_id = aws_api_gateway_rest_api.pets.id
  resource_id = aws_api_gateway_resource.pets.id
  http_method = aws_api_gateway_method.pets.http_method
  type        = "MOCK"
}

resource "aws_api_gateway_deployment" "pets" {
  rest_api_id = aws_api_gateway_rest_api.pets.id
  depends_on  = [aws_api_gateway_integration.pets]
}

resource "aws_api_gateway_stage" "each" {
  for_each      = toset(["blue", "green"])
  rest_api_id   = aws_api_gateway_rest_api.pets.id
  deployment_id = aws_api_gateway_deployment.pets.id
  stage_name    = each.key
}

resource "aws_api_gateway_usage_plan" "staged" {
  name = "staged"

  api_stages {
    api_id = aws_api_gateway_rest_api.pets.id
    stage  = aws_api_gateway_stage.each["blue"].stage_name
  }
}

resource "aws_api_gateway_usage_plan" "throttled" {
  name = "throttled"

  api_stages {
    api_id = aws_api_gateway_rest_api.pets.id
    stage  = aws_api_gateway_stage.each["blue"].stage_name

    throttle {
      path        = "/pets/GET"
      burst_limit = 3
      rate_limit  = 6
    }
  }

  api_stages {
    api_id = aws_api_gateway_rest_api.pets.id
    stage  = aws_api_gateway_stage.each["green"].stage_name

    throttle {
      path       = "/pets/GET"
      rate_limit = 1.5
    }

    throttle {
      path        = "/pets/{petId}/ANY"
      burst_limit = 9
      rate_limit  = 8
    }
  }

  quota_settings {
    limit  = 100
    period = "DAY"
  }
}
