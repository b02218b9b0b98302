"""Latencies as counts in narrow buckets, which unlike percentiles can be added up."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Histogram:
    """Pairs of a bucket's upper edge in microseconds and its count, in ascending order."""

    buckets: tuple[tuple[float, int], ...]

    @staticmethod
    def of(pairs: Iterable[Sequence[float]]) -> "Histogram":
        counts: dict[float, int] = {}
        for edge, count in pairs:
            counts[float(edge)] = counts.get(float(edge), 0) + int(count)
        return Histogram(tuple(sorted(counts.items())))

    @staticmethod
    def sum_of(parts: Iterable["Histogram"]) -> "Histogram":
        return Histogram.of(bucket for part in parts for bucket in part.buckets)

    @property
    def count(self) -> int:
        return sum(count for _, count in self.buckets)

    def percentile(self, share: float) -> float:
        """The least edge that so large a share of the values does not exceed."""
        wanted = max(1, math.ceil(share * self.count))
        seen = 0
        for edge, count in self.buckets:
            seen += count
            if seen >= wanted:
                return edge
        raise ValueError("an empty histogram has no percentiles")
