"""nginx as the backend of all targets, and as the peer that the gateway is compared with."""

import os
import time

from .client import fetch
from .machine import free_port
from .processes import Child, Processes

BODY = '{"message": "' + "x" * 85 + '"}'
"""100 bytes of JSON: what the backend, the peer and the gateway's mock answer."""

_HEAD = """
{user}
daemon off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/error.log error;
events {{ worker_connections 4096; }}
http {{
    access_log off;
    default_type application/json;
    keepalive_requests 1000000000;
    keepalive_timeout 300s;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
"""

_BACKEND = _HEAD + """
    server {{
        listen 127.0.0.1:{port} backlog=1024;
        location / {{ return 200 '{body}'; }}
    }}
}}
"""

_PEER = _HEAD + """
    upstream backend {{
        server 127.0.0.1:{backend};
        keepalive 256;
        keepalive_requests 1000000000;
    }}
    server {{
        listen 127.0.0.1:{port} backlog=1024;
        location /mock {{ return 200 '{body}'; }}
        location /proxy {{
            proxy_pass http://backend;
            proxy_http_version 1.1;
            proxy_set_header Connection "";
            proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
            proxy_set_header X-Request-Id $request_id;
            add_header X-Request-Id $request_id;
        }}
    }}
}}
"""


class Nginx:
    """A running nginx with one worker."""

    def __init__(self, child: Child, port: int) -> None:
        self.pid = child.pid
        self.port = port

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}/{path}"


def start_backend(processes: Processes) -> Nginx:
    return _start(processes, "the backend", _BACKEND)


def start_peer(processes: Processes, backend: Nginx) -> Nginx:
    return _start(processes, "the nginx peer", _PEER, backend=backend.port)


def _start(processes: Processes, name: str, template: str, **values: object) -> Nginx:
    folder = processes.folder()
    port = free_port()
    user = "user root;" if os.geteuid() == 0 else ""
    text = template.format(folder=folder, port=port, body=BODY, user=user, **values)
    (folder / "nginx.conf").write_text(text)
    child = processes.start(
        name, ["nginx", "-p", str(folder), "-e", f"{folder}/error.log", "-c", f"{folder}/nginx.conf"], folder)
    nginx = Nginx(child, port)
    _wait_until_answers(child, nginx)
    return nginx


def _wait_until_answers(child: Child, nginx: Nginx) -> None:
    deadline = time.monotonic() + 10
    while True:
        try:
            fetch(nginx.url("mock"))
            return
        except OSError:
            child.require_alive()
            if time.monotonic() > deadline:
                raise child.failure("does not answer") from None
            time.sleep(0.02)
