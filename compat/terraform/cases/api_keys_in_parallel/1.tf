locals {
  clients = toset([for n in range(30) : format("client-%02d", n)])
}

resource "aws_api_gateway_api_key" "each" {
  for_each    = local.clients
  name        = each.key
  customer_id = each.key
  tags        = { Client = each.key }
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
  count       = 3
  description = "certificate ${count.index}"
}
