"""What a scenario is given, and the steps that scenarios share."""

import statistics
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from .. import cpu
from ..client import fetch
from ..gateway import Gateway
from ..load import Request
from ..machine import Cores
from ..numbers import number
from ..peers import PROXIES, backend
from ..peers.server import Server
from ..processes import Processes
from ..results import GATEWAY, Result
from ..rounds import Plan, Target, alternate, warm_up

CONNECTIONS = 64
_LOG_SECONDS = 5


@dataclass(frozen=True)
class Context:
    """The options of a run."""

    rounds: int
    seconds: float
    warm_up_seconds: float
    rate: int
    peers: frozenset[str]
    cores: Cores
    say: Callable[[str], None]

    def plan(self) -> Plan:
        """As fast as answers come."""
        return Plan(self.rounds, self.seconds, self.warm_up_seconds, CONNECTIONS, self.cores.load)

    def open_plan(self) -> Plan:
        """At the fixed rate. Samples are twice as long, because the last of a thousand requests come rarely."""
        return replace(self.plan(), seconds=2 * self.seconds, rate=self.rate)


@dataclass(frozen=True)
class SideBySide:
    """A gateway with one event loop thread, peers with one worker each, and the backend of all."""

    gateway: Gateway
    peers: Mapping[str, Server]
    backend: Server
    access_logs: Mapping[str, Path]

    def targets(self, gateway_url: str, peer_path: str, verb: str = "GET", body: str | None = None) -> list[Target]:
        """The gateway first, because it is the one to be warmed up."""
        return [
            Target(GATEWAY, self.gateway.pid, Request(gateway_url, verb, body)),
            *(Target(name, peer.pid, Request(peer.url(peer_path), verb, body)) for name, peer in self.peers.items()),
        ]

    def compare(self, context: Context, result: Result, targets: list[Target], answer: str, plan: Plan) -> None:
        """Checks what all answer, warms the gateway up, pins all to one core and samples them in turn."""
        for target in targets:
            check(target, answer)
        self._check_logs({name: 1 for name in self.access_logs})
        cpu.pin(self.backend.pid, context.cores.load)
        for peer in self.peers.values():
            cpu.pin(peer.pid, context.cores.target)
        warm_up(targets[0], replace(context.plan(), connections=plan.connections), context.say)
        cpu.pin(self.gateway.pid, context.cores.target)
        samples = alternate(targets, plan, context.say)
        self._check_logs({
            name: sum(sample.requests_per_second * plan.seconds for sample in samples if sample.target == name)
            for name in self.access_logs
        })
        result.samples += samples

    def _check_logs(self, least: Mapping[str, float]) -> None:
        """A target that logs fewer lines than it answers requests would be measured at another task. Lines that are
        still held back are waited for."""
        for name, requests in least.items():
            deadline = time.monotonic() + _LOG_SECONDS
            while (lines := _lines(self.access_logs[name])) < requests:
                if time.monotonic() > deadline:
                    raise RuntimeError(
                        f"{name} has written {lines} lines to its access log after {requests:.0f} requests or more")
                time.sleep(0.1)


def _lines(file: Path) -> int:
    if not file.exists():
        return 0
    with file.open("rb") as text:
        return sum(piece.count(b"\n") for piece in iter(lambda: text.read(1 << 20), b""))


def check(target: Target, answer: str) -> None:
    """A target that answers something else would be measured at another task."""
    request = target.request
    status, text = fetch(request.url, request.method, request.body, request.headers)
    if status != 200 or text != answer:
        raise RuntimeError(f"{target.name} answered {status} with {len(text)} bytes, {text[:200]!r}, "
                           f"instead of 200 with {len(answer)} bytes, {answer[:50]!r}")


def lateness(result: Result) -> str:
    """How much of an open load's latencies may be the fault of the generator and of what disturbs its core."""
    late = [sample.late_p99_micros for sample in result.samples]
    return (f"99 % of the requests that a connection was free for left at most {number(statistics.median(late))} us "
            f"after they were due at the median of the samples, and {number(max(late))} us in the worst one. This counts "
            "as latency too, for all alike.")


@contextmanager
def side_by_side(
    context: Context, access_log: bool = False, certificate: Path | None = None
) -> Iterator[SideBySide]:
    with Processes() as processes:
        logs = {}
        if access_log:
            folder = processes.folder()
            names = [GATEWAY, *(name for name in PROXIES if name in context.peers)]
            logs = {name: folder / f"{name}.log" for name in names}
        upstream = backend.start(processes)
        peers = {
            name: start(processes, upstream, logs.get(name), certificate)
            for name, start in PROXIES.items() if name in context.peers
        }
        gateway = Gateway(
            processes, processes.folder(), event_loop_threads=1, access_log=logs.get(GATEWAY), certificate=certificate)
        yield SideBySide(gateway, peers, upstream, logs)
