"""One case: what it brings along, and its requests through the stage."""

import io
import json
import os
import re
import shutil
import subprocess
import sys
import urllib.error
import urllib.request
import zipfile

from kit.terraform import COMMAND_SECONDS, Failure, State


class Case:
    """One folder of cases/: a module of the batch it runs in."""

    def __init__(self, source):
        self.source, self.name = source, source.name
        self.steps = sorted((file for file in source.glob("*.tf") if file.stem.isdigit()), key=lambda file: int(file.stem))
        if not self.steps:
            raise SystemExit(f"{source} holds no 1.tf")
        # Whose module says so is told where the gateway serves.
        self.asks_endpoint = any('variable "endpoint"' in file.read_text() for file in source.glob("*.tf"))
        self.alone = any((source / name).exists() for name in ("alone.txt", "provider_override.tf"))

    def copy(self, root):
        """Everything but the steps, into the batch's folder."""
        folder = root / self.name
        folder.mkdir()
        for item in sorted(self.source.iterdir()):
            if item.is_dir():
                (folder / f"{item.name}.zip").write_bytes(packed(item))
            elif item.name == "provider_override.tf":
                shutil.copy(item, root / item.name)
            elif item not in self.steps:
                shutil.copy(item, folder / item.name)

    def place(self, root, number):
        if number <= len(self.steps):
            shutil.copy(self.steps[number - 1], root / self.name / "main.tf")

    def check(self, root, gateway, number):
        """Requests after a step."""
        if number > len(self.steps):
            return
        names = [f"expect.{number}.txt"] + (["expect.txt"] if number == len(self.steps) else [])
        for name in names:
            if (self.source / name).exists():
                self._expect(root, gateway, self.source / name)
        if (self.source / "check.py").exists():
            self._run_check(root, gateway, number)

    def _expect(self, root, gateway, file):
        for line in lines(file):
            method, path, status, *text = line.split(None, 3)
            url = f"{gateway.endpoint}/_aws/execute-api/{State(root, self.name).fill(path).lstrip('/')}"
            try:
                with urllib.request.urlopen(urllib.request.Request(url, method=method), timeout=60) as answer:
                    got, body = answer.status, answer.read().decode()
            except urllib.error.HTTPError as error:
                got, body = error.code, error.read().decode()
            except OSError as error:
                raise Failure(f"{file.name}: {line}\nbut there is no answer: {error}") from error
            if str(got) != status or (text and text[0] not in body):
                raise Failure(f"{file.name}: {line}\nbut the answer is {got} {body[:400]}")

    def _run_check(self, root, gateway, number):
        state = State(root, self.name)
        given = {"endpoint": gateway.endpoint, "step": number, "outputs": state.outputs, "resources": state.resources}
        done = subprocess.run([sys.executable, str(self.source / "check.py"), str(number)], cwd=root / self.name,
                              input=json.dumps(given), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                              timeout=COMMAND_SECONDS)
        if done.returncode:
            raise Failure(f"check.py after step {number}:\n{done.stdout[-2000:]}")

    def imports(self, root):
        """(address, id, excepted attributes) for every line of import.txt."""
        file = self.source / "import.txt"
        if not file.exists():
            return []
        state, found = State(root, self.name), []
        for line in lines(file):
            address, identifier, *rest = line.split()
            if rest and (rest[0] != "except" or len(rest) != 2):
                raise SystemExit(f"{file}: 'address id [except attribute,attribute]' was expected, but is: {line}")
            found.append((f"module.{self.name}.{address}", state.fill(identifier), set(rest[1].split(",")) if rest else set()))
        return found


def lines(file):
    """The lines of a text file that say something; # begins a comment at a line's start or after two blanks."""
    stripped = (re.split(r"^#|  +#", line)[0].strip() for line in file.read_text().splitlines())
    return [line for line in stripped if line]


def packed(folder):
    """The folder's files as a zip archive that is the same every time."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packing:
        for file in sorted(file for file in folder.rglob("*") if file.is_file()):
            entry = zipfile.ZipInfo(str(file.relative_to(folder)), (2025, 1, 1, 0, 0, 0))
            entry.external_attr = (0o755 if os.access(file, os.X_OK) else 0o644) << 16
            packing.writestr(entry, file.read_bytes())
    return archive.getvalue()
