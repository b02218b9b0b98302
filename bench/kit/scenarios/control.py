"""The control plane with many APIs stored: what calls take, what an idle API costs, how long an import takes."""

import json
import time
from typing import Any

from ..aws import AwsApi
from ..cpu import tree_rss_bytes
from ..gateway import Gateway
from ..goals import API_KILOBYTES, CALL_MILLIS, IMPORT_MILLIS
from ..processes import Processes
from ..results import Measure, Result
from .context import Context

WHAT = "calls with 10,000 APIs stored, memory of an idle API, import of 300 operations"

_APIS = 10_000
_ROUNDS = 200
_IMPORTS = 5
_OPERATIONS = 300
_SETTLE_SECONDS = 5
_CALLS = (
    "CreateRestApi", "GetRestApi", "GetRestApis", "CreateResource", "PutMethod", "PutIntegration", "GetResources",
    "UpdateRestApi", "TagResource", "CreateDeployment", "GetStages", "DeleteRestApi",
)


def run(context: Context) -> Result:
    result = Result("control", WHAT, notes=[
        f"Calls come one after the other over one connection, {_ROUNDS} rounds of {len(_CALLS)} kinds of calls, each "
        "with an API of its own that has one method. Memory is the resident set of the process tree "
        f"{_SETTLE_SECONDS} s after a start, less that of a start with an empty folder, over the number of APIs; each "
        "has one deployed method. The first import is the first call after a start."])
    with Processes() as processes:
        data = processes.folder()
        empty = _resting(processes, processes.folder())
        gateway = Gateway(processes, data)
        begin = time.monotonic()
        for number in range(_APIS):
            _idle_api(gateway.aws, number)
        context.say(f"{_APIS} APIs made in {time.monotonic() - begin:.0f} s")
        gateway.stop()
        full = _resting(processes, data)
        kilobytes = (full - empty) / 1e3 / _APIS
        context.say(f"{empty / 1e6:.0f} MB empty, {full / 1e6:.0f} MB with {_APIS} APIs, {kilobytes:.1f} KB each")
        gateway = Gateway(processes, data)
        first = _import(gateway.aws, 0)
        later = [_import(gateway.aws, number) for number in range(1, _IMPORTS + 1)]
        context.say(f"imports: {first:.0f} ms, then " + ", ".join(f"{millis:.0f}" for millis in later) + " ms")
        taken = _calls(context, gateway.aws)
        gateway.stop()
    every = sorted(millis for each in taken.values() for millis in each)
    result.measures += [
        Measure("control: p99 of all calls", "ms", [_p99(every)], CALL_MILLIS),
        Measure("control: median of all calls", "ms", [every[len(every) // 2]]),
        *(Measure(f"control: p99 of {name}", "ms", [_p99(sorted(each))]) for name, each in taken.items()),
        Measure("control: memory of an idle API", "KB", [kilobytes], API_KILOBYTES),
        Measure(f"control: first import of {_OPERATIONS} operations", "ms", [first], IMPORT_MILLIS),
        Measure("control: further imports of them", "ms", later, IMPORT_MILLIS),
    ]
    return result


def _p99(ordered: list[float]) -> float:
    return ordered[min(len(ordered) - 1, len(ordered) * 99 // 100)]


def _resting(processes: Processes, data: Any) -> float:
    gateway = Gateway(processes, data)
    time.sleep(_SETTLE_SECONDS)
    resident = tree_rss_bytes(gateway.pid)
    gateway.stop()
    return resident


def _idle_api(aws: AwsApi, number: int) -> None:
    """One import and one deployment: the cheapest way to an API that serves."""
    document = {"openapi": "3.0.1", "info": {"title": f"idle-{number}", "version": "1"},
                "paths": {"/pets": {"get": _operation()}}}
    api_id = aws.call("apigateway", "POST", "/restapis?mode=import", document)["id"]
    aws.call("apigateway", "POST", f"/restapis/{api_id}/deployments", {"stageName": "idle"})


def _operation() -> dict[str, Any]:
    return {
        "responses": {"200": {"description": "ok"}},
        "x-amazon-apigateway-integration": {
            "type": "mock",
            "requestTemplates": {"application/json": json.dumps({"statusCode": 200})},
            "responses": {"default": {"statusCode": "200", "responseTemplates": {"application/json": "{}"}}},
        },
    }


def _import(aws: AwsApi, number: int) -> float:
    schema = {"type": "object", "properties": {"id": {"type": "integer"}, "name": {"type": "string"}}}
    document = {
        "openapi": "3.0.1",
        "info": {"title": f"large-{number}", "version": "1"},
        "paths": {
            f"/group-{index // 20}/thing-{index}/{{id}}": {"get": _operation() | {
                "operationId": f"operation{index}",
                "parameters": [{"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}],
            }}
            for index in range(_OPERATIONS)
        },
        "components": {"schemas": {f"Model{index}": schema for index in range(50)}},
    }
    begin = time.monotonic()
    api_id = aws.call("apigateway", "POST", "/restapis?mode=import", document)["id"]
    millis = (time.monotonic() - begin) * 1e3
    aws.call("apigateway", "DELETE", f"/restapis/{api_id}")
    return millis


def _calls(context: Context, aws: AwsApi) -> dict[str, list[float]]:
    taken: dict[str, list[float]] = {name: [] for name in _CALLS}

    def call(name: str, method: str, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        begin = time.monotonic()
        answer = aws.call("apigateway", method, path, body)
        taken[name].append((time.monotonic() - begin) * 1e3)
        return answer

    for number in range(_ROUNDS):
        created = call("CreateRestApi", "POST", "/restapis", {"name": f"called-{number}"})
        api = f"/restapis/{created['id']}"
        call("GetRestApi", "GET", api)
        call("GetRestApis", "GET", "/restapis?limit=25")
        resource = call("CreateResource", "POST", f"{api}/resources/{created['rootResourceId']}", {"pathPart": "a"})
        method = f"{api}/resources/{resource['id']}/methods/GET"
        call("PutMethod", "PUT", method, {"authorizationType": "NONE"})
        call("PutIntegration", "PUT", f"{method}/integration", {"type": "MOCK"})
        call("GetResources", "GET", f"{api}/resources")
        call("UpdateRestApi", "PATCH", api, {
            "patchOperations": [{"op": "replace", "path": "/description", "value": "changed"}]})
        arn = f"arn%3Aaws%3Aapigateway%3Aus-east-1%3A%3A%2Frestapis%2F{created['id']}"
        call("TagResource", "PUT", f"/tags/{arn}", {"tags": {"a": "b"}})
        call("CreateDeployment", "POST", f"{api}/deployments", {"stageName": "called"})
        call("GetStages", "GET", f"{api}/stages")
        call("DeleteRestApi", "DELETE", api)
    slowest = max(taken, key=lambda name: _p99(sorted(taken[name])))
    context.say(f"the slowest call is {slowest}: p99 {_p99(sorted(taken[slowest])):.1f} ms")
    return taken
