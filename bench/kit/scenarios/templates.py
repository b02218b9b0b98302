"""Mapping templates, beside stock Velocity with JsonPath in the same process."""

import subprocess

from .. import java
from ..goals import TEMPLATE_RATIO
from ..results import GATEWAY, Measure, Result
from .context import Context

WHAT = "rendering of mapping templates, body parsed each time, against Velocity with JsonPath"

_PEER = "velocity"


def run(context: Context) -> Result:
    result = Result("templates", WHAT, notes=[
        "One thread in one process renders in turn. The body has 20 items in 1.8 KB: loop writes some members of each, "
        "whole is $input.json('$'), message is a form for SQS with the whole body in it; the small body has 73 bytes. The "
        "CPU is the thread's own; a compiler that still works is not in it."])
    arguments = [str(context.rounds), str(context.seconds), str(context.warm_up_seconds)]
    done = subprocess.run(
        java.command("TemplateSpeed", with_gateway=True) + arguments, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"TemplateSpeed failed: {done.stderr.strip()[-2000:]}")
    cases: dict[str, dict[str, list[tuple[float, float]]]] = {}
    for line in done.stdout.splitlines():
        case, target, micros, size = line.split()
        cases.setdefault(case, {}).setdefault(target, []).append((float(micros), float(size)))
    for case, targets in cases.items():
        ours, theirs = targets[GATEWAY], targets[_PEER]
        ratios = [own[0] / other[0] for own, other in zip(ours, theirs, strict=True)]
        context.say(f"{case}: ratios " + ", ".join(f"{ratio:.2f}" for ratio in ratios))
        result.measures += [
            Measure(f"templates: {case}, CPU", "us", [own[0] for own in ours]),
            Measure(f"templates: {case}, CPU of {_PEER}", "us", [other[0] for other in theirs]),
            Measure(f"templates: {case}, ratio", "x", ratios, TEMPLATE_RATIO),
            Measure(f"templates: {case}, allocated", "bytes", [own[1] for own in ours]),
        ]
    return result
