"""What a scenario is given, and the steps that scenarios share."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from .. import cpu
from ..gateway import Gateway
from ..load import Request
from ..machine import Cores
from ..nginx import Nginx, start_backend, start_peer
from ..processes import Processes
from ..results import GATEWAY, PEER, Result
from ..rounds import Plan, Target, alternate, warm_up

_CONNECTIONS = 64


@dataclass(frozen=True)
class Context:
    """The options of a run."""

    rounds: int
    seconds: float
    warm_up_seconds: float
    cores: Cores
    say: Callable[[str], None]


@dataclass(frozen=True)
class SideBySide:
    """A gateway with one event loop thread, an nginx with one worker, and the backend of both."""

    gateway: Gateway
    peer: Nginx
    backend: Nginx

    def compare(self, context: Context, result: Result, gateway_url: str, peer_path: str) -> None:
        """Warms both up, pins them to one core and samples them in turn."""
        targets = [
            Target(GATEWAY, self.gateway.pid, Request(gateway_url)),
            Target(PEER, self.peer.pid, Request(self.peer.url(peer_path))),
        ]
        plan = Plan(context.rounds, context.seconds, context.warm_up_seconds, _CONNECTIONS, context.cores.load)
        cpu.pin(self.backend.pid, context.cores.load)
        cpu.pin(self.peer.pid, context.cores.target)
        warm_up(targets[0], plan, context.say)
        cpu.pin(self.gateway.pid, context.cores.target)
        result.samples += alternate(targets, plan, context.say)


@contextmanager
def side_by_side() -> Iterator[SideBySide]:
    with Processes() as processes:
        backend = start_backend(processes)
        peer = start_peer(processes, backend)
        yield SideBySide(Gateway(processes, processes.folder(), event_loop_threads=1), peer, backend)
