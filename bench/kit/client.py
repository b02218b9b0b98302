"""Single requests over fresh connections; environment variables that name proxies are not followed."""

import http.client
import ssl
import urllib.parse

_TIMEOUT_SECONDS = 60
_ANY_CERTIFICATE = ssl.create_default_context()
_ANY_CERTIFICATE.check_hostname = False
_ANY_CERTIFICATE.verify_mode = ssl.CERT_NONE


def fetch(
    url: str, method: str = "GET", body: str | None = None, more: tuple[tuple[str, str], ...] = ()
) -> tuple[int, str]:
    """The status and the body of the answer."""
    parts = urllib.parse.urlsplit(url)
    connection = (
        http.client.HTTPSConnection(parts.netloc, timeout=_TIMEOUT_SECONDS, context=_ANY_CERTIFICATE)
        if parts.scheme == "https" else http.client.HTTPConnection(parts.netloc, timeout=_TIMEOUT_SECONDS)
    )
    try:
        headers = dict(more) if body is None else {"Content-Type": "application/json", **dict(more)}
        connection.request(method, parts.path, body, headers)
        response = connection.getresponse()
        return response.status, response.read().decode("utf-8", "replace")
    finally:
        connection.close()
