"""How exactly a limit holds when twice as much comes as it lets through."""

import time

from .. import cpu
from ..bodies import SMALL
from ..gateway import Gateway
from ..goals import OVERLOAD_PERCENT
from ..load import Load, Request, drive_at
from ..processes import Processes
from ..results import GATEWAY, Measure, Result
from ..rounds import Target, warm_up
from .context import Context, check

WHAT = "MOCK integration with a throttle, twice as many requests as it admits, over 8 and over 800 connections"

_RATE, _BURST = 2_000, 1_000
_SECONDS = 10
_CONNECTIONS = (8, 800)
_LOOPS = 2


def run(context: Context) -> Result:
    result = Result("overload", WHAT, notes=[
        f"{2 * _RATE:,} requests/s for {_SECONDS} s, open loop, against {_RATE:,} per second and a burst of {_BURST:,}. "
        "Counted are the requests that were not answered with 429; expected are burst + rate x time, since the bucket is "
        "full at the beginning. While nothing arrives a full bucket lets tokens go, as it must: when the generator or the "
        f"gateway did not run for longer than {1000 * _BURST // _RATE} ms, less is admitted, and the latencies tell."])
    with Processes() as processes:
        gateway = Gateway(processes, processes.folder(), event_loop_threads=_LOOPS)
        api = gateway.aws.create_api("bench-overload")
        api.add_mock("limited", SMALL)
        api.add_mock("free", SMALL)
        api.deploy()
        api.throttle("limited", "GET", _RATE, _BURST)
        free = Target(GATEWAY, gateway.pid, Request(api.invoke_url("free")))
        check(free, SMALL)
        check(Target(GATEWAY, gateway.pid, Request(api.invoke_url("limited"))), SMALL)
        warm_up(free, context.plan(), context.say)
        cpu.pin(gateway.pid, context.cores.target)
        request = Request(api.invoke_url("limited"), warm_up_url=api.invoke_url("free"))
        for connections in _CONNECTIONS:
            loads = [_sample(context, request, connections) for _ in range(context.rounds)]
            result.measures += [
                Measure(f"overload: distance from burst + rate x time, {connections} connections", "%",
                        [abs(_distance(load)) for load in loads], OVERLOAD_PERCENT),
                Measure(f"overload: admitted, {connections} connections", "requests",
                        [_admitted(load) for load in loads]),
                Measure(f"overload: p99.9 of all answers, {connections} connections", "us",
                        [load.latency.p999 for load in loads]),
            ]
    return result


def _sample(context: Context, request: Request, connections: int) -> Load:
    time.sleep(_BURST / _RATE + 0.5)
    load = drive_at(2 * _RATE, request, connections, _SECONDS, 2, context.cores.load, lambda: None)
    context.say(f"{connections} connections: {_admitted(load):,} of {load.requests:,} admitted, "
                f"{_distance(load):+.2f} % in {load.seconds:.2f} s")
    return load


def _admitted(load: Load) -> int:
    return load.requests - load.failures


def _distance(load: Load) -> float:
    """Time is what the load took in fact: requests that wait on a busy machine are decided, and admitted, later."""
    expected = _BURST + _RATE * load.seconds
    return 100 * (_admitted(load) - expected) / expected
