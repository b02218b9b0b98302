"""Samples of several targets in turn, A B A B, so that noise of the machine meets all alike."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from . import cpu, load


@dataclass(frozen=True)
class Target:
    """Something that answers a request: the root of its process tree, and what to send."""

    name: str
    pid: int
    request: load.Request


@dataclass(frozen=True)
class Sample:
    """One target under load for a few seconds."""

    target: str
    round: int
    cpu_micros_per_request: float
    requests_per_second: float
    p50_micros: float
    p99_micros: float
    failures: int
    target_cores: float
    foreign_cores: float


@dataclass(frozen=True)
class Plan:
    """How much is measured."""

    rounds: int
    seconds: float
    warm_up_seconds: float
    connections: int
    load_core: int | None


_WARM_SLICE_SECONDS = 4
_WARM_MARGIN = 0.93
_WARM_PATIENCE = 6


def warm_up(target: Target, plan: Plan, say: Callable[[str], None]) -> None:
    """At saturation, so that compilers see what they will meet: for the plan's time at least, and then until the CPU
    per request no longer falls. On a busy machine a compiler takes long, and half warm it would be measured itself."""
    begin = time.monotonic()
    before = float("inf")
    while True:
        cost = _sample(target, 0, plan, _WARM_SLICE_SECONDS).cpu_micros_per_request
        elapsed = time.monotonic() - begin
        if elapsed >= plan.warm_up_seconds and cost > before * _WARM_MARGIN:
            say(f"{target.name} is warm after {elapsed:.0f} s, at {cost:.1f} us/request")
            return
        if elapsed >= plan.warm_up_seconds * _WARM_PATIENCE:
            say(f"{target.name} still gets faster after {elapsed:.0f} s; its figures are too high")
            return
        before = cost


def alternate(targets: Sequence[Target], plan: Plan, say: Callable[[str], None]) -> list[Sample]:
    samples = []
    for number in range(1, plan.rounds + 1):
        for target in targets:
            sample = _sample(target, number, plan, plan.seconds)
            samples.append(sample)
            say(f"round {number} {target.name}: {sample.cpu_micros_per_request:.1f} us/request, "
                f"{sample.requests_per_second:,.0f}/s, foreign load {sample.foreign_cores:.2f} cores")
    return samples


def _sample(target: Target, number: int, plan: Plan, seconds: float) -> Sample:
    meter = cpu.Meter(target.pid)
    result = load.drive(target.request, plan.connections, seconds, plan.load_core)
    usage = meter.stop()
    return Sample(
        target.name,
        number,
        usage.target_cpu_seconds * 1e6 / result.requests,
        result.requests_per_second,
        result.p50_micros,
        result.p99_micros,
        result.failures,
        usage.target_cores,
        usage.foreign_cores,
    )


def ratios(samples: Sequence[Sample], target: str, peer: str) -> list[float]:
    """The target's CPU per request over the peer's, formed within each round."""
    costs = {(sample.round, sample.target): sample.cpu_micros_per_request for sample in samples}
    return [cost / costs[number, peer] for (number, name), cost in costs.items() if name == target]
