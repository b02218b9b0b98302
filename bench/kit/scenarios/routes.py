"""Whether a request costs more when there are many routes."""

from .. import cpu
from ..aws import AwsApi, RestApi
from ..bodies import SMALL
from ..gateway import Gateway
from ..goals import ROUTES
from ..load import Request
from ..processes import Processes
from ..results import Measure, Result
from ..rounds import Target, alternate, cpu_per_request, ratios, readings, warm_up
from .context import Context, check

WHAT = "MOCK integration, 100,000 routes against 10, each in a gateway of its own"

_FEW = 10
_SECTIONS, _ITEMS = 20, 50
_APIS = 100

_SMALL = "10 routes"
_LARGE = f"{_APIS * _SECTIONS * _ITEMS:,} routes"
_SMALL_AMONG = f"10 routes beside {_LARGE}"


def run(context: Context) -> Result:
    result = Result("routes", WHAT, notes=[
        f"The {_LARGE} are {_APIS} APIs with a stage each, of {_SECTIONS * _ITEMS:,} routes like "
        "/section-07/item-42: one made by single calls, the others its clones. Requests take turns over 10 routes, in "
        "the large gateway one of each of 10 APIs that are evenly spread."])
    with Processes() as processes:
        small = Gateway(processes, processes.folder(), event_loop_threads=1)
        large = Gateway(processes, processes.folder(), event_loop_threads=1)
        few, few_among = _few(small.aws), _few(large.aws)
        many = _many(context, large.aws)
        context.say(f"memory: {cpu.tree_rss_bytes(small.pid) / 1e6:.0f} MB with {_SMALL}, "
                    f"{cpu.tree_rss_bytes(large.pid) / 1e6:.0f} MB with {_LARGE}")
        targets = [
            _target(_SMALL, small, few),
            _target(_LARGE, large, many),
            _target(_SMALL_AMONG, large, few_among),
        ]
        for target in targets:
            for path in target.request.paths:
                check(Target(target.name, target.pid, Request(target.request.url + path)), SMALL)
            warm_up(target, context.plan(), context.say)
        for gateway in (small, large):
            cpu.pin(gateway.pid, context.cores.target)
        result.samples += alternate(targets, context.plan(), context.say)
        memory = [cpu.tree_rss_bytes(large.pid) / 1e6]
    costs = readings(result.samples, cpu_per_request)
    result.measures += [
        Measure(f"routes: CPU per request, {_LARGE} / {_SMALL}", "x", ratios(costs, _LARGE, _SMALL), ROUTES),
        Measure(f"routes: the same within one gateway, {_LARGE} / {_SMALL_AMONG}", "x",
                ratios(costs, _LARGE, _SMALL_AMONG)),
        Measure(f"routes: resident memory with {_LARGE}", "MB", memory),
    ]
    return result


def _target(name: str, gateway: Gateway, paths: list[str]) -> Target:
    return Target(name, gateway.pid, Request(gateway.url, paths=tuple(paths)))


def _few(aws: AwsApi) -> list[str]:
    api = aws.create_api("bench-few")
    section = api.add_resource("section-00")
    for number in range(_FEW):
        api.add_mock(f"item-{number:02}", SMALL, section)
    api.deploy()
    return [api.invoke_path(f"section-00/item-{number:02}") for number in range(_FEW)]


def _many(context: Context, aws: AwsApi) -> list[str]:
    """Fills a gateway and returns ten of the routes. Only calls that exist on AWS are used; cloning an API is the one
    that makes many routes at once."""
    first = aws.create_api("bench-many")
    for number in range(_SECTIONS):
        section = first.add_resource(f"section-{number:02}")
        for item in range(_ITEMS):
            first.add_mock(f"item-{item:02}", SMALL, section)
    first.deploy()
    context.say(f"{_SECTIONS * _ITEMS:,} routes made")
    apis: list[RestApi] = [first]
    while len(apis) < _APIS:
        clone = aws.clone_api("bench-many", first)
        clone.deploy()
        apis.append(clone)
    context.say(f"{_LARGE} deployed")
    return [
        apis[number * _APIS // _FEW].invoke_path(
            f"section-{number * _SECTIONS // _FEW:02}/item-{number * _ITEMS // _FEW:02}")
        for number in range(_FEW)
    ]
