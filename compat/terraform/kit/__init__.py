"""Runs Terraform's configurations of cases/ against a gateway; `run` beside this package starts it."""
