"""Each scenario has WHAT, which says what it measures, and run(context), which measures it.

A new scenario is a new module and a line in ALL.
"""

from . import (
    allocation, cached, control, deploys, function, keyed, latency, mock, overload, routes, start, templates)
from .context import Context
from .encrypted import SCENARIOS as ENCRYPTED
from .proxied import SCENARIOS
from .scenario import Scenario

ALL: dict[str, Scenario] = {
    "mock": mock,
    **{scenario.name: scenario for scenario in SCENARIOS},
    "keyed": keyed,
    **{scenario.name: scenario for scenario in cached.SCENARIOS},
    **{scenario.name: scenario for scenario in ENCRYPTED},
    "overload": overload,
    "routes": routes,
    "latency": latency,
    "deploys": deploys,
    "lambda": function,
    "allocation": allocation,
    "start": start,
    "control": control,
    "templates": templates,
}

__all__ = ["ALL", "Context", "Scenario"]
