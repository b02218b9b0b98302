"""The gateway as a process."""

import os
import shlex
from pathlib import Path

from . import cpu
from .aws import AwsApi
from .machine import ROOT, free_port
from .processes import Processes

COMMAND_VARIABLE = "SALLYPORT_BENCH_COMMAND"
_START_SECONDS = 60


class Gateway:
    """A running gateway on a free port of the loopback address.

    Settings go through environment variables, so that the command that starts it can be any.
    """

    def __init__(
        self, processes: Processes, data: Path, event_loop_threads: int | None = None, access_log: Path | None = None,
        certificate: Path | None = None,
    ) -> None:
        command = shlex.split(os.environ.get(COMMAND_VARIABLE, "")) or [str(ROOT / "sallyport"), "up"]
        environment = {"SALLYPORT_LISTEN": "127.0.0.1:0", "SALLYPORT_DATA": str(data)}
        if event_loop_threads is not None:
            environment["SALLYPORT_EVENT_LOOP_THREADS"] = str(event_loop_threads)
        if access_log is not None:
            environment["SALLYPORT_ACCESS_LOG"] = str(access_log)
        self.tls_url = ""
        if certificate is not None:
            port = free_port()
            self.tls_url = f"https://127.0.0.1:{port}"
            environment["SALLYPORT_TLS_LISTEN"] = f"127.0.0.1:{port}"
            environment["SALLYPORT_TLS_CERTIFICATES"] = str(certificate)
        self._processes = processes
        self._child = processes.start("the gateway", command, processes.folder(), environment)
        self.seconds_to_ready, match = self._child.wait_for(r"\bReady\. +(http://\S+)", _START_SECONDS)
        self.pid = self._child.pid
        self.cpu_seconds_to_ready = cpu.tree_seconds(self.pid)
        self.url = match.group(1).rstrip("/")
        self.aws = AwsApi(self.url)

    def stop(self) -> None:
        self._processes.end(self._child)
