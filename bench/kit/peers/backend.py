"""The backend of the gateway and of all peers: an nginx that answers known bodies from memory."""

from pathlib import Path

from ..bodies import LARGE, MEDIUM, SMALL
from ..machine import free_port
from ..processes import Processes
from . import nginx
from .server import Server, when_answering

_PIECE = "x" * 1_000
"""A word of the configuration may have 4 KB, so the medium answer is put together from pieces."""


def start(processes: Processes) -> Server:
    folder, port = processes.folder(), free_port()
    (folder / "1m").write_text(LARGE)
    return when_answering(nginx.run(processes, "the backend", folder, config(folder, port)), port)


def config(folder: Path, port: int) -> str:
    """/1m comes from the page cache, /10k from memory, everything else is the small answer. A request with a body of
    10 KB fits the buffer of the head, so that it is read at once and before it is answered."""
    pieces = (len(MEDIUM) // len(_PIECE)) - 1
    medium = MEDIUM.replace(_PIECE * pieces, "${piece}" * pieces, 1)
    return nginx.main_section(folder) + f"""
http {{
{nginx.http_settings(folder)}
    access_log off;
    client_header_buffer_size 16k;
    sendfile on;
    tcp_nopush on;
    open_file_cache max=10 inactive=1h;
    open_file_cache_valid 1h;
    server {{
        listen 127.0.0.1:{port} backlog=1024;
        location / {{ return 200 '{SMALL}'; }}
        location = /10k {{
            set $piece '{_PIECE}';
            return 200 '{medium}';
        }}
        location = /1m {{ root {folder}; }}
    }}
}}
"""
