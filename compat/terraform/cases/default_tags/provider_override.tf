provider "aws" {
  default_tags {
    tags = {
      Team  = "pets"
      Stage = "prod"
    }
  }
}
