"""What the kit runs on: which cores to use, free ports, and a description for the report."""

import os
import platform
import re
import shutil
import socket
import subprocess
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BENCH = ROOT / "bench"


@dataclass(frozen=True)
class Cores:
    """The two cores of a measurement: one for load and backend, one for the target that is measured."""

    load: int
    target: int
    note: str


def choose_cores() -> Cores:
    """Two cores that share no silicon, when the machine has such."""
    allowed = sorted(os.sched_getaffinity(0))
    if len(allowed) < 2:
        raise SystemExit("bench: at least two cores are needed: one for the load, one for what is measured")
    load = allowed[0]
    siblings = _siblings(load)
    apart = [core for core in allowed[1:] if core not in siblings]
    if apart:
        return Cores(load, apart[0], "")
    return Cores(load, allowed[1], "both cores are threads of one physical core")


def _siblings(core: int) -> set[int]:
    try:
        text = Path(f"/sys/devices/system/cpu/cpu{core}/topology/thread_siblings_list").read_text()
    except OSError:
        return {core}
    found: set[int] = set()
    for part in text.strip().split(","):
        first, _, last = part.partition("-")
        found.update(range(int(first), int(last or first) + 1))
    return found


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def commit() -> str:
    """The short hash of the working tree's commit; with a mark when files differ from it."""
    short = _line_of(["git", "-C", str(ROOT), "rev-parse", "--short=8", "HEAD"]) or "unknown"
    changed = _line_of(["git", "-C", str(ROOT), "status", "--porcelain", "--untracked-files=no"])
    return short + ("-changed" if changed else "")


def description() -> list[tuple[str, str]]:
    """Facts that a reader needs to judge absolute figures."""
    cpu = re.search(r"^model name\s*:\s*(.+)$", Path("/proc/cpuinfo").read_text(), re.MULTILINE)
    memory = re.search(r"^MemTotal:\s+(\d+)", Path("/proc/meminfo").read_text(), re.MULTILINE)
    nginx = _line_of(["nginx", "-v"])
    return [
        ("Commit", commit()),
        ("Machine", f"{os.cpu_count()} x {cpu.group(1) if cpu else platform.machine()}, "
                    f"{int(memory.group(1)) / 1_048_576 if memory else 0:.0f} GiB, Linux {platform.release()}"),
        ("nginx", nginx.rpartition("/")[2]),
        ("HAProxy", _line_of(["haproxy", "-v"]).removeprefix("HAProxy version ").partition(" ")[0] or "not installed"),
        ("wrk", _line_of(["wrk", "-v"]).partition(" [")[0].removeprefix("wrk ")),
        ("node", _line_of(["node", "--version"])),
    ]


def is_installed(command: str) -> bool:
    return shutil.which(command) is not None


def _line_of(command: list[str]) -> str:
    """The first line that a command prints; empty when it cannot be run."""
    if not is_installed(command[0]):
        return ""
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    lines = done.stdout.strip().splitlines()
    return lines[0].strip() if lines else ""
