"""CPU time and memory from /proc: of a process with all its descendants, and of the whole machine."""

import os
import time
from dataclasses import dataclass

TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")
PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")

# Positions in /proc/<pid>/stat, counted from the field after the command's closing bracket.
_PPID, _UTIME, _CSTIME, _START, _RSS = 1, 11, 14, 19, 21


@dataclass(frozen=True)
class Process:
    """One line of the process table. Ticks include those of children that have ended and were waited for."""

    pid: int
    parent: int
    ticks: int
    started: int
    rss_bytes: int


def process_table() -> dict[int, Process]:
    table = {}
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            process = read_process(int(entry))
            if process is not None:
                table[process.pid] = process
    return table


def read_process(pid: int) -> Process | None:
    try:
        with open(f"/proc/{pid}/stat", encoding="utf-8", errors="replace") as file:
            fields = file.read().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return None
    ticks = sum(int(field) for field in fields[_UTIME : _CSTIME + 1])
    return Process(pid, int(fields[_PPID]), ticks, int(fields[_START]), int(fields[_RSS]) * PAGE_BYTES)


def tree(root: int) -> list[Process]:
    """A process and all that descend from it, alive now."""
    table = process_table()
    children: dict[int, list[Process]] = {}
    for process in table.values():
        children.setdefault(process.parent, []).append(process)
    found = [table[root]] if root in table else []
    for process in found:
        found.extend(children.get(process.pid, []))
    return found


def tree_seconds(root: int) -> float:
    """User and system time. A child that ends during a sample stays counted, through the parent that waited for it."""
    return sum(process.ticks for process in tree(root)) / TICKS_PER_SECOND


def tree_rss_bytes(root: int) -> int:
    return sum(process.rss_bytes for process in tree(root))


def pin(root: int, core: int) -> None:
    """Moves all threads of a process and its descendants to one core; threads that they start later inherit it."""
    for process in tree(root):
        try:
            for thread in os.listdir(f"/proc/{process.pid}/task"):
                try:
                    os.sched_setaffinity(int(thread), {core})
                except ProcessLookupError:
                    continue
        except FileNotFoundError:
            continue


def machine_seconds() -> float:
    """All cores, everything but idling and waiting for disks; time stolen by a hypervisor counts as busy."""
    with open("/proc/stat", encoding="ascii") as file:
        user, nice, system, _idle, _iowait, irq, softirq, steal = map(int, file.readline().split()[1:9])
    return (user + nice + system + irq + softirq + steal) / TICKS_PER_SECOND


@dataclass(frozen=True)
class Usage:
    """What a stretch of time cost."""

    seconds: float
    target_cpu_seconds: float
    foreign_cores: float

    @property
    def target_cores(self) -> float:
        return self.target_cpu_seconds / self.seconds


class Meter:
    """Measures a target's tree from construction to stop(), and what processes that are not ours took meanwhile.

    Everything of the kit descends from this process, so "ours" is this process's own tree.
    """

    def __init__(self, target: int) -> None:
        self._target = target
        self._start = self._read()

    def stop(self) -> Usage:
        clock, target, machine, ours = (now - then for now, then in zip(self._read(), self._start))
        return Usage(clock, target, max(0.0, machine - ours) / clock)

    def _read(self) -> tuple[float, float, float, float]:
        return time.monotonic(), tree_seconds(self._target), machine_seconds(), tree_seconds(os.getpid())
