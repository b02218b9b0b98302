"""Run with: PYTHONPATH=bench python3 -m unittest discover -s bench/tests"""

import os
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

from kit import cpu, report
from kit.processes import Processes
from kit.results import GATEWAY, PEER, Goal, Measure, Result
from kit.rounds import Sample, ratios

STANDIN = Path(__file__).with_name("standin.py")
RUN = Path(__file__).parents[1] / "run"


def sample(target: str, number: int, cost: float, foreign: float = 0.0) -> Sample:
    return Sample(target, number, cost, 1_000.0, 100.0, 200.0, 0, 1.0, foreign)


class CpuTest(unittest.TestCase):
    def test_counts_a_child_that_lives_and_one_that_has_ended(self) -> None:
        burn = "import time; e = time.process_time() + 0.5\nwhile time.process_time() < e: pass\n"
        script = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {burn!r}])\n" \
                 f"c = subprocess.Popen([sys.executable, '-c', {burn + 'time.sleep(60)'!r}])\n" \
                 "print('two', flush=True); c.wait()"
        with Processes() as processes:
            child = processes.start("burner", [sys.executable, "-c", script], processes.folder())
            child.wait_for("two", 30)
            meter_end = time.monotonic() + 20
            while cpu.tree_seconds(child.pid) < 1.0 and time.monotonic() < meter_end:
                time.sleep(0.05)
            self.assertGreaterEqual(cpu.tree_seconds(child.pid), 1.0)

    def test_own_load_is_not_foreign(self) -> None:
        meter = cpu.Meter(os.getpid())
        end = time.process_time() + 1.0
        while time.process_time() < end:
            pass
        usage = meter.stop()
        self.assertAlmostEqual(usage.target_cpu_seconds, 1.0, delta=0.1)


class ProcessesTest(unittest.TestCase):
    def test_ends_programs_that_ignore_the_request_and_their_children(self) -> None:
        script = "trap '' TERM; sleep 1000 & echo up; while :; do sleep 0.1; done"
        from kit import processes as module
        patience, module._END_SECONDS = module._END_SECONDS, 1
        try:
            with Processes() as processes:
                folder = processes.folder()
                child = processes.start("stubborn", ["bash", "-c", script], folder)
                child.wait_for("up", 10)
                pids = [process.pid for process in cpu.tree(child.pid)]
        finally:
            module._END_SECONDS = patience
        self.assertGreaterEqual(len(pids), 2)
        self.assertFalse(folder.exists())
        time.sleep(0.2)
        for pid in pids:
            process = Path(f"/proc/{pid}/stat")
            self.assertTrue(not process.exists() or ") Z " in process.read_text())

    def test_failure_shows_what_the_program_printed(self) -> None:
        with Processes() as processes:
            child = processes.start("broken", ["bash", "-c", "echo port taken; exit 3"], processes.folder())
            with self.assertRaisesRegex(RuntimeError, "port taken"):
                child.wait_for("Ready", 10)


class ReportTest(unittest.TestCase):
    def test_ratio_is_formed_within_rounds(self) -> None:
        samples = [sample(GATEWAY, 1, 30), sample(PEER, 1, 20), sample(GATEWAY, 2, 80), sample(PEER, 2, 40)]
        self.assertEqual([1.5, 2.0], ratios(samples, GATEWAY, PEER))

    def test_says_which_goals_are_met_and_how_noisy_it_was(self) -> None:
        result = Result("proxy", "a proxy", [sample(GATEWAY, 1, 30, 0.5), sample(PEER, 1, 20, 0.5)])
        result.add_ratio(Goal("<= 1.5 x nginx", 1.5, inclusive=True))
        result.measures.append(Measure("slow", "s", [2.0], Goal("< 1.0 s", 1.0)))
        text = report.markdown("Title", [], [result], None)
        self.assertRegex(text, r"sallyport / nginx \| 1\.50 x .*\| met \|")
        self.assertRegex(text, r"slow \| 2\.00 s .*\| \*\*missed\*\* \|")
        self.assertIn("0.50 cores", text)
        self.assertIn("</svg>", report.chart([result]) or "")


class RunTest(unittest.TestCase):
    def test_runs_all_scenarios_against_a_stand_in(self) -> None:
        with tempfile.TemporaryDirectory() as results:
            done = subprocess.run(
                [RUN, "--rounds", "1", "--seconds", "1", "--warm-up", "1", "--results", results],
                env=os.environ | {"SALLYPORT_BENCH_COMMAND": f"{sys.executable} {STANDIN}"},
                capture_output=True, text=True, check=False)
            self.assertEqual(0, done.returncode, done.stderr)
            for name in "mock: CPU", "proxy: CPU", "lambda: latency", "start: exec":
                self.assertIn(name, done.stdout)
            self.assertEqual({".md", ".svg"}, {file.suffix for file in Path(results).iterdir()})


if __name__ == "__main__":
    unittest.main()
