"""What requests notice of deployments that happen while they run."""

import threading
import time
from collections.abc import Callable

from .. import cpu
from ..aws import AwsApi, RestApi
from ..bodies import SMALL
from ..gateway import Gateway
from ..goals import DEPLOYS_P999, NO_FAILURE
from ..histogram import Histogram
from ..load import Request
from ..peers import backend
from ..peers.server import Server
from ..processes import Processes
from ..results import GATEWAY, Measure, Result
from ..rounds import Sample, Target, alternate, ratios, readings, warm_up
from .context import Context, check, lateness

WHAT = ("HTTP_PROXY integration at a fixed rate while 10 CreateDeployment a second replace what it runs on, or 10 "
        "UpdateStage a second give its canary another share")

_PER_SECOND = 10
_RESOURCES = 300
_QUIET = f"{GATEWAY}, no deployments"
_SMALL = f"{GATEWAY}, small API"
_LARGE = f"{GATEWAY}, {_RESOURCES} resources"
_CANARY = f"{GATEWAY}, canary shifts"


def run(context: Context) -> Result:
    result = Result("deploys", WHAT, notes=[
        f"{context.rate:,} requests/s. Each deployment comes after a change of the draft, in the API and stage that "
        "the requests go to. The gateway is pinned to no core and has one event loop thread."])
    with Processes() as processes:
        upstream = backend.start(processes)
        cpu.pin(upstream.pid, context.cores.load)
        gateway = Gateway(processes, processes.folder(), event_loop_threads=1)
        deployers = {
            _SMALL: _deployer(gateway, upstream, "bench-deploys-small", 1),
            _LARGE: _deployer(gateway, upstream, "bench-deploys-large", _RESOURCES),
            _CANARY: _deployer(gateway, upstream, "bench-deploys-canary", 1, Shifter),
        }
        targets = [
            Target(name, gateway.pid, Request(deployers[api].url)) for name, api in
            [(_QUIET, _SMALL), (_SMALL, _SMALL), (_LARGE, _LARGE), (_CANARY, _CANARY)]
        ]
        for target in targets[1:]:
            check(target, SMALL)
            warm_up(target, context.plan(), context.say)
        for deployer in deployers.values():
            deployer.warm_up()

        def around(target: Target, take: Callable[[], Sample]) -> Sample:
            return take() if target.name == _QUIET else deployers[target.name].during(take)

        result.samples += alternate(targets, context.open_plan(), context.say, around)
    result.notes.append(lateness(result))
    _measure(result, deployers)
    return result


def _measure(result: Result, deployers: dict[str, "Deployer"]) -> None:
    tails = readings(result.samples, lambda sample: sample.latency.p999)
    for name, deployer in deployers.items():
        what = f"deploys: {name.partition(', ')[2]}"
        failures = sum(sample.failures for sample in result.samples if sample.target == name)
        result.measures += [
            Measure(f"{what}, p99.9 / without deployments", "x", ratios(tails, name, _QUIET), DEPLOYS_P999),
            Measure(f"{what}, failed requests", "", [failures], NO_FAILURE),
            Measure(f"{what}, duration of {deployer.OPERATION}", "ms", deployer.millis),
            Measure(f"{what}, a second", "", deployer.rates),
        ]
        everything = _percentile(result, name) / _percentile(result, _QUIET)
        result.notes.append(f"{name.partition(', ')[2]}: p99.9 of all rounds together is {everything:.2f} times that "
                            "without deployments.")


def _percentile(result: Result, target: str) -> float:
    parts = [sample.histogram for sample in result.samples if sample.target == target and sample.histogram]
    return Histogram.sum_of(parts).percentile(0.999)


def _deployer(
    gateway: Gateway, upstream: Server, name: str, resources: int, kind: "type[Deployer] | None" = None,
) -> "Deployer":
    api = gateway.aws.create_api(name)
    api.add_http_proxy("small", upstream.url("small"))
    mocks = [api.add_mock(f"resource-{number}", SMALL) for number in range(resources)]
    api.deploy()
    return (kind or Deployer)(gateway, api, mocks[-1])


class Deployer:
    """Deploys an API at a fixed rate during samples."""

    OPERATION = "CreateDeployment"

    _WARM_UP_DEPLOYMENTS = 30

    def __init__(self, gateway: Gateway, api: RestApi, changing_resource: str) -> None:
        self.url = api.invoke_url("small")
        self.millis: list[float] = []
        self.rates: list[float] = []
        # A connection of its own, because it is used by a thread of its own.
        self._api = api.through(AwsApi(gateway.url))
        self._resource = changing_resource
        self._count = 0
        self._failure: Exception | None = None

    def warm_up(self) -> None:
        for _ in range(self._WARM_UP_DEPLOYMENTS):
            self._deploy()
        self.millis.clear()

    def during(self, take: Callable[[], Sample]) -> Sample:
        over = threading.Event()
        thread = threading.Thread(target=self._deploy_until, args=(over,))
        thread.start()
        try:
            sample = take()
        finally:
            over.set()
            thread.join()
        if self._failure is not None:
            raise RuntimeError(f"a deployment failed: {self._failure}")
        return sample

    def _deploy_until(self, over: threading.Event) -> None:
        begin = time.monotonic()
        done = 0
        try:
            while not over.wait(max(0.0, begin + done / _PER_SECOND - time.monotonic())):
                self._deploy()
                done += 1
        except (RuntimeError, OSError) as failure:
            self._failure = failure
        self.rates.append(done / (time.monotonic() - begin))

    def _deploy(self) -> None:
        self._count += 1
        self._api.change_mock(self._resource, f'{{"deployment": {self._count}}}')
        begin = time.monotonic()
        self._api.deploy()
        self.millis.append((time.monotonic() - begin) * 1e3)


class Shifter(Deployer):
    """Gives the canary of a stage another share of the traffic at a fixed rate during samples."""

    OPERATION = "UpdateStage"

    def __init__(self, gateway: Gateway, api: RestApi, changing_resource: str) -> None:
        super().__init__(gateway, api, changing_resource)
        api.release_canary(10)

    def _deploy(self) -> None:
        self._count += 1
        begin = time.monotonic()
        self._api.shift(self._count * 7 % 101)
        self.millis.append((time.monotonic() - begin) * 1e3)
