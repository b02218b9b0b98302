"""What scenarios hand to the report."""

import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from .numbers import number
from .rounds import Readings, Sample, cpu_per_request, ratios, readings

GATEWAY = "sallyport"


@dataclass(frozen=True)
class Bound:
    """An upper bound that a median has to stay under, or may meet where it says so."""

    value: float
    inclusive: bool = True

    def met_by(self, value: float) -> bool:
        return value <= self.value if self.inclusive else value < self.value

    def __str__(self) -> str:
        text = f"{self.value:g}" if self.value == round(self.value) else number(self.value)
        return ("<= " if self.inclusive else "< ") + text


@dataclass(frozen=True)
class Aim:
    """What a figure must reach, what is hoped for, and a wider bound that was set before and still stands."""

    must: Bound
    goal: Bound | None = None
    first: Bound | None = None

    def verdict(self, values: Sequence[float]) -> str:
        median = statistics.median(values)
        if self.goal is not None and self.goal.met_by(median):
            text, bound = "goal met", self.goal
        elif self.must.met_by(median):
            text, bound = "met", self.must
        elif self.first is not None:
            kept = "within" if self.first.met_by(median) else "also outside"
            text, bound = f"**missed**, {kept} the first bound of {self.first}", self.must
        else:
            text, bound = "**missed**", self.must
        return text + (" (bound within the range)" if min(values) < bound.value < max(values) else "")


@dataclass(frozen=True)
class Measure:
    """A named quantity with all its readings; its median is what counts."""

    name: str
    unit: str
    values: Sequence[float]
    aim: Aim | None = None

    @property
    def median(self) -> float:
        return statistics.median(self.values)


@dataclass(frozen=True)
class Comparison:
    """One quantity of the gateway and of peers, measured in turn.

    The aim applies to the ratio of the gateway to one peer; "charted" ones are drawn.
    """

    scenario: str
    quantity: str
    readings: Readings
    aim: Aim | None = None
    against: str = ""
    charted: bool = True

    @property
    def peers(self) -> list[str]:
        return [target for target in self.readings if target != GATEWAY]

    def ratios(self, peer: str) -> list[float]:
        return ratios(self.readings, GATEWAY, peer)


@dataclass
class Result:
    """One scenario's outcome."""

    scenario: str
    what: str
    samples: list[Sample] = field(default_factory=list)
    comparisons: list[Comparison] = field(default_factory=list)
    measures: list[Measure] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def compare(
        self, against: str, aim: Aim | None, quantity: str = "CPU, us/request",
        of: Callable[[Sample], float] = cpu_per_request, charted: bool = True,
    ) -> None:
        """A quantity of the samples, the gateway's against the peers'."""
        self.comparisons.append(Comparison(self.scenario, quantity, readings(self.samples, of), aim, against, charted))
