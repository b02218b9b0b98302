"""The cost of a plain proxied request."""

from ..results import Goal, Result
from .context import Context, side_by_side

WHAT = ("HTTP_PROXY integration, answer of 100 bytes; nginx: proxy_pass over a keep-alive pool, X-Forwarded-For and "
        "a request id")

GOAL = Goal("<= 1.5 x nginx", 1.5, inclusive=True)


def run(context: Context) -> Result:
    result = Result("proxy", WHAT)
    with side_by_side() as sides:
        api = sides.gateway.aws.create_api("bench-proxy")
        api.add_http_proxy("proxy", sides.backend.url("backend"))
        api.deploy()
        sides.compare(context, result, api.invoke_url("proxy"), "proxy")
    result.add_ratio(GOAL)
    return result
