# The last: AWS begins the entry of a method as a copy of this one, and the provider sends no false.
resource "aws_api_gateway_method_settings" "all" {
  depends_on  = [aws_api_gateway_method_settings.nested]
  rest_api_id = aws_api_gateway_rest_api.api.id
  stage_name  = aws_api_gateway_stage.prod.stage_name
  method_path = "*/*"
  settings {
    metrics_enabled    = false
    logging_level      = "OFF"
    data_trace_enabled = false
  }
}

resource "aws_api_gateway_method_settings" "pet" {
  depends_on  = [aws_api_gateway_account.account]
  rest_api_id = aws_api_gateway_rest_api.api.id
  stage_name  = aws_api_gateway_stage.prod.stage_name
  method_path = "{petId}/GET"
  settings {
    metrics_enabled                            = false
    logging_level                              = "OFF"
    throttling_burst_limit                     = 20
    throttling_rate_limit                      = 0.25
    caching_enabled                            = false
    cache_ttl_in_seconds                       = 0
    cache_data_encrypted                       = false
    require_authorization_for_cache_control    = false
    unauthorized_cache_control_header_strategy = "SUCCEED_WITHOUT_RESPONSE_HEADER"
  }
}

resource "aws_api_gateway_method_settings" "nested" {
  depends_on  = [aws_api_gateway_method_settings.pet]
  rest_api_id = aws_api_gateway_rest_api.api.id
  stage_name  = aws_api_gateway_stage.prod.stage_name
  method_path = "pets/{petId}/toys/GET"
  settings {
    throttling_burst_limit = 0
    throttling_rate_limit  = 0
  }
}
