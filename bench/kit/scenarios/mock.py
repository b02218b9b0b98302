"""The cost of a request that needs no backend."""

from ..nginx import BODY
from ..results import Result
from .context import Context, side_by_side

WHAT = "MOCK integration with an answer of 100 bytes; nginx: return 200"


def run(context: Context) -> Result:
    result = Result("mock", WHAT)
    with side_by_side() as sides:
        api = sides.gateway.aws.create_api("bench-mock")
        api.add_mock("mock", BODY)
        api.deploy()
        sides.compare(context, result, api.invoke_url("mock"), "mock")
    result.add_ratio()
    return result
