"""What the gateway is measured beside, and the backend of all. Each module writes its program's configuration."""

from collections.abc import Callable
from pathlib import Path

from ..processes import Processes
from . import haproxy, nginx
from .server import Server

NGINX = "nginx"
HAPROXY = "HAProxy"
SERVERLESS_OFFLINE = "serverless-offline"

PROXIES: dict[str, Callable[[Processes, Server, Path | None, Path | None], Server]] = {
    NGINX: nginx.start,
    HAPROXY: haproxy.start,
}
"""The peers that proxy: started with the backend, and with the files of an access log and of a certificate where
they are wanted."""
