"""What the gateway and the host of functions add to a function's own time, and what they cost."""

from collections.abc import Iterator
from contextlib import contextmanager

from ..bodies import SMALL
from ..gateway import Gateway
from ..goals import LAMBDA_ADDED_MILLIS, LAMBDA_CPU, LAMBDA_P99
from ..load import Request
from ..machine import BENCH
from ..peers import SERVERLESS_OFFLINE, serverless_offline
from ..processes import Processes
from ..results import GATEWAY, Aim, Measure, Result
from ..rounds import Plan, Readings, Sample, Target, alternate, cpu_per_request, ratios, readings, warm_up
from .context import Context, check

WHAT = "Lambda proxy integration of a node function that echoes 100 bytes; CPU of the gateway and all node processes"

_FUNCTION = BENCH / "functions" / "echo" / "index.js"
_CLIENTS = 16


def run(context: Context) -> Result:
    result = Result("lambda", WHAT, notes=[
        f"{_CLIENTS} clients under load, no core pinned. The handler itself takes next to nothing, so the whole "
        "latency of a single client counts as added by gateway and host: an upper bound."])
    many = Plan(context.rounds, context.seconds, context.warm_up_seconds, _CLIENTS, None)
    one = Plan(context.rounds, context.seconds, 3, 1, None)
    with _targets(context, result) as targets:
        for target in targets:
            check(target, SMALL)
            warm_up(target, many, context.say)
        result.samples += alternate(targets, many, context.say)
        context.say("one client in sequence")
        warm_up(targets[0], one, context.say)
        alone = alternate(targets[:1], one, context.say)
    if len(targets) > 1:
        result.measures += [
            _against_peer("CPU per request", readings(result.samples, cpu_per_request), LAMBDA_CPU),
            _against_peer("p99", readings(result.samples, _p99), LAMBDA_P99),
        ]
    result.measures += [
        Measure("lambda: latency added, one client, median", "ms", [s.latency.p50 / 1e3 for s in alone],
                LAMBDA_ADDED_MILLIS),
        Measure("lambda: latency added, one client, p99", "ms", [s.latency.p99 / 1e3 for s in alone]),
        Measure("lambda: CPU per request, one client", "us", [s.cpu_micros_per_request for s in alone]),
    ]
    return result


@contextmanager
def _targets(context: Context, result: Result) -> Iterator[list[Target]]:
    with Processes() as processes:
        gateway = Gateway(processes, processes.folder())
        arn = gateway.aws.create_node_function("bench-echo", _FUNCTION)
        api = gateway.aws.create_api("bench-lambda")
        api.add_lambda_proxy("echo", arn)
        api.deploy()
        targets = [Target(GATEWAY, gateway.pid, Request(api.invoke_url("echo"), "POST", SMALL))]
        if SERVERLESS_OFFLINE not in context.peers:
            result.notes.append(f"{SERVERLESS_OFFLINE} was not asked for: --peers {SERVERLESS_OFFLINE}.")
        elif not serverless_offline.is_possible():
            result.notes.append(f"{SERVERLESS_OFFLINE} is left out: npm is not installed.")
        else:
            peer = serverless_offline.start(processes, _FUNCTION)
            targets.append(Target(SERVERLESS_OFFLINE, peer.pid, Request(peer.url("dev/echo"), "POST", SMALL)))
        yield targets


def _p99(sample: Sample) -> float:
    return sample.latency.p99


def _against_peer(quantity: str, table: Readings, aim: Aim) -> Measure:
    return Measure(f"lambda: {quantity}, {_CLIENTS} clients, {GATEWAY} / {SERVERLESS_OFFLINE}", "x",
                   ratios(table, GATEWAY, SERVERLESS_OFFLINE), aim)
