"""HAProxy as a peer: one thread, a pool that all clients share, and the headers that the gateway adds too."""

from pathlib import Path

from ..bodies import SMALL
from ..machine import free_port
from ..processes import Processes
from .server import Server, when_answering


CACHED = "cached"
"""Below this path answers come from HAProxy's cache."""


def start(processes: Processes, backend: Server, access_log: Path | None, certificate: Path | None = None) -> Server:
    folder, port = processes.folder(), free_port()
    (folder / "haproxy.cfg").write_text(config(port, backend.port, access_log is not None, certificate))
    # HAProxy writes to no file by itself: its log goes to the standard output, which the shell makes the file.
    script = 'exec haproxy -db -f haproxy.cfg >>"$0"' if access_log else "exec haproxy -db -f haproxy.cfg"
    child = processes.start("the HAProxy peer", ["sh", "-c", script, str(access_log)], folder)
    return when_answering(child, port, scheme="https" if certificate else "http")


def config(port: int, backend_port: int, access_log: bool, certificate: Path | None = None) -> str:
    tls = f" ssl crt {certificate} ssl-min-ver TLSv1.3 alpn h2,http/1.1" if certificate else ""
    log = "log stdout format raw local0\n    option httplog clf" if access_log else "no log"
    return f"""global
    nbthread 1
    maxconn 4096

defaults
    mode http
    {log}
    timeout connect 5s
    timeout client 300s
    timeout server 300s
    option http-keep-alive
    http-reuse always
    option forwardfor
    unique-id-format %[uuid()]
    unique-id-header X-Request-Id

cache answers
    total-max-size 16
    max-object-size 100000
    max-age 3600

frontend front
    bind 127.0.0.1:{port} backlog 1024{tls}
    http-request return status 200 content-type application/json string '{SMALL}' if {{ path /mock }}
    acl cached path_beg /{CACHED}/
    http-request set-var(txn.cached) bool(true) if cached
    http-request cache-use answers if cached
    http-request replace-path /{CACHED}/(.*) /\\1 if cached
    http-response set-header Cache-Control max-age=3600 if {{ var(txn.cached) -m bool }}
    http-response cache-store answers if {{ var(txn.cached) -m bool }}
    http-response set-header X-Request-Id %[unique-id]
    default_backend backend

backend backend
    server backend 127.0.0.1:{backend_port}
"""
