"""The command line: runs scenarios and writes the report."""

import argparse
import datetime
import os
import signal
import sys
import traceback
from pathlib import Path

from . import chart, report
from .machine import BENCH, choose_cores, commit, description, is_installed
from .peers import HAPROXY, NGINX, SERVERLESS_OFFLINE
from .results import Result
from .scenarios import ALL, Context

_PEERS = [HAPROXY, SERVERLESS_OFFLINE]


def main() -> int:
    options = _parse()
    if options.list:
        for name, scenario in ALL.items():
            print(f"{name}: {scenario.WHAT}")
        return 0
    # SIGTERM unwinds like an error, so that every process that was started is ended.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    cores = choose_cores()
    context = Context(options.rounds, options.seconds, options.warm_up, options.rate, options.peers, cores,
                      lambda text: print("  " + text, file=sys.stderr))
    results: list[Result] = []
    failed: list[str] = []
    for name in options.scenarios or list(ALL):
        print(f"{name}: {ALL[name].WHAT}", file=sys.stderr)
        try:
            results.append(ALL[name].run(context))
        except (RuntimeError, OSError) as failure:
            failed.append(f"{name}: {failure}")
            print(f"  failed: {failure}", file=sys.stderr)
            if options.verbose:
                traceback.print_exc()
    _write(results, failed, options, cores.note)
    return 1 if failed else 0


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench/run", description="Measures the gateway beside nginx and others.")
    parser.add_argument("scenarios", nargs="*", metavar="scenario", help=f"any of {', '.join(ALL)}; default: all")
    parser.add_argument("--rounds", type=int, default=5, help="samples of each target (default 5)")
    parser.add_argument("--seconds", type=int, default=3, help="length of a sample (default 3)")
    parser.add_argument("--warm-up", type=int, default=10,
                        help="least seconds at saturation before sampling (default 10)")
    parser.add_argument("--rate", type=int, default=5_000, help="requests/s of open loads (default 5000)")
    parser.add_argument("--peers", default="", metavar="PEER,...",
                        help=f"beside {NGINX}, any of {', '.join(_PEERS)}; default: {HAPROXY} when it is installed")
    parser.add_argument("--results", type=Path, default=BENCH / "results", help="folder for the report")
    parser.add_argument("--list", action="store_true", help="tell the scenarios and end")
    parser.add_argument("--verbose", action="store_true", help="show where a failure came from")
    options = parser.parse_args()
    unknown = [name for name in options.scenarios if name not in ALL]
    if unknown:
        parser.error(f"unknown scenario {unknown[0]!r}; there are {', '.join(ALL)}")
    if min(options.rounds, options.seconds, options.warm_up, options.rate) < 1:
        parser.error("--rounds, --seconds, --warm-up and --rate must be at least 1")
    try:
        options.peers = _peers(options.peers)
    except ValueError as unknown_peer:
        parser.error(str(unknown_peer))
    return options


def _peers(text: str) -> frozenset[str]:
    """nginx is always there: it is what ratios are formed with."""
    if not text:
        return frozenset([NGINX, HAPROXY] if is_installed("haproxy") else [NGINX])
    names = {name.lower(): name for name in [NGINX, *_PEERS]}
    chosen = {NGINX}
    for word in text.split(","):
        name = names.get(word.strip().lower())
        if name is None:
            raise ValueError(f"unknown peer {word.strip()!r}; there are {', '.join(names.values())}")
        if name == HAPROXY and not is_installed("haproxy"):
            raise ValueError("HAProxy is not installed; on Debian 12: apt-get install haproxy")
        chosen.add(name)
    return frozenset(chosen)


def _write(results: list[Result], failed: list[str], options: argparse.Namespace, core_note: str) -> None:
    now = datetime.datetime.now()
    name = f"{now:%Y-%m-%d-%H%M}-{commit()}"
    facts = description()
    facts.append(("Method", f"{options.rounds} rounds of {options.seconds} s, twice as long in open loops, after a "
                            f"warm-up of {options.warm_up} s or more"))
    facts.append(("Peers", ", ".join(sorted(options.peers, key=str.lower))))
    facts += [("Cores", core_note)] if core_note else []
    facts += [("Failed", text.replace("\n", " ")) for text in failed]
    svg = chart.svg(results)
    text = report.markdown(f"Benchmark of {now:%-d %B %Y, %H:%M}", facts, results, f"{name}.svg" if svg else None)
    print(text)
    if results:
        options.results.mkdir(parents=True, exist_ok=True)
        (options.results / f"{name}.md").write_text(text)
        if svg:
            (options.results / f"{name}.svg").write_text(svg)
        print(f"Written to {os.path.relpath(options.results / name)}.md", file=sys.stderr)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
