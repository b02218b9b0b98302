resource "aws_api_gateway_rest_api" "merged" {
  name               = "merged"
  description        = "Stays"
  put_rest_api_mode  = "merge"
  fail_on_warnings   = true
  binary_media_types = ["image/png", "image/gif"]
  parameters         = { basepath = "prepend" }
  body = jsonencode({
    openapi = "3.0.1"
    info    = { title = "second", version = "2" }
    servers = [{ url = "https://pets.example.com/v2" }]
    paths = {
      "/two" = {
        get = {
          responses                         = { "200" = { description = "ok" } }
          "x-amazon-apigateway-integration" = { type = "HTTP_PROXY", httpMethod = "GET", uri = "http://two.example.com/" }
        }
      }
    }
  })
}
