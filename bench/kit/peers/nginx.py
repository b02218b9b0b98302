"""nginx as a peer: one worker, a keep-alive pool without bounds, and the headers that the gateway adds too."""

import os
from pathlib import Path

from ..bodies import API_KEYS, RATE, SMALL
from ..machine import free_port
from ..processes import Child, Processes
from .server import Server, when_answering

KEYED = "keyed"
"""Below this path a request needs an API key and is held to the rate of its client."""


def start(processes: Processes, backend: Server, access_log: Path | None, certificate: Path | None = None) -> Server:
    folder, port = processes.folder(), free_port()
    text = config(folder, port, backend.port, access_log, certificate)
    child = run(processes, "the nginx peer", folder, text)
    return when_answering(child, port, scheme="https" if certificate else "http")


def run(processes: Processes, name: str, folder: Path, text: str) -> Child:
    """Starts an nginx with that configuration."""
    (folder / "nginx.conf").write_text(text)
    return processes.start(
        name, ["nginx", "-p", str(folder), "-e", f"{folder}/error.log", "-c", f"{folder}/nginx.conf"], folder)


def config(
    folder: Path, port: int, backend_port: int, access_log: Path | None, certificate: Path | None = None
) -> str:
    """A body of 10 KB is more than nginx holds by default and would go through a file, as would a large answer that is
    read slowly; neither happens here. The access log is a default installation's: combined, each line at once."""
    return main_section(folder) + f"""
http {{
{http_settings(folder)}
    access_log {f"{access_log} combined" if access_log else "off"};
    client_body_buffer_size 16k;
    proxy_max_temp_file_size 0;
    upstream backend {{
        server 127.0.0.1:{backend_port};
        keepalive 256;
        keepalive_requests 1000000000;
    }}
    map_hash_bucket_size 128;
    map $http_x_api_key $client {{
        default "";
{api_keys()}
    }}
    limit_req_zone $client zone=clients:1m rate={RATE}r/s;
    limit_req_status 429;
    server {{
        listen 127.0.0.1:{port} {"ssl http2 " if certificate else ""}backlog=1024;
{tls(certificate)}
        location /{KEYED}/ {{
            if ($client = "") {{ return 403; }}
            limit_req zone=clients burst={RATE} nodelay;
{proxied("http://backend/")}
        }}
        location /mock {{ return 200 '{SMALL}'; }}
        location / {{
{proxied("http://backend")}
        }}
    }}
}}
"""


def tls(certificate: Path | None) -> str:
    """Chain and key lie in one file."""
    return "" if certificate is None else f"""        ssl_certificate {certificate};
        ssl_certificate_key {certificate};
        ssl_protocols TLSv1.3;"""


def proxied(to: str) -> str:
    return f"""            proxy_pass {to};
            proxy_http_version 1.1;
            proxy_set_header Connection "";
            proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
            proxy_set_header X-Request-Id $request_id;
            add_header X-Request-Id $request_id;"""


def api_keys() -> str:
    return "\n".join(f'        "{value}" "{name}";' for name, value in API_KEYS.items())


def main_section(folder: Path) -> str:
    user = "user root;" if os.geteuid() == 0 else ""
    return f"""{user}
daemon off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/error.log error;
events {{ worker_connections 4096; }}
"""


def http_settings(folder: Path) -> str:
    return f"""    default_type application/json;
    keepalive_requests 1000000000;
    keepalive_timeout 300s;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;"""
