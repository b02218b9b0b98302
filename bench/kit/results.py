"""What scenarios hand to the report."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field

from .rounds import Sample, ratios

GATEWAY = "sallyport"
PEER = "nginx"


@dataclass(frozen=True)
class Goal:
    """An upper bound that a median has to stay under, or meet where it says so."""

    text: str
    bound: float
    inclusive: bool = False

    def met_by(self, value: float) -> bool:
        return value <= self.bound if self.inclusive else value < self.bound


@dataclass(frozen=True)
class Measure:
    """A named quantity with all its readings; its median is what counts."""

    name: str
    unit: str
    values: Sequence[float]
    goal: Goal | None = None

    @property
    def median(self) -> float:
        return statistics.median(self.values)


@dataclass
class Result:
    """One scenario's outcome."""

    scenario: str
    what: str
    samples: list[Sample] = field(default_factory=list)
    measures: list[Measure] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def add_ratio(self, goal: Goal | None = None) -> None:
        """The gateway's CPU per request against nginx, from the samples."""
        name = f"{self.scenario}: CPU per request, {GATEWAY} / {PEER}"
        self.measures.append(Measure(name, "x", ratios(self.samples, GATEWAY, PEER), goal))
