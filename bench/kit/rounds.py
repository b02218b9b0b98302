"""Samples of several targets in turn, A B A B, so that noise of the machine meets all alike."""

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


def warm_up(target: Target, plan: Plan) -> None:
    """At saturation, so that compilers see what they will meet."""
    load.drive(target.request, plan.connections, plan.warm_up_seconds, plan.load_core)


def alternate(targets: Sequence[Target], plan: Plan, say: Callable[[str], None]) -> list[Sample]:
    samples = []
    for number in range(1, plan.rounds + 1):
        for target in targets:
            sample = _sample(target, number, plan)
            samples.append(sample)
            say(f"round {number} {target.name}: {sample.cpu_micros_per_request:.1f} us/request, "
                f"{sample.requests_per_second:,.0f}/s, foreign load {sample.foreign_cores:.2f} cores")
    return samples


def _sample(target: Target, number: int, plan: Plan) -> Sample:
    meter = cpu.Meter(target.pid)
    result = load.drive(target.request, plan.connections, plan.seconds, plan.load_core)
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
