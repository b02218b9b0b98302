"""The gateway under test, and what it holds."""

import json
import pathlib
import re
import signal
import subprocess
import threading
import urllib.parse
import urllib.request
import xml.etree.ElementTree as ElementTree

PROJECT = pathlib.Path(__file__).resolve().parents[3]
REGION = "us-east-1"
START_SECONDS = 300


class Gateway:
    """The gateway under test: a running one, or one of our own that ends with us."""

    def __init__(self, endpoint):
        self.process = None
        self.endpoint = endpoint.rstrip("/") if endpoint else self._start()

    def _start(self):
        self.process = subprocess.Popen(
            [str(PROJECT / "sallyport"), "up", "--ephemeral", "--listen", "127.0.0.1:0"],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        ready = threading.Event()
        said, found = [], []

        def read():
            for line in self.process.stdout:
                said.append(line)
                match = re.search(r"Ready\. (http://\S+)", line)
                if match and not found:
                    found.append(match.group(1).rstrip("/"))
                    ready.set()
            ready.set()

        threading.Thread(target=read, daemon=True).start()
        if not ready.wait(START_SECONDS) or not found:
            self.stop()
            raise SystemExit("the gateway did not start:\n" + "".join(said[-40:]))
        return found[0]

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(60)

    def call(self, service, method, path, body=None, headers=None):
        """The answer's bytes; every status but 2xx is an error. The gateway tells services apart by the scope."""
        scope = f"test/20250101/{REGION}/{service}/aws4_request"
        request = urllib.request.Request(self.endpoint + path, body, headers or {}, method=method)
        request.add_header("Accept", "application/json")
        request.add_header("X-Amz-Date", "20250101T000000Z")
        request.add_header(
            "Authorization", f"AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host;x-amz-date, Signature={'0' * 64}")
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.read()

    def _json(self, service, target):
        headers = {"Content-Type": "application/x-amz-json-1.1", "X-Amz-Target": target}
        return json.loads(self.call(service, "POST", "/", b"{}", headers))

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
