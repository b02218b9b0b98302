"""The gateway's AWS API over plain HTTP, as far as the scenarios need it."""

import base64
import http.client
import io
import json
import time
import urllib.parse
import zipfile
from pathlib import Path
from typing import Any

_TIMEOUT_SECONDS = 60


class AwsApi:
    """Calls of one client, over one connection.

    Requests carry the form of a signature but no valid one: credentials are not enforced on a loopback address.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self._connection = http.client.HTTPConnection(urllib.parse.urlsplit(url).netloc, timeout=_TIMEOUT_SECONDS)

    def call(self, service: str, method: str, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        headers = {
            "Authorization": f"AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/{service}/aws4_request, "
                             "SignedHeaders=host, Signature=0",
            "Content-Type": "application/json",
        }
        payload = None if body is None else json.dumps(body)
        try:
            self._connection.request(method, path, payload, headers)
            response = self._connection.getresponse()
            text = response.read().decode()
        except (http.client.HTTPException, OSError):
            self._connection.close()
            raise
        if response.status >= 300:
            raise RuntimeError(f"{service} {method} {path} answered {response.status}: {text[:500]}")
        return json.loads(text) if text else {}

    # API Gateway

    def create_api(self, name: str) -> "RestApi":
        api_id = self.call("apigateway", "POST", "/restapis", {"name": name})["id"]
        root = self.call("apigateway", "GET", f"/restapis/{api_id}/resources")
        return RestApi(self, api_id, root["item"][0]["id"] if "item" in root else root["_embedded"]["item"]["id"])

    def clone_api(self, name: str, source: "RestApi") -> "RestApi":
        """A copy of another API's draft, whose resources have ids of their own."""
        created = self.call("apigateway", "POST", "/restapis", {"name": name, "cloneFrom": source.api_id})
        return RestApi(self, created["id"], created["rootResourceId"])

    def create_plan(self, api: "RestApi", throttle: dict[str, Any], quota: dict[str, Any]) -> str:
        """A usage plan for the API's stage; returns its id."""
        created = self.call("apigateway", "POST", "/usageplans", {
            "name": "bench",
            "apiStages": [{"apiId": api.api_id, "stage": api.STAGE}],
            "throttle": throttle,
            "quota": quota,
        })
        plan_id: str = created["id"]
        return plan_id

    def create_key(self, value: str, plan_id: str) -> None:
        """An API key in a usage plan."""
        key = self.call("apigateway", "POST", "/apikeys", {"value": value, "enabled": True})["id"]
        self.call("apigateway", "POST", f"/usageplans/{plan_id}/keys", {"keyId": key, "keyType": "API_KEY"})

    # Lambda

    def create_node_function(self, name: str, source: Path) -> str:
        """Creates a function that API Gateway may invoke; returns its ARN when it is active."""
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.write(source, "index.js")
        created = self.call("lambda", "POST", "/2015-03-31/functions", {
            "FunctionName": name,
            "Runtime": "nodejs20.x",
            "Handler": "index.handler",
            "Role": "arn:aws:iam::123456789012:role/bench",
            "Code": {"ZipFile": base64.b64encode(packed.getvalue()).decode()},
        })
        self.call("lambda", "POST", f"/2015-03-31/functions/{name}/policy", {
            "StatementId": "apigateway",
            "Action": "lambda:InvokeFunction",
            "Principal": "apigateway.amazonaws.com",
        })
        self._wait_until_active(name)
        return created["FunctionArn"]

    def _wait_until_active(self, name: str) -> None:
        deadline = time.monotonic() + _TIMEOUT_SECONDS
        while True:
            state = self.call("lambda", "GET", f"/2015-03-31/functions/{name}/configuration").get("State", "Active")
            if state == "Active":
                return
            if state == "Failed" or time.monotonic() > deadline:
                raise RuntimeError(f"the function {name} is {state}")
            time.sleep(0.05)


class RestApi:
    """A REST API's draft, and its deployment to the stage "bench"."""

    STAGE = "bench"

    def __init__(self, aws: AwsApi, api_id: str, root_id: str) -> None:
        self.api_id = api_id
        self._aws = aws
        self._root_id = root_id

    def through(self, aws: AwsApi) -> "RestApi":
        """The same API over another connection."""
        return RestApi(aws, self.api_id, self._root_id)

    def invoke_path(self, path: str) -> str:
        return f"/_aws/execute-api/{self.api_id}/{self.STAGE}/{path}"

    def invoke_url(self, path: str) -> str:
        return self._aws.url + self.invoke_path(path)

    def add_resource(self, path_part: str, parent_id: str | None = None) -> str:
        """A resource without methods, below the root or another resource; returns its id."""
        parent = parent_id or self._root_id
        path = f"/restapis/{self.api_id}/resources/{parent}"
        resource_id: str = self._aws.call("apigateway", "POST", path, {"pathPart": path_part})["id"]
        return resource_id

    def add_mock(self, path_part: str, body: str, parent_id: str | None = None) -> str:
        """A resource whose GET answers a fixed text; returns the resource's id."""
        resource_id = self.add_resource(path_part, parent_id)
        method = self._add_method(resource_id, "GET")
        self._put(method + "/integration", {
            "type": "MOCK",
            "requestTemplates": {"application/json": '{"statusCode": 200}'},
        })
        self._put(method + "/responses/200", {})
        self._put(method + "/integration/responses/200", {"responseTemplates": {"application/json": body}})
        return resource_id

    def change_mock(self, resource_id: str, body: str) -> None:
        self._put(f"resources/{resource_id}/methods/GET/integration/responses/200",
                  {"responseTemplates": {"application/json": body}})

    def add_http_proxy(self, path_part: str, uri: str, verb: str = "GET", needs_key: bool = False) -> None:
        method = self._add_method(self.add_resource(path_part), verb, needs_key)
        self._put(method + "/integration", {"type": "HTTP_PROXY", "httpMethod": verb, "uri": uri})

    def add_lambda_proxy(self, path_part: str, function_arn: str) -> None:
        method = self._add_method(self.add_resource(path_part), "POST")
        self._put(method + "/integration", {
            "type": "AWS_PROXY",
            "httpMethod": "POST",
            "uri": f"arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/{function_arn}/invocations",
        })

    def deploy(self) -> None:
        self._aws.call("apigateway", "POST", f"/restapis/{self.api_id}/deployments", {"stageName": self.STAGE})

    def release_canary(self, percent: int) -> None:
        """Deploys the draft as the canary of the stage, which is there."""
        self._aws.call("apigateway", "POST", f"/restapis/{self.api_id}/deployments", {
            "stageName": self.STAGE, "canarySettings": {"percentTraffic": percent}})

    def shift(self, percent: int) -> None:
        """Gives the canary another share of the traffic."""
        self._aws.call("apigateway", "PATCH", f"/restapis/{self.api_id}/stages/{self.STAGE}", {"patchOperations": [
            {"op": "replace", "path": "/canarySettings/percentTraffic", "value": str(percent)},
        ]})

    def enable_cache(self, seconds: float = 60) -> None:
        """Has the stage keep the answers of its GET methods, for longer than any scenario takes; waits for its cache."""
        path = f"/restapis/{self.api_id}/stages/{self.STAGE}"
        stage = self._aws.call("apigateway", "PATCH", path, {"patchOperations": [
            {"op": "replace", "path": "/cacheClusterEnabled", "value": "true"},
            {"op": "replace", "path": "/*/*/caching/enabled", "value": "true"},
            {"op": "replace", "path": "/*/*/caching/ttlInSeconds", "value": "3600"},
        ]})
        deadline = time.monotonic() + seconds
        while stage["cacheClusterStatus"] != "AVAILABLE":
            if time.monotonic() > deadline:
                raise RuntimeError(f"the cache of the stage is {stage['cacheClusterStatus']}")
            time.sleep(0.1)
            stage = self._aws.call("apigateway", "GET", path)

    def throttle(self, path_part: str, verb: str, rate: int, burst: int) -> None:
        """Limits a method of a resource below the root, on the stage, which is there."""
        prefix = f"/~1{path_part}/{verb}/throttling"
        self._aws.call("apigateway", "PATCH", f"/restapis/{self.api_id}/stages/{self.STAGE}", {"patchOperations": [
            {"op": "replace", "path": f"{prefix}/rateLimit", "value": str(rate)},
            {"op": "replace", "path": f"{prefix}/burstLimit", "value": str(burst)},
        ]})

    def _add_method(self, resource_id: str, verb: str, needs_key: bool = False) -> str:
        method = f"resources/{resource_id}/methods/{verb}"
        self._put(method, {"authorizationType": "NONE", "apiKeyRequired": needs_key})
        return method

    def _put(self, path: str, body: dict[str, Any]) -> None:
        self._aws.call("apigateway", "PUT", f"/restapis/{self.api_id}/{path}", body)
