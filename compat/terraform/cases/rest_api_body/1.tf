resource "aws_api_gateway_rest_api" "pets" {
  name = "pets"
  body = file("${path.module}/pets-1.yaml")
  tags = { team = "pets" }
}
