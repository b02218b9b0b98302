"""What all scenarios are."""

from typing import Protocol

from ..results import Result
from .context import Context


class Scenario(Protocol):
    """Something to measure: a module or an object."""

    WHAT: str

    def run(self, context: Context) -> Result: ...
