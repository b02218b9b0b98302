# The last: AWS begins the entry of a method as a copy of this one, and the provider sends no false.
resource "aws_api_gateway_method_settings" "all" {
  depends_on  = [aws_api_gateway_method_settings.nested]
  rest_api_id = aws_api_gateway_rest_api.api.id
  stage_name  = aws_api_gateway_stage.prod.stage_name
  method_path = "*/*"
  settings {
    metrics_enabled        = true
    logging_level          = "INFO"
    data_trace_enabled     = true
    throttling_burst_limit = 100
    throttling_rate_limit  = 50.5
  }
}

resource "aws_api_gateway_method_settings" "pet" {
  depends_on  = [aws_api_gateway_account.account]
  rest_api_id = aws_api_gateway_rest_api.api.id
  stage_name  = aws_api_gateway_stage.prod.stage_name
  method_path = "{petId}/GET"
  settings {
    metrics_enabled                            = true
    logging_level                              = "ERROR"
    data_trace_enabled                         = false
    throttling_burst_limit                     = 10
    throttling_rate_limit                      = 5
    caching_enabled                            = true
    cache_ttl_in_seconds                       = 600
    cache_data_encrypted                       = true
    require_authorization_for_cache_control    = true
    unauthorized_cache_control_header_strategy = "SUCCEED_WITH_RESPONSE_HEADER"
  }
}

# The root path, and one in escaped form.
resource "aws_api_gateway_method_settings" "root" {
  depends_on  = [aws_api_gateway_method_settings.pet]
  rest_api_id = aws_api_gateway_rest_api.api.id
  stage_name  = aws_api_gateway_stage.prod.stage_name
  method_path = "~1/GET"
  settings {
    metrics_enabled = true
  }
}

resource "aws_api_gateway_method_settings" "nested" {
  depends_on  = [aws_api_gateway_method_settings.root]
  rest_api_id = aws_api_gateway_rest_api.api.id
  stage_name  = aws_api_gateway_stage.prod.stage_name
  method_path = "pets/{petId}/toys/GET"
  settings {
    throttling_burst_limit = 3
  }
}
