"""How figures are written."""

import statistics
from collections.abc import Iterable


def number(value: float) -> str:
    """Three significant figures, without an exponent."""
    if abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"


def spread(values: Iterable[float]) -> str:
    """The median, and the range where there is one."""
    numbers = list(values)
    median = number(statistics.median(numbers))
    return median if len(numbers) == 1 else f"{median} ({number(min(numbers))} to {number(max(numbers))})"
