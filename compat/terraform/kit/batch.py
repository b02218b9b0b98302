"""Cases that run together, and whose a failure is."""

import json
import re

from kit.terraform import Failure


class Batch:
    """Cases that run together, each a module of one configuration: what a command costs is the provider's schemas."""

    def __init__(self, cases, folder, gateway, terraform):
        self.cases, self.folder, self.gateway, self.terraform = cases, folder, gateway, terraform
        self.failed = {}

    def run(self):
        before = self.gateway.contents()
        self.folder.mkdir()
        self.terraform.prepare(self.folder)
        for case in self.cases:
            case.copy(self.folder)
        try:
            for number in range(1, max(len(case.steps) for case in self.cases) + 1):
                self._step(number)
            self._import()
            self._apply("destroy", "-destroy")
            left = sorted(self.gateway.contents() - before)
            if left:
                raise Failure("left after destroy: " + ", ".join(left))
        except Failure as failure:
            # Nothing that is one case's: it is everybody's.
            for case in self._running():
                self._fail(case.name, str(failure))
        finally:
            if self.failed:
                self.terraform.run(self.folder, "destroy", "-auto-approve")

    def _running(self):
        return [case for case in self.cases if case.name not in self.failed]

    def _fail(self, name, text):
        if name not in self.failed:
            self.failed[name] = text
            self._write()

    def _write(self):
        blocks = [f'module "{case.name}" {{\n  source = "./{case.name}"\n{self._endpoint(case)}}}\n\n'
                  f'output "{case.name}" {{\n  value     = module.{case.name}\n  sensitive = true\n}}\n'
                  for case in self._running()]
        (self.folder / "cases.tf").write_text("\n".join(blocks))
        code, said = self.terraform.run(self.folder, "get")
        if code:
            raise Failure(said)

    def _endpoint(self, case):
        return f'  endpoint = "{self.gateway.endpoint}"\n' if case.asks_endpoint else ""

    def _attempt(self, case, action):
        try:
            return action()
        except Failure as failure:
            self._fail(case.name, str(failure))
            return None

    def _step(self, number):
        for case in self._running():
            case.place(self.folder, number)
        if number == 1:
            self._write()
        self._apply(f"step {number}")
        self._empty_plan(f"step {number}")
        for case in self._running():
            self._attempt(case, lambda case=case: case.check(self.folder, self.gateway, number))

    def _apply(self, what, *options):
        """Applies; a case that fails is taken out, so that the next round destroys what it made, and the others go on."""
        while self._running():
            code, said = self.terraform.run(self.folder, "apply", "-auto-approve", "-json", *options)
            if code == 0 or not self._blame(what, said):
                return

    def _blame(self, what, said):
        """Finds whose errors these are; true when that made a difference."""
        known, found = set(self.failed), {}
        for message in messages(said):
            diagnostic = message.get("diagnostic", {})
            if diagnostic.get("severity") == "error":
                name = self._owner(diagnostic)
                where = diagnostic.get("address", "").partition(".")[2].partition(".")[2]
                text = " ".join(filter(None, [where, diagnostic["summary"], diagnostic.get("detail", "")]))
                found.setdefault(name, []).append(text)
        if not found or None in found:
            raise Failure(f"{what}: " + "\n".join(found.get(None, [said[-3000:]])))
        for name, texts in found.items():
            self._fail(name, f"{what}: " + "\n".join(texts))
        return set(self.failed) != known

    def _owner(self, diagnostic):
        address = re.match(r"module\.(\w+)\.", diagnostic.get("address", ""))
        file = re.match(r"(\w+)/", diagnostic.get("range", {}).get("filename", ""))
        names = {case.name for case in self.cases}
        return next((match.group(1) for match in (address, file) if match and match.group(1) in names), None)

    def _planned(self, what, *options):
        """The plan as JSON, or nothing when it is empty."""
        code, said = self.terraform.run(self.folder, "plan", "-out=now.plan", "-detailed-exitcode", "-json", *options)
        if code == 0:
            return None
        if code == 2:
            shown_code, plan = self.terraform.run(self.folder, "show", "-json", "now.plan")
            if shown_code == 0:
                return json.loads(plan)
            said = plan
        if not self._blame(what, said):
            raise Failure(f"{what}: {said[-3000:]}")
        return self._planned(what, *options)

    def _empty_plan(self, what):
        plan = self._planned(what)
        if plan is None:
            return
        found = {}
        for resource in plan.get("resource_changes", []):
            change = resource["change"]
            if change["actions"] != ["no-op"]:
                self._drift(found, resource["address"], change, differences(change))
        for name, change in plan.get("output_changes", {}).items():
            if change["actions"] != ["no-op"]:
                found.setdefault(name, []).append("its outputs change")
        for name, texts in found.items():
            self._fail(name, f"{what}: the plan is not empty\n" + "\n".join(texts))

    @staticmethod
    def _drift(found, address, change, names):
        _, case, local = address.split(".", 2)
        text = "; ".join(shown(change, name) for name in sorted(names))
        found.setdefault(case, []).append(f"{local} would {'+'.join(change['actions'])}: {text}")

    def _import(self):
        """Forgets what import.txt names and imports it again, as `import` blocks: one plan instead of a command for each."""
        wanted = {}
        for case in self._running():
            for address, identifier, excepted in self._attempt(case, lambda case=case: case.imports(self.folder)) or []:
                wanted[address] = (identifier, excepted)
        if not wanted or self.terraform.run(self.folder, "state", "rm", *wanted)[0]:
            if wanted:
                raise Failure("terraform state rm failed, see log.txt")
            return
        self._write_imports(wanted)
        plan = self._planned("import")
        while plan and self._check_import(plan, wanted):
            self._write_imports(wanted)
            plan = self._planned("import")
        self._apply("import")
        (self.folder / "import.tf").unlink()
        self._empty_plan("after import")

    def _write_imports(self, wanted):
        names = {case.name for case in self._running()}
        blocks = ["import {\n  to = %s\n  id = %s\n}\n" % (address, json.dumps(identifier).replace("${", "$${"))
                  for address, (identifier, _) in wanted.items() if address.split(".")[1] in names]
        (self.folder / "import.tf").write_text("\n".join(blocks))

    def _check_import(self, plan, wanted):
        """True when a case failed, so that the plan has to be made again without it."""
        known, imported, found = set(self.failed), set(), {}
        for resource in plan.get("resource_changes", []):
            address, change = resource["address"], resource["change"]
            if "importing" in change:
                imported.add(address)
            if resource["mode"] == "data" or change["actions"] == ["no-op"]:
                continue
            differing = differences(change) - wanted.get(address, (None, set()))[1]
            if change["actions"] != ["update"] or differing:
                self._drift(found, address, change, differing)
        for case in self._running():
            missing = [address for address in wanted if address.split(".")[1] == case.name and address not in imported]
            if missing:
                found.setdefault(case.name, []).append(f"not imported: {', '.join(missing)}")
        for name, texts in found.items():
            self._fail(name, "import: " + "\n".join(texts))
        return set(self.failed) != known


def messages(said):
    """What terraform says with -json, line by line."""
    for line in said.splitlines():
        if line.startswith("{"):
            yield json.loads(line)


def differences(change):
    """The names of the attributes that a planned change touches."""
    before, after = change.get("before") or {}, change.get("after") or {}
    unknown = {name for name, value in (change.get("after_unknown") or {}).items() if value is True}
    return unknown | {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}


def shown(change, name):
    before, after = change.get("before") or {}, change.get("after") or {}
    unknown = (change.get("after_unknown") or {}).get(name) is True
    return f"{name} {json.dumps(before.get(name))[:400]} -> {'unknown' if unknown else json.dumps(after.get(name))[:400]}"
