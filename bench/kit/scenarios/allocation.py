"""What a request leaves for the garbage collector."""

from ..bodies import SMALL
from ..gateway import Gateway
from ..goals import ALLOCATED_BYTES
from ..jvm import AllocationMeter
from ..load import Request, drive
from ..peers import backend
from ..processes import Processes
from ..results import GATEWAY, Measure, Result
from ..rounds import Target, warm_up
from .context import CONNECTIONS, Context, check

WHAT = "bytes that the event loop's thread allocates for a request, mock and plain proxy, in steady state"

_SHORT_SECONDS = 1


def run(context: Context) -> Result:
    result = Result("allocation", WHAT, notes=[
        f"Each reading compares a load of {_SHORT_SECONDS} s with one of {_SHORT_SECONDS + context.seconds} s, so that "
        "what the connections themselves take cancels out. The JVM counts to the byte."])
    with Processes() as processes:
        upstream = backend.start(processes)
        gateway = Gateway(processes, processes.folder(), event_loop_threads=1)
        api = gateway.aws.create_api("bench-allocation")
        api.add_mock("mock", SMALL)
        api.add_http_proxy("proxy", upstream.url("small"))
        api.deploy()
        meter = AllocationMeter(processes, gateway.pid)
        for path in "mock", "proxy":
            target = Target(f"{GATEWAY}, {path}", gateway.pid, Request(api.invoke_url(path)))
            check(target, SMALL)
            warm_up(target, context.plan(), context.say)
            values = [_bytes_per_request(context, meter, target.request) for _ in range(context.rounds)]
            context.say(f"{path}: " + ", ".join(f"{value:.1f}" for value in values) + " bytes/request")
            result.measures.append(Measure(f"allocation: {path}", "bytes/request", values, ALLOCATED_BYTES))
    return result


def _bytes_per_request(context: Context, meter: AllocationMeter, request: Request) -> float:
    short = _allocated(context, meter, request, _SHORT_SECONDS)
    long = _allocated(context, meter, request, _SHORT_SECONDS + context.seconds)
    return (long[0] - short[0]) / (long[1] - short[1])


def _allocated(context: Context, meter: AllocationMeter, request: Request, seconds: float) -> tuple[int, int]:
    """Bytes and requests of one load."""
    before = meter.read()
    load = drive(request, CONNECTIONS, seconds, context.cores.load)
    if load.failures:
        raise RuntimeError(f"{load.failures} requests to {request.url} failed")
    return meter.read() - before, load.requests
