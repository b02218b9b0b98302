"""The numbers that the gateway is measured by, in one place: what must be, and what is hoped for.

Ratios are medians of ratios within rounds, on a calm machine.
"""

from .results import Aim, Bound


def _at_most(must: float, goal: float) -> Aim:
    return Aim(Bound(must), Bound(goal))


MOCK = _at_most(0.85, 0.77)
PROXY = _at_most(0.88, 0.80)
PROXY_LOG = _at_most(0.95, 0.85)
PROXY_10K = _at_most(0.78, 0.70)
PROXY_1M = _at_most(0.85, 0.72)
POST_10K = _at_most(0.80, 0.73)
KEYED = _at_most(0.80, 0.73)
CACHED = _at_most(0.72, 0.65)
TLS = _at_most(0.85, 0.75)
HANDSHAKE = _at_most(0.90, 0.80)
HTTP2 = _at_most(0.90, 0.75)

OVERLOAD_PERCENT = Aim(Bound(1))

ROUTES = _at_most(1.05, 1.01)
LATENCY_P99 = _at_most(1.2, 1.0)
DEPLOYS_P999 = _at_most(1.2, 1.05)
NO_FAILURE = Aim(Bound(0))

LAMBDA_CPU = _at_most(0.16, 0.13)
LAMBDA_P99 = _at_most(0.25, 0.18)
LAMBDA_ADDED_MILLIS = Aim(Bound(1.0, inclusive=False))

ALLOCATED_BYTES = Aim(Bound(64), Bound(0.5, inclusive=False))
"""The goal is none at all; half a byte is what may come from things that are no requests, such as timers."""

TEMPLATE_RATIO = _at_most(1.0, 0.3)

READY_SECONDS = Aim(Bound(0.6), Bound(0.4), first=Bound(1.0, inclusive=False))
IDLE_MEGABYTES = Aim(Bound(90), Bound(65), first=Bound(120, inclusive=False))
LOADED_MEGABYTES = _at_most(160, 110)
FIRST_CALL_MILLIS = Aim(Bound(300, inclusive=False))
CALL_MILLIS = Aim(Bound(20, inclusive=False))
API_KILOBYTES = Aim(Bound(50, inclusive=False))
IMPORT_MILLIS = Aim(Bound(1000, inclusive=False))
DEPLOYMENT_MILLIS = Aim(Bound(100, inclusive=False))
