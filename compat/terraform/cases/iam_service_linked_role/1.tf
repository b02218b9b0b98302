resource "aws_iam_service_linked_role" "gateway" {
  aws_service_name = "ops.apigateway.amazonaws.com"
}
