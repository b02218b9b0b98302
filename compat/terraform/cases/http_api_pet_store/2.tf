resource "aws_apigatewayv2_route" "pets" {
  for_each  = toset(["GET /pets", "GET /pets/{petId}", "$default"])
  api_id    = aws_apigatewayv2_api.pets.id
  route_key = each.key
  target    = "integrations/${aws_apigatewayv2_integration.pets.id}"
}
