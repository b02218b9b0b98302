"""Results as Markdown."""

import statistics
from collections.abc import Iterable, Sequence

from .numbers import number, spread
from .results import GATEWAY, Aim, Comparison, Measure, Result
from .rounds import Sample

_CALM_CORES = 0.1
_BUSY_CORES = 1.0


def markdown(title: str, facts: Iterable[tuple[str, str]], results: Sequence[Result], chart: str | None) -> str:
    parts = [f"# {title}", "\n".join(f"- {name}: {value}" for name, value in [*facts, *_noise(results)])]
    comparisons = [comparison for result in results for comparison in result.comparisons]
    if comparisons:
        parts.append("## Beside peers\n\nMedian (range) of the rounds; ratios are formed within each round, and must "
                     "and goal apply to a ratio.\n\n" + _comparisons_table(comparisons))
    if chart:
        parts.append(f"![Ratios to nginx]({chart})")
    measures = [measure for result in results for measure in result.measures]
    if measures:
        parts.append("## Other measures\n\n" + _measures_table(measures))
    if any(result.samples for result in results):
        parts.append("## Under load\n\nMedian (range) of the rounds.\n\n" + _samples_table(results))
    notes = [f"- {result.scenario}: {note}" for result in results for note in [result.what, *result.notes]]
    parts.append("## Notes\n\n" + "\n".join(notes))
    return "\n\n".join(parts) + "\n"


def _comparisons_table(comparisons: Sequence[Comparison]) -> str:
    peers = list(dict.fromkeys(peer for comparison in comparisons for peer in comparison.peers))
    header = ["Scenario", "Quantity", GATEWAY, *peers, *(f"/ {peer}" for peer in peers), "Must", "Goal", ""]
    rows = [_row(header), _row(["---"] * len(header))]
    for comparison in comparisons:
        table = comparison.readings
        medians = {target: number(statistics.median(values.values())) for target, values in table.items()}
        rows.append(_row([
            comparison.scenario,
            comparison.quantity,
            *(medians.get(target, "") for target in [GATEWAY, *peers]),
            *(spread(comparison.ratios(peer)) if peer in table else "" for peer in peers),
            *_judged(comparison),
        ]))
    return "\n".join(rows)


def _judged(comparison: Comparison) -> list[str]:
    if comparison.aim is None:
        return ["", "", ""]
    bounds = _bounds(comparison.aim)
    if comparison.against not in comparison.readings:
        return [*bounds, f"unknown without {comparison.against}"]
    bounds[0] += f" x {comparison.against}"
    return [*bounds, comparison.aim.verdict(comparison.ratios(comparison.against))]


def _measures_table(measures: Sequence[Measure]) -> str:
    rows = ["| Measure | Median | Range | Readings | Must | Goal | |", "|---|---|---|---|---|---|---|"]
    for measure in measures:
        low, high = number(min(measure.values)), number(max(measure.values))
        judged = ["", "", ""] if measure.aim is None else [*_bounds(measure.aim), measure.aim.verdict(measure.values)]
        rows.append(_row([measure.name, f"{number(measure.median)} {measure.unit}".rstrip(), f"{low} to {high}",
                          str(len(measure.values)), *judged]))
    return "\n".join(rows)


def _bounds(aim: Aim) -> list[str]:
    return [str(aim.must), "" if aim.goal is None else str(aim.goal)]


def _samples_table(results: Sequence[Result]) -> str:
    header = ["Scenario", "Target", "CPU us/request", "Requests/s", "p50 us", "p90 us", "p99 us", "p99.9 us",
              "Target's cores", "Failures", "Foreign load, cores"]
    rows = [_row(header), _row(["---"] * len(header))]
    for result in results:
        for target, samples in _by_target(result.samples).items():
            rows.append(_row([
                result.scenario,
                target,
                spread(sample.cpu_micros_per_request for sample in samples),
                spread(sample.requests_per_second for sample in samples),
                spread(sample.latency.p50 for sample in samples),
                spread(sample.latency.p90 for sample in samples),
                spread(sample.latency.p99 for sample in samples),
                spread(sample.latency.p999 for sample in samples),
                number(statistics.median(sample.target_cores for sample in samples)),
                str(sum(sample.failures for sample in samples)),
                spread(sample.foreign_cores for sample in samples),
            ]))
    return "\n".join(rows)


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _noise(results: Sequence[Result]) -> list[tuple[str, str]]:
    """What readers should know before they read a figure."""
    loads = [sample.foreign_cores for result in results for sample in result.samples]
    if not loads or statistics.median(loads) <= _CALM_CORES:
        return []
    advice = "quote ratios, not absolute figures" if statistics.median(loads) < _BUSY_CORES else "quote nothing of it"
    return [("**Not a calm machine**", f"other programs took {statistics.median(loads):.2f} cores at the median of the "
                                       f"samples: {advice}")]


def _by_target(samples: Sequence[Sample]) -> dict[str, list[Sample]]:
    groups: dict[str, list[Sample]] = {}
    for sample in samples:
        groups.setdefault(sample.target, []).append(sample)
    return groups
