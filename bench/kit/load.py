"""Load by wrk."""

import json
import subprocess
from dataclasses import dataclass
from pathlib import Path

_SCRIPT = Path(__file__).with_name("wrk.lua")


@dataclass(frozen=True)
class Request:
    """What is sent over and over."""

    url: str
    method: str = "GET"
    body: str | None = None


@dataclass(frozen=True)
class Load:
    """What came of it."""

    requests: int
    seconds: float
    p50_micros: float
    p99_micros: float
    failures: int

    @property
    def requests_per_second(self) -> float:
        return self.requests / self.seconds


def drive(request: Request, connections: int, seconds: float, core: int | None) -> Load:
    """Keeps every connection busy with one request after the other; one connection means one client in sequence."""
    command = ["wrk", "-t1", f"-c{connections}", f"-d{max(1, round(seconds))}s", "-s", str(_SCRIPT), request.url, "--"]
    command += [request.method] + ([request.body] if request.body is not None else [])
    if core is not None:
        command = ["taskset", "-c", str(core)] + command
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    lines = [line for line in done.stdout.splitlines() if line.startswith("{")]
    if done.returncode != 0 or not lines:
        raise RuntimeError(f"wrk failed on {request.url}: {done.stdout.strip()}")
    figures = json.loads(lines[-1])
    if figures["requests"] == 0:
        raise RuntimeError(f"no answer from {request.url}")
    return Load(
        figures["requests"],
        figures["micros"] / 1e6,
        figures["p50"],
        figures["p99"],
        figures["not_2xx_3xx"] + figures["socket_errors"],
    )
