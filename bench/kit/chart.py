"""Comparisons as a bar chart in SVG: ratios to nginx, with the noise as whiskers."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from .numbers import number
from .peers import HAPROXY, NGINX
from .results import GATEWAY, Comparison, Result
from .rounds import ratios

_COLOURS = {GATEWAY: "#1f6feb", NGINX: "#8b949e", HAPROXY: "#bf8700"}
_OTHER_COLOUR = "#57606a"
_MUST_COLOUR = "#cf222e"

_LEFT, _WIDTH, _RIGHT = 230, 440, 90
_BAR, _GAP, _TOP = 20, 14, 64

_LARGEST_RATIO = 3.0
"""What is larger is cut off there, so that one outlier does not make everything else small."""


@dataclass(frozen=True)
class Bar:
    """A target's ratios to nginx; nginx's own are its rounds over their median, which shows the noise alone."""

    target: str
    values: Sequence[float]

    @property
    def median(self) -> float:
        return statistics.median(self.values)


@dataclass(frozen=True)
class Group:
    """The bars of one comparison, and the ratio to nginx that the gateway must not exceed."""

    label: str
    bars: Sequence[Bar]
    must: float | None


def groups(results: Sequence[Result]) -> list[Group]:
    """The charted comparisons in which nginx took part."""
    return [
        _group(comparison)
        for result in results
        for comparison in result.comparisons
        if comparison.charted and NGINX in comparison.readings
    ]


def _group(comparison: Comparison) -> Group:
    table = comparison.readings
    own = list(table[NGINX].values())
    noise = [value / statistics.median(own) for value in own]
    bars = [Bar(target, noise if target == NGINX else ratios(table, target, NGINX)) for target in table]
    must = None
    if comparison.aim is not None and comparison.against in table:
        # A bound against another peer is drawn where that peer stands.
        scale = next(bar.median for bar in bars if bar.target == comparison.against)
        must = comparison.aim.must.value * scale
    return Group(f"{comparison.scenario}: {comparison.quantity.partition(',')[0]}", bars, must)


def svg(results: Sequence[Result]) -> str | None:
    """None when there is nothing to draw."""
    found = groups(results)
    if not found:
        return None
    largest = max(1.0, *(max(bar.values) for group in found for bar in group.bars))
    scale = _WIDTH / min(largest, _LARGEST_RATIO)
    height = _TOP + sum(len(group.bars) * _BAR + _GAP for group in found)
    width = _LEFT + _WIDTH + _RIGHT
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        'font-family="sans-serif" font-size="13">',
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
        '<text x="10" y="22" font-size="15" font-weight="bold">Ratio to nginx, less is better</text>',
        '<text x="10" y="42" fill="#57606a">Bar: median of the rounds. Line: smallest to largest round, the noise. '
        "Red mark: must.</text>",
    ]
    y = _TOP
    for group in found:
        lines += _drawn(group, y, scale)
        y += len(group.bars) * _BAR + _GAP
    lines.append(f'<line x1="{_LEFT + scale:.1f}" x2="{_LEFT + scale:.1f}" y1="{_TOP - 8}" y2="{height - _GAP}" '
                 'stroke="#24292f" stroke-dasharray="3 3"/>')
    return "\n".join([*lines, "</svg>"]) + "\n"


def _x(ratio: float, scale: float) -> float:
    return _LEFT + min(ratio * scale, _WIDTH)


def _drawn(group: Group, top: int, scale: float) -> list[str]:
    lines = []
    for index, bar in enumerate(group.bars):
        y = top + index * _BAR
        low, end, high = (_x(value, scale) for value in (min(bar.values), bar.median, max(bar.values)))
        middle = y + _BAR / 2 - 1
        label = f"{group.label}, {bar.target}" if index == 0 else bar.target
        lines += [
            f'<text x="{_LEFT - 8}" y="{y + 14}" text-anchor="end">{escape(label)}</text>',
            f'<rect x="{_LEFT}" y="{y}" width="{end - _LEFT:.1f}" height="{_BAR - 2}" '
            f'fill="{_COLOURS.get(bar.target, _OTHER_COLOUR)}"/>',
            f'<line x1="{low:.1f}" x2="{high:.1f}" y1="{middle:.1f}" y2="{middle:.1f}" stroke="#24292f" '
            'stroke-width="1.5"/>',
            *(f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{middle - 4:.1f}" y2="{middle + 4:.1f}" stroke="#24292f" '
              'stroke-width="1.5"/>' for x in (low, high)),
            f'<text x="{high + 8:.1f}" y="{y + 14}">{number(bar.median)}</text>',
        ]
        if bar.target == GATEWAY and group.must is not None:
            x = _x(group.must, scale)
            lines.append(f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{y - 2}" y2="{y + _BAR}" stroke="{_MUST_COLOUR}" '
                         'stroke-width="3"/>')
    return lines
