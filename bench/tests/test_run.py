"""The command, from end to end."""

import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

STANDIN = Path(__file__).with_name("standin.py")
RUN = Path(__file__).parents[1] / "run"

SCENARIOS = ["mock", "proxy-log", "post-10k", "latency", "deploys", "lambda", "start"]
"""All but those that differ from one of these in a size only, and the two that need the real gateway: routes takes its
time, allocation asks a JVM."""


def run(*arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [RUN, *arguments], env=os.environ | {"SALLYPORT_BENCH_COMMAND": f"{sys.executable} {STANDIN}"},
        capture_output=True, text=True, check=False)


class RunTest(unittest.TestCase):
    def test_runs_scenarios_against_a_stand_in(self) -> None:
        with tempfile.TemporaryDirectory() as results:
            done = run(*SCENARIOS, "--rounds", "1", "--seconds", "1", "--warm-up", "1", "--rate", "100",
                       "--results", results)
            self.assertEqual(0, done.returncode, done.stderr)
            for text in "| post-10k | CPU", "| latency | p99", "deploys: small API", "lambda: latency", "start: exec":
                self.assertIn(text, done.stdout)
            self.assertEqual({".md", ".svg"}, {file.suffix for file in Path(results).iterdir()})

    def test_refuses_peers_that_it_does_not_know(self) -> None:
        done = run("mock", "--peers", "apache")
        self.assertEqual(2, done.returncode)
        self.assertIn("unknown peer 'apache'", done.stderr)


if __name__ == "__main__":
    unittest.main()
