"""The configurations that the kit writes: that the programs accept them and answer what is expected."""

import json
import shutil
import time
import unittest
from pathlib import Path

from kit.bodies import LARGE, MEDIUM, SMALL
from kit.client import fetch
from kit.peers import PROXIES, backend, haproxy, nginx, serverless_offline
from kit.processes import Processes


class BodiesTest(unittest.TestCase):
    def test_are_json_of_the_length_they_are_named_by(self) -> None:
        self.assertEqual([100, 10_240, 1_048_576], [len(body) for body in (SMALL, MEDIUM, LARGE)])
        for body in SMALL, MEDIUM, LARGE:
            json.loads(body)


class ConfigTest(unittest.TestCase):
    def test_nginx_logs_where_asked_and_nowhere_else(self) -> None:
        self.assertIn("access_log /logs/it combined;", nginx.config(Path("/run"), 1, 2, Path("/logs/it")))
        self.assertIn("access_log off;", nginx.config(Path("/run"), 1, 2, None))

    def test_haproxy_logs_only_when_asked(self) -> None:
        self.assertIn("log stdout format raw", haproxy.config(1, 2, True))
        self.assertIn("no log", haproxy.config(1, 2, False))

    def test_haproxy_keeps_what_is_below_one_path(self) -> None:
        self.assertIn("http-request cache-use answers if cached", haproxy.config(1, 2, False))

    def test_no_word_of_the_backend_is_longer_than_nginx_reads(self) -> None:
        self.assertLess(max(len(word) for word in backend.config(Path("/run"), 1).split("'")), 4_096)

    def test_serverless_offline_is_pinned(self) -> None:
        self.assertEqual({"serverless": "npm:osls@4.3.1", "serverless-offline": "14.8.2"},
                         json.loads(serverless_offline.package())["dependencies"])


class ProxiesTest(unittest.TestCase):
    def _wait_for(self, text: str, file: Path) -> None:
        """A line may be written after its answer."""
        deadline = time.monotonic() + 5
        while text not in file.read_text():
            self.assertLess(time.monotonic(), deadline, file.read_text())
            time.sleep(0.01)

    def test_answer_and_log_alike(self) -> None:
        with Processes() as processes:
            upstream = backend.start(processes)
            folder = processes.folder()
            for name, start in PROXIES.items():
                if shutil.which(name.lower()) is None:
                    continue
                with self.subTest(name):
                    log = folder / name
                    peer = start(processes, upstream, log)
                    self.assertEqual((200, SMALL), fetch(peer.url("mock")))
                    self.assertEqual((200, SMALL), fetch(peer.url("small")))
                    self.assertEqual((200, MEDIUM), fetch(peer.url("10k")))
                    self.assertEqual((200, LARGE), fetch(peer.url("1m")))
                    self.assertEqual((200, SMALL), fetch(peer.url("small"), "POST", MEDIUM))
                    self._wait_for("POST /small", log)


if __name__ == "__main__":
    unittest.main()
