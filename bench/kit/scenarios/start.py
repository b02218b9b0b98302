"""What someone waits for: starts, the first call of a function, deployments; and memory at rest and under load."""

import os
import threading
import time
from pathlib import Path

from .. import cpu
from ..aws import RestApi
from ..bodies import SMALL
from ..client import fetch
from ..gateway import Gateway
from ..goals import DEPLOYMENT_MILLIS, FIRST_CALL_MILLIS, IDLE_MEGABYTES, LOADED_MEGABYTES, READY_SECONDS
from ..load import Request, drive
from ..machine import BENCH
from ..peers import backend
from ..processes import Processes
from ..results import Measure, Result
from .context import CONNECTIONS, Context

WHAT = ("time from exec to Ready., memory at rest and under load, first call of a node function, deployment of 300 "
        "resources")

_STARTS = 5
_REST_SECONDS = 3
_RESOURCES = 300
_DEPLOYMENTS = 6
_PATIENCE_SECONDS = 30
_WATCH_SECONDS = 0.2


def run(context: Context) -> Result:
    result = Result("start", WHAT, notes=[
        f"Memory is the resident set of the process tree {_REST_SECONDS} s after Ready. Each start finds a data folder "
        "with one API and one function. A deployment counts from sending CreateDeployment until a request meets what "
        f"it changed. Memory under load is the largest set seen while {CONNECTIONS} clients saturate a gateway with "
        "default settings by plain proxied requests, from its start on."])
    with Processes() as processes:
        data = processes.folder()
        first = Gateway(processes, data)
        context.say(f"first start: {first.seconds_to_ready:.2f} s")
        api = _api_with_function(first)
        first.stop()
        result.measures += _starts(context, processes, data, api)
        gateway = Gateway(processes, data)
        result.measures += _deployments(context, gateway)
        gateway.stop()
        result.measures.append(_loaded(context, processes))
    return result


def _api_with_function(gateway: Gateway) -> RestApi:
    arn = gateway.aws.create_node_function("bench-echo", BENCH / "functions" / "echo" / "index.js")
    api = gateway.aws.create_api("bench-start")
    api.add_lambda_proxy("echo", arn)
    api.deploy()
    return api


def _starts(context: Context, processes: Processes, data: Path, api: RestApi) -> list[Measure]:
    ready, ready_cpu, memory, first_calls, foreign = [], [], [], [], []
    for _ in range(_STARTS):
        meter = cpu.Meter(os.getpid())
        gateway = Gateway(processes, data)
        foreign.append(meter.stop().foreign_cores)
        ready.append(gateway.seconds_to_ready)
        ready_cpu.append(gateway.cpu_seconds_to_ready)
        time.sleep(_REST_SECONDS)
        memory.append(cpu.tree_rss_bytes(gateway.pid) / 1e6)
        url = f"{gateway.url}/_aws/execute-api/{api.api_id}/{api.STAGE}/echo"
        begin = time.monotonic()
        status, answer = fetch(url, "POST", SMALL)
        first_calls.append((time.monotonic() - begin) * 1e3)
        if status != 200 or answer != SMALL:
            raise RuntimeError(f"the function answered {status} {answer[:200]!r}")
        gateway.stop()
        context.say(f"Ready after {ready[-1]:.2f} s ({ready_cpu[-1]:.2f} s of CPU), {memory[-1]:.0f} MB, "
                    f"first call {first_calls[-1]:.0f} ms, foreign load {foreign[-1]:.2f} cores")
    return [
        Measure("start: exec to Ready.", "s", ready, READY_SECONDS),
        Measure("start: CPU time until then", "s", ready_cpu),
        Measure("start: foreign load meanwhile", "cores", foreign),
        Measure("start: resident memory at rest", "MB", memory, IDLE_MEGABYTES),
        Measure("start: first call of a node function", "ms", first_calls, FIRST_CALL_MILLIS),
    ]


def _deployments(context: Context, gateway: Gateway) -> list[Measure]:
    api = gateway.aws.create_api("bench-deployment")
    begin = time.monotonic()
    resource_ids = [api.add_mock(f"resource-{number}", SMALL) for number in range(_RESOURCES)]
    context.say(f"{_RESOURCES} resources made in {time.monotonic() - begin:.1f} s")
    millis = []
    for number in range(_DEPLOYMENTS):
        text = f'{{"deployment": {number}}}'
        api.change_mock(resource_ids[-1], text)
        begin = time.monotonic()
        api.deploy()
        _wait_for_answer(api.invoke_url(f"resource-{_RESOURCES - 1}"), text)
        millis.append((time.monotonic() - begin) * 1e3)
    context.say("deployments: " + ", ".join(f"{value:.0f}" for value in millis) + " ms")
    return [
        Measure("start: first deployment of 300 resources until traffic runs on it", "ms", millis[:1],
                DEPLOYMENT_MILLIS),
        Measure("start: further deployments of them", "ms", millis[1:], DEPLOYMENT_MILLIS),
    ]


def _loaded(context: Context, processes: Processes) -> Measure:
    gateway = Gateway(processes, processes.folder())
    upstream = backend.start(processes)
    api = gateway.aws.create_api("bench-loaded")
    api.add_http_proxy("small", upstream.url("small"))
    api.deploy()
    seen: list[float] = []
    over = threading.Event()

    def watch() -> None:
        while not over.wait(_WATCH_SECONDS):
            seen.append(cpu.tree_rss_bytes(gateway.pid) / 1e6)

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        drive(Request(api.invoke_url("small")), CONNECTIONS, context.warm_up_seconds + context.seconds, None)
    finally:
        over.set()
        thread.join()
    gateway.stop()
    context.say(f"at most {max(seen):.0f} MB under load")
    return Measure("start: largest resident memory under the proxy load", "MB", [max(seen)], LOADED_MEGABYTES)


def _wait_for_answer(url: str, text: str) -> None:
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while True:
        status, answer = fetch(url)
        if answer == text:
            return
        if time.monotonic() > deadline:
            raise RuntimeError(f"{url} still answers {status} {answer[:200]!r}")
