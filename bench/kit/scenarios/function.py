"""What the gateway and the host of functions add to a function's own time."""

from ..gateway import Gateway
from ..load import Request
from ..machine import BENCH
from ..nginx import BODY
from ..processes import Processes
from ..results import GATEWAY, Goal, Measure, Result
from ..rounds import Plan, Target, alternate, warm_up
from .context import Context

WHAT = "Lambda proxy integration of a node function that echoes 100 bytes; CPU of the gateway and all node processes"

GOAL = Goal("< 1 ms", 1.0)
_CLIENTS = 16


def run(context: Context) -> Result:
    result = Result("lambda", WHAT, notes=[
        f"{_CLIENTS} clients under load, no core pinned. The handler itself takes next to nothing, so the whole latency "
        "of a single client counts as added by gateway and host: an upper bound."])
    with Processes() as processes:
        gateway = Gateway(processes, processes.folder())
        arn = gateway.aws.create_node_function("bench-echo", BENCH / "functions" / "echo" / "index.js")
        api = gateway.aws.create_api("bench-lambda")
        api.add_lambda_proxy("echo", arn)
        api.deploy()
        target = Target(GATEWAY, gateway.pid, Request(api.invoke_url("echo"), "POST", BODY))
        many = Plan(context.rounds, context.seconds, context.warm_up_seconds, _CLIENTS, None)
        one = Plan(context.rounds, context.seconds, 3, 1, None)
        warm_up(target, many, context.say)
        result.samples += alternate([target], many, context.say)
        context.say("one client in sequence")
        warm_up(target, one, context.say)
        alone = alternate([target], one, context.say)
    result.measures += [
        Measure("lambda: latency added, one client, median", "ms", [s.p50_micros / 1e3 for s in alone], GOAL),
        Measure("lambda: latency added, one client, p99", "ms", [s.p99_micros / 1e3 for s in alone]),
        Measure("lambda: CPU per request, one client", "us", [s.cpu_micros_per_request for s in alone]),
    ]
    return result
