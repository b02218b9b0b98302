"""Samples of several targets in turn, A B A B, so that noise of the machine meets all alike."""

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from . import cpu, load
from .histogram import Histogram
from .load import Latency


@dataclass(frozen=True)
class Target:
    """Something that answers a request: the root of its process tree, and what to send."""

    name: str
    pid: int
    request: load.Request


@dataclass(frozen=True)
class Sample:
    """One target under load for a few seconds. An open load also tells how late its own requests left."""

    target: str
    round: int
    cpu_micros_per_request: float
    requests_per_second: float
    latency: Latency
    failures: int
    target_cores: float
    foreign_cores: float
    histogram: Histogram | None = None
    late_p99_micros: float = 0


@dataclass(frozen=True)
class Plan:
    """How much is measured. With a rate the load is open, without one it is as fast as answers come."""

    rounds: int
    seconds: float
    warm_up_seconds: float
    connections: int
    load_core: int | None
    rate: int | None = None


_WARM_SLICE_SECONDS = 4
_WARM_MARGIN = 0.93
_WARM_PATIENCE = 6
# A compiler counts calls: where a request is a whole handshake, ten seconds are too few of them.
_WARM_REQUESTS = 40_000
_GENERATOR_WARM_UP_SECONDS = 2


def warm_up(target: Target, plan: Plan, say: Callable[[str], None]) -> None:
    """At saturation, so that compilers see what they will meet: for the plan's time and a number of requests at least,
    and then until the CPU per request no longer falls. On a busy machine a compiler takes long, and half warm it would
    be measured itself."""
    begin = time.monotonic()
    before = float("inf")
    requests = 0.0
    while True:
        sample = _closed_sample(target, 0, plan, _WARM_SLICE_SECONDS)
        cost = sample.cpu_micros_per_request
        requests += sample.requests_per_second * _WARM_SLICE_SECONDS
        elapsed = time.monotonic() - begin
        enough = elapsed >= plan.warm_up_seconds and requests >= _WARM_REQUESTS
        if enough and cost > before * _WARM_MARGIN:
            say(f"{target.name} is warm after {elapsed:.0f} s, at {cost:.1f} us/request")
            return
        if elapsed >= plan.warm_up_seconds * _WARM_PATIENCE:
            say(f"{target.name} still gets faster after {elapsed:.0f} s; its figures are too high")
            return
        before = cost


def alternate(
    targets: Sequence[Target], plan: Plan, say: Callable[[str], None],
    around: Callable[[Target, Callable[[], Sample]], Sample] = lambda _, take: take(),
) -> list[Sample]:
    """All rounds. What is to happen during the samples of a target goes around them."""
    samples = []
    for number in range(1, plan.rounds + 1):
        for target in targets:
            sample = around(target, lambda: _sample(target, number, plan))
            samples.append(sample)
            say(f"round {number} {target.name}: {sample.cpu_micros_per_request:.1f} us/request, "
                f"{sample.requests_per_second:,.0f}/s, p99 {sample.latency.p99:,.0f} us, "
                f"foreign load {sample.foreign_cores:.2f} cores")
    return samples


def _sample(target: Target, number: int, plan: Plan) -> Sample:
    return (_closed_sample if plan.rate is None else _open_sample)(target, number, plan, plan.seconds)


def _closed_sample(target: Target, number: int, plan: Plan, seconds: float) -> Sample:
    meter = cpu.Meter(target.pid)
    result = load.drive(target.request, plan.connections, seconds, plan.load_core)
    return _completed(target, number, result, meter.stop())


def _open_sample(target: Target, number: int, plan: Plan, seconds: float) -> Sample:
    assert plan.rate is not None
    meters: list[cpu.Meter] = []
    result = load.drive_at(
        plan.rate, target.request, plan.connections, seconds, _GENERATOR_WARM_UP_SECONDS, plan.load_core,
        lambda: meters.append(cpu.Meter(target.pid)))
    return _completed(target, number, result, meters[0].stop())


def _completed(target: Target, number: int, result: load.Load, usage: cpu.Usage) -> Sample:
    return Sample(
        target.name,
        number,
        usage.target_cpu_seconds * 1e6 / result.requests,
        result.requests_per_second,
        result.latency,
        result.failures,
        usage.target_cores,
        usage.foreign_cores,
        result.histogram,
        result.late_p99_micros,
    )


Readings = dict[str, dict[int, float]]
"""One quantity: target, round, value."""


def readings(samples: Iterable[Sample], quantity: Callable[[Sample], float]) -> Readings:
    table: Readings = {}
    for sample in samples:
        table.setdefault(sample.target, {})[sample.round] = quantity(sample)
    return table


def ratios(table: Readings, target: str, peer: str) -> list[float]:
    """The target's values over the peer's, formed within each round."""
    return [value / table[peer][number] for number, value in table[target].items() if number in table[peer]]


def cpu_per_request(sample: Sample) -> float:
    return sample.cpu_micros_per_request
