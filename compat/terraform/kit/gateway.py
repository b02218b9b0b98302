"""The gateway under test, and what it holds."""

import datetime
import hashlib
import hmac
import json
import os
import pathlib
import re
import shlex
import signal
import subprocess
import threading
import urllib.parse
import urllib.request
import xml.etree.ElementTree as ElementTree

PROJECT = pathlib.Path(__file__).resolve().parents[3]
REGION = "us-east-1"
START_SECONDS = 300
ANYBODY = ("test", "test")


class Gateway:
    """The gateway under test: a running one, or one of our own that ends with us."""

    def __init__(self, endpoint, enforce):
        """With enforce the gateway asks who calls: a running one is called as the environment says, our own as its root."""
        self.process, self.credentials = None, ANYBODY
        if endpoint:
            self.endpoint = endpoint.rstrip("/")
            if enforce:
                self.credentials = named()
        else:
            self.endpoint = self._start(enforce)

    def _start(self, enforce):
        command = shlex.split(os.environ.get("SALLYPORT_COMMAND") or shlex.quote(str(PROJECT / "sallyport")))
        self.process = subprocess.Popen(
            [*command, "up", "--ephemeral", "--listen", "127.0.0.1:0", *(["--auth", "enforce"] if enforce else [])],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        ready = threading.Event()
        said, found = [], []

        def read():
            for line in self.process.stdout:
                said.append(line)
                told = re.search(r"The root's access key is in (.+)\. Take it from there", line)
                if told:
                    self.credentials = kept(pathlib.Path(told.group(1)))
                match = re.search(r"Ready\. (http://\S+)", line)
                if match and not found:
                    found.append(match.group(1).rstrip("/"))
                    ready.set()
            ready.set()

        threading.Thread(target=read, daemon=True).start()
        if not ready.wait(START_SECONDS) or not found:
            self.stop()
            raise SystemExit("the gateway did not start:\n" + "".join(said[-40:]))
        if enforce and self.credentials == ANYBODY:
            self.stop()
            raise SystemExit("the gateway did not tell its root's access key:\n" + "".join(said[-40:]))
        return found[0]

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(60)

    def call(self, service, method, path, body=None, headers=None, target=None):
        """The answer's bytes; every status but 2xx is an error. The gateway tells services apart by the scope."""
        request = urllib.request.Request(self.endpoint + path, body, headers or {}, method=method)
        request.add_header("Accept", "application/json")
        for name, value in signature(self.credentials, service, method, self.endpoint, path, body or b"", target).items():
            request.add_header(name, value)
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.read()

    def _json(self, service, target):
        headers = {"Content-Type": "application/x-amz-json-1.1"}
        return json.loads(self.call(service, "POST", "/", b"{}", headers, target))

    def _iam(self, action, member):
        body = urllib.parse.urlencode({"Action": action, "Version": "2010-05-08", "Scope": "Local"}).encode()
        answer = self.call("iam", "POST", "/", body, {"Content-Type": "application/x-www-form-urlencoded"})
        return [found.text for found in ElementTree.fromstring(answer).iterfind(".//{*}" + member)]

    def contents(self):
        """Everything that Terraform could have left behind, as lines of text."""
        found = []
        for path in ["restapis", "apikeys", "usageplans", "domainnames", "vpclinks", "clientcertificates"]:
            for item in json.loads(self.call("apigateway", "GET", f"/{path}?limit=500")).get("item", []):
                ids = [item.get(key) for key in ("id", "domainName", "clientCertificateId")]
                found.append(f"{path} {next(filter(None, ids))}")
        for path, key in [("apis", "apiId"), ("vpclinks", "vpcLinkId")]:
            for item in json.loads(self.call("apigateway", "GET", f"/v2/{path}?maxResults=500"))["items"]:
                found.append(f"v2 {path} {item[key]}")
        for function in json.loads(self.call("lambda", "GET", "/2015-03-31/functions/"))["Functions"]:
            found.append("function " + function["FunctionName"])
        for action, member in [("ListRoles", "RoleName"), ("ListPolicies", "Arn"), ("ListUsers", "UserName"),
                               ("ListGroups", "GroupName")]:
            found += [f"iam {action} {name}" for name in self._iam(action, member)]
        for certificate in self._json("acm", "CertificateManager.ListCertificates")["CertificateSummaryList"]:
            found.append("certificate " + certificate["CertificateArn"])
        for group in self._json("logs", "Logs_20140328.DescribeLogGroups")["logGroups"]:
            # As on AWS the groups that invocations write to by themselves outlive the API and the function.
            if not group["logGroupName"].startswith(("API-Gateway-Execution-Logs_", "/aws/lambda/", "/aws/apigateway/")):
                found.append("log group " + group["logGroupName"])
        return set(found)


def named():
    """The access key of the environment, which a running gateway knows."""
    try:
        return os.environ["AWS_ACCESS_KEY_ID"], os.environ["AWS_SECRET_ACCESS_KEY"]
    except KeyError as missing:
        raise SystemExit(f"--enforce with a running gateway needs its credentials: {missing.args[0]} is not set") from missing


def kept(file):
    """The access key of a credentials file."""
    values = dict(line.split(" = ", 1) for line in file.read_text().splitlines() if " = " in line)
    return values["aws_access_key_id"], values["aws_secret_access_key"]


def signature(credentials, service, method, endpoint, path, body, target=None):
    """The headers that sign a request (Signature Version 4)."""
    access_key, secret = credentials
    date = datetime.datetime.now(datetime.timezone.utc).strftime("%Y%m%dT%H%M%SZ")
    headers = {"host": endpoint.partition("://")[2], "x-amz-content-sha256": hashlib.sha256(body).hexdigest(),
               "x-amz-date": date, **({"x-amz-target": target} if target else {})}
    plain, _, query = path.partition("?")
    canonical = "\n".join([method, plain, "&".join(sorted(query.split("&"))),
                           *(f"{name}:{value}" for name, value in sorted(headers.items())), "", ";".join(sorted(headers)),
                           headers["x-amz-content-sha256"]])
    scope = f"{date[:8]}/{REGION}/{service}/aws4_request"
    to_sign = f"AWS4-HMAC-SHA256\n{date}\n{scope}\n{hashlib.sha256(canonical.encode()).hexdigest()}"
    key = ("AWS4" + secret).encode()
    for part in [*scope.split("/"), to_sign]:
        key = hmac.digest(key, part.encode(), "sha256")
    sent = {name: value for name, value in headers.items() if name != "host"}
    sent["Authorization"] = (f"AWS4-HMAC-SHA256 Credential={access_key}/{scope}, SignedHeaders={';'.join(sorted(headers))}, "
                             f"Signature={key.hex()}")
    return sent
