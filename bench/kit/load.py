"""Load: by wrk as fast as answers come, by OpenLoad at a fixed rate."""

import json
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterable
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
    streams: int = 0
    """How many requests each connection of HTTP/2 has under way; 0 for HTTP/1.1."""


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
    if request.streams > 0:
        return _drive_streams(request, connections, seconds, core)
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


def _drive_streams(request: Request, connections: int, seconds: float, core: int | None) -> Load:
    """HTTP/2: by h2load where it is installed (nghttp2-client), else by a program of the kit's own."""
    with tempfile.NamedTemporaryFile("r", prefix="sallyport-bench-", suffix=".tsv") as log:
        h2load = shutil.which("h2load")
        if h2load is not None:
            command = [h2load, "-t1", f"-c{connections}", f"-m{request.streams}", f"-D{max(1, round(seconds))}",
                       f"--log-file={log.name}", request.url]
        else:
            command = java.command("StreamLoad")
            command += [f"url={request.url}", f"connections={connections}", f"streams={request.streams}",
                        f"seconds={seconds}"]
        done = subprocess.run(_on(core, command), check=False, **_OUTPUT)
        if done.returncode != 0:
            raise RuntimeError(f"the load of HTTP/2 failed on {request.url}: {done.stdout.strip()}")
        return streams_load(log) if h2load is not None else _streams_figures(done.stdout, request)


def streams_load(log: Iterable[str]) -> Load:
    """The outcome that h2load has written: for each answer when it was asked for, its status, and how long it took, in
    microseconds."""
    starts, times, failures = [], [], 0
    for line in log:
        start, status, time = (int(word) for word in line.split("\t"))
        starts.append(start)
        times.append(time)
        failures += not 200 <= status < 400
    if not times:
        raise RuntimeError("h2load got no answer")
    seconds = (max(start + time for start, time in zip(starts, times, strict=True)) - min(starts)) / 1e6
    times.sort()
    at = [float(times[min(len(times) - 1, int(len(times) * share))]) for share in (0.5, 0.9, 0.99, 0.999)]
    return Load(len(times), seconds, Latency(*at), failures)


def _streams_figures(output: str, request: Request) -> Load:
    figures = _last_json(output, request)
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
