resource "aws_api_gateway_rest_api" "merged" {
  name               = "merged"
  description        = "Stays"
  put_rest_api_mode  = "merge"
  fail_on_warnings   = true
  binary_media_types = ["image/png"]
  body = jsonencode({
    openapi = "3.0.1"
    info    = { title = "first", version = "1" }
    paths = {
      "/one" = {
        get = {
          responses                         = { "200" = { description = "ok" } }
          "x-amazon-apigateway-integration" = { type = "MOCK", requestTemplates = { "application/json" = "{\"statusCode\": 200}" } }
        }
      }
    }
  })
}
