"""Starts programs and makes sure that all of them end, by process id, whatever happens."""

import os
import queue
import re
import shutil
import signal
import subprocess
import tempfile
import threading
import time
from pathlib import Path

from . import cpu

_END_SECONDS = 15
_LINES_SHOWN = 15


class Child:
    """A program that runs. What it prints is read at once, with the time at which each line came."""

    def __init__(
        self, name: str, command: list[str], environment: dict[str, str], folder: Path, listens: bool = False
    ) -> None:
        self.name = name
        self.started = time.monotonic()
        self._lines: list[str] = []
        self._arrivals: queue.Queue[tuple[float, str] | None] = queue.Queue()
        # A session of its own: Ctrl-C reaches the kit alone, which then ends its children in order.
        self._process = subprocess.Popen(
            command,
            env=os.environ | environment,
            cwd=folder,
            stdin=subprocess.PIPE if listens else subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        threading.Thread(target=self._read, daemon=True).start()

    @property
    def pid(self) -> int:
        return self._process.pid

    def tell(self, line: str) -> None:
        """Writes a line to the standard input of a program that was started as one that listens."""
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(line.encode() + b"\n")
            self._process.stdin.flush()
        except BrokenPipeError:
            raise self.failure("no longer reads") from None

    def wait_for(self, pattern: str, seconds: float) -> tuple[float, re.Match[str]]:
        """Waits for a line that matches; also returns the seconds from the start of the program to that line."""
        deadline = time.monotonic() + seconds
        while True:
            try:
                arrival = self._arrivals.get(timeout=max(0.0, deadline - time.monotonic()))
            except queue.Empty:
                raise self.failure(f"printed no line like {pattern!r} within {seconds:.0f} s") from None
            if arrival is None:
                raise self.failure(f"ended before it printed a line like {pattern!r}")
            match = re.search(pattern, arrival[1])
            if match:
                return arrival[0] - self.started, match

    def failure(self, what: str) -> RuntimeError:
        printed = "\n".join("    " + line for line in self._lines[-_LINES_SHOWN:])
        return RuntimeError(f"{self.name} {what}." + (f" It printed last:\n{printed}" if printed else ""))

    def require_alive(self) -> None:
        if self._process.poll() is not None:
            raise self.failure(f"ended with code {self._process.returncode}")

    def end(self) -> None:
        """Asks the program to stop; kills it, and descendants that outlive it, when it does not."""
        if self._process.poll() is None:
            descendants = cpu.tree(self.pid)
            self._process.send_signal(signal.SIGTERM)
            try:
                self._process.wait(_END_SECONDS)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
            for process in descendants:
                _kill_if_still(process)
        if self._process.stdin is not None:
            self._process.stdin.close()

    def _read(self) -> None:
        assert self._process.stdout is not None
        with self._process.stdout as output:
            for raw in output:
                line = raw.decode("utf-8", "replace").rstrip()
                self._lines.append(line)
                self._arrivals.put((time.monotonic(), line))
        self._arrivals.put(None)


def _kill_if_still(process: cpu.Process) -> None:
    """Kills unless the id belongs to another process by now."""
    now = cpu.read_process(process.pid)
    if now is not None and now.started == process.started:
        try:
            os.kill(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            return


class Processes:
    """All programs and temporary folders of a run; leaving the context ends and removes them, newest first."""

    def __init__(self) -> None:
        self._children: list[Child] = []
        self._folders: list[Path] = []

    def __enter__(self) -> "Processes":
        return self

    def __exit__(self, *_: object) -> None:
        while self._children:
            self._children.pop().end()
        for folder in self._folders:
            shutil.rmtree(folder, ignore_errors=True)

    def folder(self) -> Path:
        path = Path(tempfile.mkdtemp(prefix="sallyport-bench-"))
        self._folders.append(path)
        return path

    def start(
        self, name: str, command: list[str], folder: Path, environment: dict[str, str] | None = None,
        listens: bool = False,
    ) -> Child:
        child = Child(name, command, environment or {}, folder, listens)
        self._children.append(child)
        return child

    def end(self, child: Child) -> None:
        child.end()
        self._children.remove(child)
