"""The open-loop generator and its histograms."""

import threading
import time
import unittest
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from kit.histogram import Histogram
from kit.load import Load, Request, drive, drive_at, open_load


class HistogramTest(unittest.TestCase):
    def test_percentiles_are_edges_that_a_share_does_not_exceed(self) -> None:
        histogram = Histogram.of([[1.0, 50], [2.0, 49], [100.0, 1]])
        self.assertEqual([1.0, 2.0, 2.0, 100.0], [histogram.percentile(share) for share in (0.5, 0.51, 0.99, 0.999)])

    def test_adds_up(self) -> None:
        total = Histogram.sum_of([Histogram.of([[1.0, 1], [3.0, 2]]), Histogram.of([[3.0, 4], [2.0, 1]])])
        self.assertEqual(((1.0, 1), (2.0, 1), (3.0, 6)), total.buckets)
        self.assertEqual(8, total.count)

    def test_has_no_percentile_when_empty(self) -> None:
        with self.assertRaises(ValueError):
            Histogram.of([]).percentile(0.5)


class OpenLoadFiguresTest(unittest.TestCase):
    def test_unanswered_refused_and_broken_requests_are_failures(self) -> None:
        load = open_load({
            "answered": 90, "seconds": 2.0, "p50": 1.0, "p90": 2.0, "p99": 3.0, "p999": 4.0, "not_2xx_3xx": 1,
            "socket_errors": 4, "unanswered": 6, "late_p99": 0.5, "histogram": [[1.5, 90]],
        })
        self.assertEqual(11, load.failures)
        self.assertEqual(45.0, load.requests_per_second)
        self.assertEqual(90, load.histogram.count if load.histogram else 0)


class _Server(ThreadingHTTPServer):
    """Answers at once, but for one stall."""

    daemon_threads = True
    STALL_SECONDS = 0.5

    def __init__(self, status: int = 200) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.status = status
        self.gate = threading.Lock()
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def request(self) -> Request:
        return Request(f"http://127.0.0.1:{self.server_port}/")

    def handle_error(self, *_: object) -> None:
        """The load drops its connections when it is done."""

    def stall_soon(self) -> None:
        def stall() -> None:
            time.sleep(0.5)
            with self.gate:
                time.sleep(self.STALL_SECONDS)

        threading.Thread(target=stall, daemon=True).start()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        assert isinstance(self.server, _Server)
        with self.server.gate:
            self.send_response(self.server.status)
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"ok")

    def log_message(self, *_: object) -> None:
        """Says nothing of single requests."""


class OpenLoadTest(unittest.TestCase):
    RATE, SECONDS, CONNECTIONS = 100, 2, 4

    def _drive(self, server: _Server, on_measuring: Callable[[], None] = lambda: None) -> Load:
        try:
            return drive_at(self.RATE, server.request(), self.CONNECTIONS, self.SECONDS, 1, None, on_measuring)
        finally:
            server.shutdown()
            server.server_close()

    def test_a_stall_counts_for_all_requests_that_it_delayed(self) -> None:
        server = _Server()
        load = self._drive(server, server.stall_soon)
        self.assertEqual((self.RATE * self.SECONDS, 0), (load.requests, load.failures))
        # Half a second of two: a quarter of the requests fell due while nothing was answered. A closed loop with four
        # connections would have noticed four.
        slow = sum(count for edge, count in load.histogram.buckets if edge > 50_000)
        self.assertGreater(slow, 0.15 * load.requests)
        self.assertGreater(load.latency.p999, 0.8e6 * _Server.STALL_SECONDS)

    def test_its_percentiles_are_those_of_its_histogram(self) -> None:
        load = self._drive(_Server())
        self.assertEqual(load.requests, load.histogram.count)
        for share, value in (0.5, load.latency.p50), (0.9, load.latency.p90), (0.99, load.latency.p99):
            self.assertAlmostEqual(load.histogram.percentile(share), value, delta=0.01 * value)

    def test_counts_refusals(self) -> None:
        load = self._drive(_Server(status=503))
        self.assertEqual(load.requests, load.failures)

    def test_says_that_nothing_listens(self) -> None:
        server = _Server()
        server.shutdown()
        server.server_close()
        with self.assertRaisesRegex(RuntimeError, "no connection"):
            drive_at(self.RATE, server.request(), self.CONNECTIONS, self.SECONDS, 1, None, lambda: None)


class ClosedLoadTest(unittest.TestCase):
    def test_paths_take_turns(self) -> None:
        seen: set[str] = set()

        class Recorder(_Handler):
            def do_GET(self) -> None:
                seen.add(self.path)
                super().do_GET()

        server = _Server()
        server.RequestHandlerClass = Recorder
        try:
            drive(Request(server.request().url, paths=("/a", "/b?c=d")), 2, 1, None)
        finally:
            server.shutdown()
            server.server_close()
        self.assertEqual({"/a", "/b?c=d"}, seen)


if __name__ == "__main__":
    unittest.main()
