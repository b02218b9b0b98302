resource "aws_api_gateway_rest_api" "guarded" {
  name = "guarded"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = "*"
      Action    = "execute-api:Invoke"
      Resource  = "arn:aws:execute-api:us-east-1:123456789012:*/*"
      Condition = { IpAddress = { "aws:SourceIp" = ["127.0.0.0/8", "10.0.0.0/8"] } }
    }]
  })
}
