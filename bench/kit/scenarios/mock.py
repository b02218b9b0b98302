"""The cost of a request that needs no backend."""

from ..bodies import SMALL
from ..goals import MOCK
from ..peers import NGINX
from ..results import Result
from .context import Context, side_by_side

WHAT = "MOCK integration with an answer of 100 bytes; nginx: return 200; HAProxy: http-request return"


def run(context: Context) -> Result:
    result = Result("mock", WHAT)
    with side_by_side(context) as sides:
        api = sides.gateway.aws.create_api("bench-mock")
        api.add_mock("mock", SMALL)
        api.deploy()
        targets = sides.targets(api.invoke_url("mock"), "mock")
        sides.compare(context, result, targets, SMALL, context.plan())
    result.compare(NGINX, MOCK)
    return result
