"""Load: by wrk as fast as answers come, by OpenLoad at a fixed rate."""

import json
import subprocess
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from . import java
from .histogram import Histogram

_SCRIPT = Path(__file__).with_name("wrk.lua")
_OUTPUT: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}


@dataclass(frozen=True)
class Request:
    """What is sent over and over. With paths, these take turns and the URL only names the server."""

    url: str
    method: str = "GET"
    body: str | None = None
    paths: tuple[str, ...] = ()
    headers: tuple[tuple[str, str], ...] = ()
    warm_up_url: str | None = None
    """Where an open load warms up, when that must not touch the URL."""


@dataclass(frozen=True)
class Latency:
    """Percentiles in microseconds."""

    p50: float
    p90: float
    p99: float
    p999: float

    @staticmethod
    def of(figures: dict[str, Any]) -> "Latency":
        return Latency(*(float(figures[name]) for name in ("p50", "p90", "p99", "p999")))


@dataclass(frozen=True)
class Load:
    """What came of it."""

    requests: int
    seconds: float
    latency: Latency
    failures: int
    histogram: Histogram | None = None
    late_p99_micros: float = 0

    @property
    def requests_per_second(self) -> float:
        return self.requests / self.seconds


def drive(request: Request, connections: int, seconds: float, core: int | None) -> Load:
    """Keeps every connection busy with one request after the other; one connection means one client in sequence.

    Latencies are of no use to judge stalls: while a target stalls, nothing is sent.
    """
    with _body_file(request) as body:
        command = ["wrk", "-t1", f"-c{connections}", f"-d{max(1, round(seconds))}s", "-s",
                   str(_SCRIPT)]
        command += [word for name, value in request.headers for word in ("-H", f"{name}: {value}")]
        command += [request.url, "--"]
        command += [request.method, body.name if request.body is not None else "-", *request.paths]
        done = subprocess.run(_on(core, command), check=False, **_OUTPUT)
    if done.returncode != 0:
        raise RuntimeError(f"wrk failed on {request.url}: {done.stdout.strip()}")
    figures = _last_json(done.stdout, request)
    return Load(
        figures["requests"],
        figures["micros"] / 1e6,
        Latency.of(figures),
        figures["not_2xx_3xx"] + figures["socket_errors"],
    )


def drive_at(
    rate: int, request: Request, connections: int, seconds: float, warm_up_seconds: float, core: int | None,
    on_measuring: Callable[[], None]
) -> Load:
    """Sends at a fixed rate; latencies count from the time at which a request is due."""
    with _body_file(request) as body:
        command = java.command("OpenLoad", "-XX:TieredStopAtLevel=1")
        command += [f"url={request.url}", f"method={request.method}", f"rate={rate}", f"seconds={seconds}",
                    f"warm-up={warm_up_seconds}", f"connections={connections}"]
        command += [f"body={body.name}"] if request.body is not None else []
        command += [f"warm-up-url={request.warm_up_url}"] if request.warm_up_url is not None else []
        with subprocess.Popen(_on(core, command), **_OUTPUT) as program:
            try:
                assert program.stdout is not None
                lines = []
                for line in program.stdout:
                    lines.append(line)
                    if line.startswith("measuring"):
                        on_measuring()
            finally:
                # After an error or Ctrl-C it would go on until its time is over.
                program.kill()
    if not any(line.startswith("{") for line in lines):
        raise RuntimeError(f"OpenLoad failed on {request.url}: {''.join(lines).strip()}")
    return open_load(_last_json("".join(lines), request))


def open_load(figures: dict[str, Any]) -> Load:
    """The outcome that OpenLoad printed."""
    return Load(
        figures["answered"],
        figures["seconds"],
        Latency.of(figures),
        figures["not_2xx_3xx"] + figures["socket_errors"] + figures["unanswered"],
        Histogram.of(figures["histogram"]),
        figures["late_p99"],
    )


def _body_file(request: Request) -> "tempfile._TemporaryFileWrapper[str]":
    file = tempfile.NamedTemporaryFile("w", prefix="sallyport-bench-", suffix=".json")
    file.write(request.body or "")
    file.flush()
    return file


def _on(core: int | None, command: list[str]) -> list[str]:
    return command if core is None else ["taskset", "-c", str(core), *command]


def _last_json(output: str, request: Request) -> dict[str, Any]:
    lines = [line for line in output.splitlines() if line.startswith("{")]
    figures: dict[str, Any] = json.loads(lines[-1]) if lines else {"requests": 0}
    if figures["requests"] == 0 or figures.get("answered") == 0:
        raise RuntimeError(f"no answer from {request.url}")
    return figures
