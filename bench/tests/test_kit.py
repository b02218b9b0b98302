"""Measuring and ending processes. Run all tests with: PYTHONPATH=bench python3 -m unittest discover -s bench/tests"""

import os
import sys
import time
import unittest
from pathlib import Path

from kit import cpu
from kit.processes import Processes


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

    def test_talks_with_a_program_that_listens(self) -> None:
        with Processes() as processes:
            child = processes.start("echo", ["cat"], processes.folder(), listens=True)
            child.tell("first")
            child.tell("second")
            self.assertEqual("second", child.wait_for(r"^s\w+", 10)[1].group())


if __name__ == "__main__":
    unittest.main()
