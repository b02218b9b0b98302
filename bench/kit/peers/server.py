"""A program that was started and answers HTTP."""

import time
from dataclasses import dataclass

from ..client import fetch
from ..processes import Child


@dataclass(frozen=True)
class Server:
    """The root of its process tree, and its port of the loopback address."""

    pid: int
    port: int
    scheme: str = "http"

    def url(self, path: str) -> str:
        return f"{self.scheme}://127.0.0.1:{self.port}/{path}"


def when_answering(child: Child, port: int, path: str = "", seconds: float = 10, scheme: str = "http") -> Server:
    """Waits until a child answers, whatever it answers."""
    server = Server(child.pid, port, scheme)
    deadline = time.monotonic() + seconds
    while True:
        try:
            fetch(server.url(path))
            return server
        except OSError:
            child.require_alive()
            if time.monotonic() > deadline:
                raise child.failure("does not answer") from None
            time.sleep(0.02)
