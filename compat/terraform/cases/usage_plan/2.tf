resource "aws_api_gateway_usage_plan" "bare" {
  name        = "renamed"
  description = "described"
}

resource "aws_api_gateway_usage_plan" "full" {
  name         = "full"
  description  = "Changed"
  product_code = "OTHERCODE"

  quota_settings {
    limit  = 3000000
    offset = 27
    period = "MONTH"
  }

  throttle_settings {
    burst_limit = 0
    rate_limit  = 0.25
  }

  tags = { Tier = "silver", Owner = "pets" }
}

resource "aws_api_gateway_usage_plan" "growing" {
  name         = "growing"
  product_code = "GROWN"

  quota_settings {
    limit  = 1
    period = "DAY"
  }

  throttle_settings {
    rate_limit = 1
  }
}
