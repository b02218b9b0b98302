"""The terraform command, its provider, and what it remembers."""

import json
import os
import re
import shutil
import signal
import subprocess
import threading
import time

from kit.gateway import REGION

# Longer than anything the gateway does; what takes longer is a wait of the provider that never ends.
COMMAND_SECONDS = 400

PROVIDER = """
terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.100"
    }
  }
}

provider "aws" {
  region                      = "%(region)s"
  access_key                  = %(access_key)s
  secret_key                  = %(secret_key)s
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_region_validation      = true
  max_retries                 = 2
  endpoints {
%(endpoints)s
  }
}
"""
SERVICES = ["acm", "apigateway", "apigatewayv2", "cloudwatch", "cloudwatchlogs", "iam", "lambda", "sts"]


class Failure(Exception):
    """A case does not hold; the message says what and where."""


class Terraform:
    """The unmodified terraform command with one provider for all cases, and where possible one process of it."""

    def __init__(self, gateway, folder, reattach, verbose):
        self.base = folder / "base"
        self.base.mkdir()
        self.verbose = verbose
        self.environment = self._environment(gateway, folder)
        lines = "\n".join(f'    {service} = "{gateway.endpoint}"' for service in SERVICES)
        access_key, secret_key = map(json.dumps, gateway.credentials)
        (self.base / "provider.tf").write_text(
            PROVIDER % {"region": REGION, "endpoints": lines, "access_key": access_key, "secret_key": secret_key})
        code, said = self.run(self.base, "init")
        if code:
            raise SystemExit("terraform init failed:\n" + said)
        self.provider, self.reattach = None, reattach

    @staticmethod
    def _environment(gateway, folder):
        environment = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "TF_"))}
        if "TF_CLI_CONFIG_FILE" in os.environ:
            environment["TF_CLI_CONFIG_FILE"] = os.environ["TF_CLI_CONFIG_FILE"]
        # Services that provider.tf does not name must not reach AWS either.
        environment.update(
            AWS_ENDPOINT_URL=gateway.endpoint, AWS_CONFIG_FILE=os.devnull, AWS_SHARED_CREDENTIALS_FILE=os.devnull,
            AWS_EC2_METADATA_DISABLED="true", TF_IN_AUTOMATION="1", TF_INPUT="0", CHECKPOINT_DISABLE="1",
            NO_PROXY="127.0.0.1,localhost", no_proxy="127.0.0.1,localhost")
        mirror = os.environ.get("SALLYPORT_TERRAFORM_MIRROR")
        if mirror:
            file = folder / "terraformrc"
            file.write_text('provider_installation {\n  filesystem_mirror {\n    path = %s\n  }\n}\n' % json.dumps(mirror))
            environment["TF_CLI_CONFIG_FILE"] = str(file)
        return environment

    def _start_provider(self, folder):
        """A provider's start costs seconds, and terraform starts it several times a command: a debugged one stays.

        It opens the files that a configuration names, so it works in the configuration's folder.
        """
        self.stop()
        binaries = sorted(self.base.glob(".terraform/providers/*/*/*/*/*/terraform-provider-aws*"))
        if not binaries:
            return
        provider = subprocess.Popen([str(binaries[0].resolve()), "-debug"], cwd=folder, env=self.environment,
                                    stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        attach = None
        for line in provider.stdout:
            match = re.search(r"TF_REATTACH_PROVIDERS='(.*)'", line)
            if match:
                attach = match.group(1)
                break
        if attach is None:
            provider.wait(60)
            print("the provider does not let itself be attached: it is started for each command")
            return
        threading.Thread(target=provider.stdout.read, daemon=True).start()
        self.provider = provider
        self.environment["TF_REATTACH_PROVIDERS"] = attach

    def stop(self):
        if self.provider:
            self.provider.kill()
            self.provider.wait(60)
            self.provider = None
            del self.environment["TF_REATTACH_PROVIDERS"]

    def prepare(self, folder):
        """Makes a folder one that terraform init has seen."""
        (folder / ".terraform").mkdir()
        (folder / ".terraform" / "providers").symlink_to(self.base / ".terraform" / "providers")
        for name in ("provider.tf", ".terraform.lock.hcl"):
            shutil.copy(self.base / name, folder / name)
        if self.reattach:
            self._start_provider(folder)

    def run(self, folder, *arguments):
        """(exit code, output); both also go to the folder's log.txt."""
        started = time.monotonic()
        running = subprocess.Popen(["terraform", *arguments, "-no-color"], cwd=folder, env=self.environment,
                                   stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        try:
            said = running.communicate(timeout=COMMAND_SECONDS)[0]
        except subprocess.TimeoutExpired:
            # Interrupted, terraform writes down what it has.
            running.send_signal(signal.SIGINT)
            said = running.communicate(timeout=COMMAND_SECONDS)[0] + f"\nnot done within {COMMAND_SECONDS} seconds\n"
        text = (f"$ terraform {' '.join(arguments)}   -> {running.returncode} after {time.monotonic() - started:.1f} s\n"
                + f"{said}\n")
        with (folder / "log.txt").open("a") as log:
            log.write(text)
        if self.verbose:
            print(text, flush=True)
        return running.returncode, said


class State:
    """What terraform.tfstate holds of one case: attributes by address."""

    def __init__(self, folder, case):
        file = folder / "terraform.tfstate"
        state = json.loads(file.read_text()) if file.exists() else {}
        self.outputs = state.get("outputs", {}).get(case, {}).get("value", {})
        self.resources = {}
        for resource in state.get("resources", []):
            if resource.get("module") != f"module.{case}":
                continue
            name = ("data." if resource["mode"] == "data" else "") + f"{resource['type']}.{resource['name']}"
            for instance in resource["instances"]:
                key = instance.get("index_key")
                address = name if key is None else f"{name}[{json.dumps(key)}]"
                self.resources[address] = instance["attributes"]

    def fill(self, template):
        """The template with every ${address.attribute} and ${output.name} replaced."""

        def value(match):
            address, _, attribute = match.group(1).rpartition(".")
            values = self.outputs if address == "output" else self.resources.get(address)
            if values is None or values.get(attribute) is None:
                raise Failure(f"{match.group(0)} is not in the state")
            return str(values[attribute])

        return re.sub(r"\$\{([^}]+)\}", value, template)
