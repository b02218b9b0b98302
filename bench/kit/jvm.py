"""What a running JVM tells of itself."""

from pathlib import Path

from . import cpu, java
from .processes import Processes

_LOOP_PREFIX = "loop-"
_PATIENCE_SECONDS = 30


class AllocationMeter:
    """Reads how much the gateway's event loop threads have allocated since they started."""

    def __init__(self, processes: Processes, root: int) -> None:
        self._child = processes.start(
            "the allocation probe", java.command("AllocationProbe") + [str(_java_process(root)), _LOOP_PREFIX],
            processes.folder(), listens=True)
        self.read()

    def read(self) -> int:
        self._child.tell("read")
        _, match = self._child.wait_for(r"^allocated (\d+)$", _PATIENCE_SECONDS)
        return int(match.group(1))


def _java_process(root: int) -> int:
    """The JVM among a process and its descendants: another command may start it as its child."""
    for process in cpu.tree(root):
        if Path(f"/proc/{process.pid}/comm").read_text().strip() == "java":
            return process.pid
    raise RuntimeError("the gateway's command has no process named java, which could tell what it allocates")
