"""The cost of TLS 1.3: of a proxied request on a connection that stays, by HTTP/1.1 and HTTP/2, and of one full handshake
for each request."""

import subprocess
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

from ..bodies import SMALL
from ..goals import HANDSHAKE, HTTP2, TLS
from ..peers import HAPROXY, NGINX
from ..results import Aim, Result
from .context import CONNECTIONS, Context, side_by_side


@dataclass(frozen=True)
class Encrypted:
    """A proxied request over TLS; all have the same certificate, with a key on P-256."""

    name: str
    WHAT: str
    aim: Aim
    against: str
    headers: tuple[tuple[str, str], ...] = ()
    connections: int = CONNECTIONS
    streams: int = 0

    def run(self, context: Context) -> Result:
        result = Result(self.name, self.WHAT)
        with tempfile.TemporaryDirectory(prefix="sallyport-bench-") as folder:
            certificate = _certificate(Path(folder))
            with side_by_side(context, certificate=certificate) as sides:
                api = sides.gateway.aws.create_api(f"bench-{self.name}")
                api.add_http_proxy("small", sides.backend.url("small"))
                api.deploy()
                url = api.invoke_url("small").replace(sides.gateway.url, sides.gateway.tls_url, 1)
                targets = [
                    replace(target, request=replace(target.request, headers=self.headers, streams=self.streams))
                    for target in sides.targets(url, "small")
                ]
                plan = replace(context.plan(), connections=self.connections)
                sides.compare(context, result, targets, SMALL, plan)
        result.compare(self.against, self.aim)
        return result


def _certificate(folder: Path) -> Path:
    """Certificate and key in one file, as HAProxy wants them."""
    key, certificate, both = folder / "key.pem", folder / "certificate.pem", folder / "both.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
         "-subj", "/CN=bench", "-addext", "subjectAltName=DNS:bench.example", "-keyout", str(key), "-out",
         str(certificate)],
        check=True, capture_output=True)
    both.write_text(certificate.read_text() + key.read_text())
    return both


SCENARIOS = (
    Encrypted("tls", "HTTP_PROXY integration, answer of 100 bytes, over TLS 1.3 on connections that stay", TLS, NGINX),
    Encrypted("handshake", "the same with a full handshake for each request, key on P-256", HANDSHAKE, HAPROXY,
              (("Connection", "close"),)),
    Encrypted("h2", "the same by HTTP/2, 8 connections with 8 requests under way on each", HTTP2, HAPROXY,
              connections=8, streams=8),
)
