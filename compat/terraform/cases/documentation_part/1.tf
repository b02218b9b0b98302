resource "aws_api_gateway_rest_api" "this" {
  name = "documented"
}

locals {
  locations = {
    api             = { type = "API" }
    authorizer      = { type = "AUTHORIZER", name = "tokens" }
    model           = { type = "MODEL", name = "Pet" }
    resource        = { type = "RESOURCE", path = "/pets" }
    root            = { type = "RESOURCE" }
    method          = { type = "METHOD", path = "/pets", method = "GET" }
    path_parameter  = { type = "PATH_PARAMETER", path = "/pets/{petId}", method = "GET", name = "petId" }
    query_parameter = { type = "QUERY_PARAMETER", path = "/pets", method = "*", name = "page" }
    request_header  = { type = "REQUEST_HEADER", path = "/pets", method = "POST", name = "X-Trace" }
    request_body    = { type = "REQUEST_BODY", path = "/pets", method = "POST" }
    response        = { type = "RESPONSE", path = "/pets", method = "GET", status_code = "200" }
    any_response    = { type = "RESPONSE", path = "/pets", method = "*", status_code = "*" }
    response_header = { type = "RESPONSE_HEADER", path = "/pets", method = "GET", status_code = "204", name = "X-Next" }
    response_body   = { type = "RESPONSE_BODY", path = "/pets", method = "GET", status_code = "404" }
  }
}

resource "aws_api_gateway_documentation_part" "each" {
  for_each    = local.locations
  rest_api_id = aws_api_gateway_rest_api.this.id

  location {
    type        = each.value.type
    path        = lookup(each.value, "path", null)
    method      = lookup(each.value, "method", null)
    status_code = lookup(each.value, "status_code", null)
    name        = lookup(each.value, "name", null)
  }

  properties = jsonencode({ description = "The ${each.key}" })
}
