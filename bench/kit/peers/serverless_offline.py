"""serverless-offline as a peer for functions: installed by npm at first use, into the kit's cache."""

import json
import shutil
import subprocess
from pathlib import Path

from ..machine import BENCH, free_port
from ..processes import Processes
from .server import Server, when_answering

VERSION = "14.8.2"
FRAMEWORK_VERSION = "4.3.1"

_FOLDER = BENCH / ".cache" / f"serverless-offline-{VERSION}"
_PATIENCE_SECONDS = 90
_INSTALL_SECONDS = 600


def is_possible() -> bool:
    return shutil.which("npm") is not None


def start(processes: Processes, function: Path) -> Server:
    """Serves one function at POST /dev/echo."""
    _install()
    folder, port = processes.folder(), free_port()
    (folder / "serverless.yml").write_text(config())
    shutil.copy(function, folder / "index.js")
    # The framework looks for itself and for its plugin beside the service. It writes a line for each request, which
    # must not be the kit's work.
    (folder / "node_modules").symlink_to(_FOLDER / "node_modules")
    script = 'exec node node_modules/.bin/serverless offline start "$@" >requests.log 2>&1'
    options = ["--host", "127.0.0.1", "--httpPort", str(port), "--lambdaPort", str(free_port())]
    child = processes.start("serverless-offline", ["sh", "-c", script, "serverless", *options], folder)
    return when_answering(child, port, seconds=_PATIENCE_SECONDS)


def _install() -> None:
    done = _FOLDER / "done"
    if done.exists():
        return
    _FOLDER.mkdir(parents=True, exist_ok=True)
    (_FOLDER / "package.json").write_text(package())
    # Scripts of packages are not needed, so they are not run.
    npm = subprocess.run(
        ["npm", "install", "--no-audit", "--no-fund", "--ignore-scripts"], cwd=_FOLDER, timeout=_INSTALL_SECONDS,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    if npm.returncode != 0:
        raise RuntimeError(f"npm cannot install serverless-offline: {npm.stdout.strip()[-500:]}")
    done.touch()


def package() -> str:
    """osls is the framework's free continuation; the plugin asks for it by the old name."""
    dependencies = {"serverless": f"npm:osls@{FRAMEWORK_VERSION}", "serverless-offline": VERSION}
    return json.dumps({"private": True, "dependencies": dependencies}, indent=2) + "\n"


def config() -> str:
    return """service: bench
provider:
  name: aws
  runtime: nodejs20.x
plugins:
  - serverless-offline
functions:
  echo:
    handler: index.handler
    events:
      - http:
          path: echo
          method: post
"""
