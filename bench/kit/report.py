"""Results as Markdown and as a bar chart in SVG."""

import statistics
from collections.abc import Iterable, Sequence
from html import escape

from .results import Measure, Result
from .rounds import Sample

_BUSY_CORES = 0.1
_COLOURS = {"sallyport": "#1f6feb", "nginx": "#8b949e"}


def markdown(title: str, facts: Iterable[tuple[str, str]], results: Sequence[Result], chart: str | None) -> str:
    parts = [f"# {title}", "\n".join(f"- {name}: {value}" for name, value in facts)]
    measures = [measure for result in results for measure in result.measures]
    if measures:
        parts.append("## Goals and measures\n\n" + _measures_table(measures))
    if any(result.samples for result in results):
        parts.append("## Under load\n\nMedian (range) of the rounds.\n\n" + _samples_table(results))
    if chart:
        parts.append(f"![CPU per request]({chart})")
    notes = [f"- {result.scenario}: {note}" for result in results for note in [result.what, *result.notes]]
    parts.append("## Notes\n\n" + "\n".join(notes + _noise_notes(results)))
    return "\n\n".join(parts) + "\n"


def _measures_table(measures: Sequence[Measure]) -> str:
    rows = ["| Measure | Median | Range | Readings | Goal | |", "|---|---|---|---|---|---|"]
    for measure in measures:
        goal, verdict = "", ""
        if measure.goal is not None:
            goal = measure.goal.text
            verdict = "met" if measure.goal.met_by(measure.median) else "**missed**"
        low, high = _number(min(measure.values)), _number(max(measure.values))
        rows.append(f"| {measure.name} | {_number(measure.median)} {measure.unit} | {low} to {high} "
                    f"| {len(measure.values)} | {goal} | {verdict} |")
    return "\n".join(rows)


def _samples_table(results: Sequence[Result]) -> str:
    rows = [
        "| Scenario | Target | CPU us/request | Requests/s | p50 us | p99 us | Target's cores | Failures "
        "| Foreign load, cores |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for result in results:
        for target, samples in _by_target(result.samples).items():
            cells = [
                result.scenario,
                target,
                _spread(sample.cpu_micros_per_request for sample in samples),
                _spread(sample.requests_per_second for sample in samples),
                _spread(sample.p50_micros for sample in samples),
                _spread(sample.p99_micros for sample in samples),
                _number(statistics.median(sample.target_cores for sample in samples)),
                str(sum(sample.failures for sample in samples)),
                _spread(sample.foreign_cores for sample in samples),
            ]
            rows.append("| " + " | ".join(cells) + " |")
    return "\n".join(rows)


def _noise_notes(results: Sequence[Result]) -> list[str]:
    loads = [sample.foreign_cores for result in results for sample in result.samples]
    if loads and statistics.median(loads) > _BUSY_CORES:
        return [f"- Other programs took {statistics.median(loads):.2f} cores at the median of the samples: quote "
                "ratios, not absolute figures."]
    return []


def _by_target(samples: Sequence[Sample]) -> dict[str, list[Sample]]:
    groups: dict[str, list[Sample]] = {}
    for sample in samples:
        groups.setdefault(sample.target, []).append(sample)
    return groups


def _spread(values: Iterable[float]) -> str:
    numbers = list(values)
    median = _number(statistics.median(numbers))
    return median if len(numbers) == 1 else f"{median} ({_number(min(numbers))} to {_number(max(numbers))})"


def _number(value: float) -> str:
    """Three significant figures, without an exponent."""
    if abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"


def chart(results: Sequence[Result]) -> str | None:
    """One bar for each target of each scenario under load, with the range as a line; None without such scenarios."""
    bars = [
        (f"{result.scenario} {target}", target, [sample.cpu_micros_per_request for sample in samples])
        for result in results
        for target, samples in _by_target(result.samples).items()
    ]
    if not bars:
        return None
    left, width, row, top = 170, 470, 34, 40
    scale = width / max(max(values) for _, _, values in bars)
    height = top + row * len(bars) + 10
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {left + width + 110} {height}" '
        'font-family="sans-serif" font-size="14">',
        f'<rect width="{left + width + 110}" height="{height}" fill="#ffffff"/>',
        f'<text x="10" y="24" font-weight="bold">CPU per request in us: median, and the range as a line</text>',
    ]
    for index, (label, target, values) in enumerate(bars):
        y = top + row * index
        median = statistics.median(values)
        lines += [
            f'<text x="{left - 8}" y="{y + 17}" text-anchor="end">{escape(label)}</text>',
            f'<rect x="{left}" y="{y}" width="{median * scale:.1f}" height="24" '
            f'fill="{_COLOURS.get(target, "#57606a")}"/>',
            f'<line x1="{left + min(values) * scale:.1f}" x2="{left + max(values) * scale:.1f}" y1="{y + 12}" '
            f'y2="{y + 12}" stroke="#24292f" stroke-width="2"/>',
            f'<text x="{left + max(values) * scale + 8:.1f}" y="{y + 17}">{_number(median)}</text>',
        ]
    return "\n".join([*lines, "</svg>"]) + "\n"
