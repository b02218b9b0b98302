resource "aws_api_gateway_usage_plan" "bare" {
  name = "renamed"
}

resource "aws_api_gateway_usage_plan" "full" {
  name = "full"
}

resource "aws_api_gateway_usage_plan" "growing" {
  name = "growing"

  throttle_settings {
    burst_limit = 7
  }
}
