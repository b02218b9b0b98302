resource "aws_api_gateway_rest_api" "merged" {
  name              = "merged"
  description       = "Private"
  put_rest_api_mode = "merge"
  parameters        = { basepath = "ignore" }
  body = jsonencode({
    openapi = "3.0.1"
    info    = { title = "third", version = "3" }
    paths = {
      "/three" = {
        get = {
          responses                         = { "200" = { description = "ok" } }
          "x-amazon-apigateway-integration" = { type = "HTTP_PROXY", httpMethod = "GET", uri = "http://three.example.com/" }
        }
      }
    }
  })
  endpoint_configuration {
    types            = ["PRIVATE"]
    ip_address_type  = "dualstack"
    vpc_endpoint_ids = ["vpce-0123456789abcdef0"]
  }
}

data "aws_api_gateway_resource" "each" {
  for_each    = toset(["/one", "/v2/two", "/three"])
  rest_api_id = aws_api_gateway_rest_api.merged.id
  path        = each.key
}
