resource "aws_api_gateway_rest_api" "guarded" {
  name = "guarded apart"
}

resource "aws_api_gateway_rest_api_policy" "guard" {
  rest_api_id = aws_api_gateway_rest_api.guarded.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect    = "Allow"
        Principal = { AWS = ["arn:aws:iam::123456789012:root", "arn:aws:iam::210987654321:root"] }
        Action    = ["execute-api:Invoke", "execute-api:ManageConnections"]
        Resource  = ["${aws_api_gateway_rest_api.guarded.execution_arn}/prod/GET/*"]
      },
      {
        Effect    = "Deny"
        Principal = "*"
        Action    = "execute-api:Invoke"
        Resource  = "${aws_api_gateway_rest_api.guarded.execution_arn}/*"
        Condition = { StringNotEquals = { "aws:SourceVpce" = "vpce-1a2b3c4d" } }
      }
    ]
  })
}
