resource "aws_api_gateway_usage_plan" "bare" {
  name = "bare"
}

resource "aws_api_gateway_usage_plan" "full" {
  name         = "full"
  description  = "Everything a plan has without a stage"
  product_code = "MYCODE"

  quota_settings {
    limit  = 20
    offset = 2
    period = "WEEK"
  }

  throttle_settings {
    burst_limit = 5
    rate_limit  = 10.5
  }

  tags = { Tier = "gold" }
}

resource "aws_api_gateway_usage_plan" "growing" {
  name = "growing"
}
