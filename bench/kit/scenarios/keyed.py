"""The cost of a proxied request that needs an API key and is held to the rate and the quota of its usage plan."""

from dataclasses import replace

from ..bodies import API_KEYS, RATE, SMALL
from ..goals import KEYED
from ..peers import NGINX, nginx
from ..results import Result
from .context import Context, side_by_side

WHAT = ("HTTP_PROXY integration, answer of 100 bytes, with one of 100 API keys and a usage plan with rate, burst and "
        "quota; nginx: a map of keys and limit_req, without a quota")

_QUOTA = 2_000_000_000


def run(context: Context) -> Result:
    result = Result("keyed", WHAT)
    with side_by_side(replace(context, peers=frozenset([NGINX]))) as sides:
        aws = sides.gateway.aws
        api = aws.create_api("bench-keyed")
        api.add_http_proxy("small", sides.backend.url("small"), needs_key=True)
        api.deploy()
        plan = aws.create_plan(
            api, {"rateLimit": RATE, "burstLimit": RATE}, {"limit": _QUOTA, "period": "MONTH"})
        for value in API_KEYS.values():
            aws.create_key(value, plan)
        key = list(API_KEYS.values())[len(API_KEYS) // 2]
        targets = [
            replace(target, request=replace(target.request, headers=(("x-api-key", key),)))
            for target in sides.targets(api.invoke_url("small"), f"{nginx.KEYED}/small")
        ]
        sides.compare(context, result, targets, SMALL, context.plan())
    result.compare(NGINX, KEYED)
    return result
