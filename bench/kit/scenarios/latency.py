"""How long requests take at a rate far below saturation."""

from ..bodies import SMALL
from ..goals import LATENCY_P99
from ..peers import NGINX
from ..results import Result
from .context import Context, lateness, side_by_side

WHAT = "HTTP_PROXY integration, answer of 100 bytes, requests at a fixed rate whatever became of earlier ones"


def run(context: Context) -> Result:
    result = Result("latency", WHAT, notes=[
        f"{context.rate:,} requests/s; latencies count from the time at which a request was due, so that a stall "
        "counts for all requests that it delayed."])
    with side_by_side(context) as sides:
        api = sides.gateway.aws.create_api("bench-latency")
        api.add_http_proxy("small", sides.backend.url("small"))
        api.deploy()
        sides.compare(context, result, sides.targets(api.invoke_url("small"), "small"), SMALL, context.open_plan())
    result.notes.append(lateness(result))
    result.compare(NGINX, None, "p50, us", lambda sample: sample.latency.p50, charted=False)
    result.compare(NGINX, None, "p90, us", lambda sample: sample.latency.p90, charted=False)
    result.compare(NGINX, LATENCY_P99, "p99, us", lambda sample: sample.latency.p99)
    result.compare(NGINX, None, "p99.9, us", lambda sample: sample.latency.p999, charted=False)
    return result
