"""One module for each scenario: WHAT says what it measures, run(context) measures it.

A new scenario is a new module and a line in ALL.
"""

from types import ModuleType

from . import function, mock, proxy, start
from .context import Context

ALL: dict[str, ModuleType] = {"mock": mock, "proxy": proxy, "lambda": function, "start": start}

__all__ = ["ALL", "Context"]
