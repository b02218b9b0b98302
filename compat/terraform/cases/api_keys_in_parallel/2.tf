locals {
  clients = toset([for n in range(5, 35) : format("client-%02d", n)])
}

resource "aws_api_gateway_api_key" "each" {
  for_each    = local.clients
  name        = each.key
  customer_id = upper(each.key)
  enabled     = endswith(each.key, "0") ? false : true
  tags        = { Customer = each.key }
}

resource "aws_api_gateway_usage_plan" "shared" {
  name = "shared"
}

resource "aws_api_gateway_usage_plan_key" "each" {
  for_each      = local.clients
  key_id        = aws_api_gateway_api_key.each[each.key].id
  key_type      = "API_KEY"
  usage_plan_id = aws_api_gateway_usage_plan.shared.id
}

resource "aws_api_gateway_client_certificate" "counted" {
  count       = 2
  description = "certificate number ${count.index}"
}

data "aws_api_gateway_api_keys" "all" {
  include_values = true
  depends_on     = [aws_api_gateway_api_key.each]

  lifecycle {
    postcondition {
      condition     = length(self.items) == 30
      error_message = "Found ${length(self.items)} keys instead of 30."
    }
  }
}
