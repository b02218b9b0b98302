"""A gateway in miniature: just enough for the kit to be tested without the real one. Not for measurements."""

import copy
import http.client
import json
import os
import threading
import urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from pathlib import Path
from typing import Any

STATE = Path(os.environ["SALLYPORT_DATA"]) / "standin.json"
ACCESS_LOG = os.environ.get("SALLYPORT_ACCESS_LOG")
ids = count(1)
state: dict[str, Any] = {"drafts": {}, "live": {}}
backends = threading.local()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def handle_request(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        parts = self.path.strip("/").split("/")
        if parts[0] == "_aws":
            self.answer(self.invoke(parts[2], parts[4], body))
            if ACCESS_LOG:
                with open(ACCESS_LOG, "a", encoding="utf-8") as log:
                    log.write(f"{self.command} {self.path}\n")
        else:
            output = self.control(parts, json.loads(body) if body else {})
            if parts[-1] == "deployments":
                STATE.write_text(json.dumps(state))
            self.answer(json.dumps(output))

    do_GET = do_POST = do_PUT = handle_request

    def invoke(self, api: str, path: str, body: str) -> str:
        integration = state["live"][api][path]
        match integration["type"]:
            case "MOCK":
                return integration["body"]
            case "HTTP_PROXY":
                return self.proxied(integration["uri"], body)
            case _:
                return body

    def proxied(self, uri: str, body: str) -> str:
        url = urllib.parse.urlsplit(uri)
        if not hasattr(backends, "connection"):
            backends.connection = http.client.HTTPConnection(url.netloc)
        backends.connection.request(self.command, url.path, body or None)
        return backends.connection.getresponse().read().decode()

    def control(self, parts: list[str], body: dict[str, Any]) -> dict[str, Any]:
        if parts[0] != "restapis":
            return {"FunctionArn": "arn:aws:lambda:us-east-1:123456789012:function:x", "State": "Active"}
        if len(parts) == 1:
            api = f"api{next(ids)}"
            state["drafts"][api] = {}
            return {"id": api}
        draft = state["drafts"][parts[1]]
        match parts[2:]:
            case ["resources"] if self.command == "GET":
                return {"item": [{"id": "root", "path": "/"}]}
            case ["resources", _] if self.command == "POST":
                draft[body["pathPart"]] = {}
                return {"id": body["pathPart"]}
            case ["resources", resource, "methods", _, "integration"]:
                draft[resource].update(body)
            case ["resources", resource, "methods", _, "integration", "responses", _]:
                draft[resource]["body"] = body["responseTemplates"]["application/json"]
            case ["deployments"]:
                state["live"][parts[1]] = copy.deepcopy(draft)
        return {}

    def answer(self, text: str) -> None:
        payload = text.encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(payload)))
        self.end_headers()
        self.wfile.write(payload)

    def log_message(self, *_: object) -> None:
        """Says nothing of single requests."""


if __name__ == "__main__":
    if STATE.exists():
        state = json.loads(STATE.read_text())
    address = urllib.parse.urlsplit("//" + os.environ["SALLYPORT_LISTEN"])
    server = ThreadingHTTPServer((address.hostname, address.port), Handler)
    print(f"INFO  Ready. http://127.0.0.1:{server.server_port} (0.01 s)", flush=True)
    server.serve_forever()
