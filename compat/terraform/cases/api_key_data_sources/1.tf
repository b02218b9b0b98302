resource "aws_api_gateway_api_key" "one" {
  name        = "one"
  description = "The first"
  customer_id = "customer-1"
  tags        = { Team = "pets" }
}

resource "aws_api_gateway_api_key" "two" {
  name        = "two"
  customer_id = "customer-22"
}

data "aws_api_gateway_api_key" "one" {
  id = aws_api_gateway_api_key.one.id

  lifecycle {
    postcondition {
      condition     = self.value == aws_api_gateway_api_key.one.value && self.customer_id == "customer-1" && self.enabled && self.tags.Team == "pets"
      error_message = "The data source differs from the resource."
    }
  }
}

data "aws_api_gateway_api_keys" "second_customer" {
  customer_id    = "customer-22"
  include_values = true
  depends_on     = [aws_api_gateway_api_key.one, aws_api_gateway_api_key.two]

  lifecycle {
    postcondition {
      condition     = [for key in self.items : key.value] == [aws_api_gateway_api_key.two.value]
      error_message = "Not the key of the second customer alone."
    }
  }
}
