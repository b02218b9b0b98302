"""The cost of a request that is answered from the response cache."""

from dataclasses import dataclass, replace

from ..bodies import MEDIUM, SMALL
from ..goals import CACHED
from ..peers import HAPROXY, haproxy
from ..results import Result
from .context import Context, side_by_side


@dataclass(frozen=True)
class Cached:
    """One size of answer that the gateway and HAProxy keep."""

    name: str
    WHAT: str
    path: str
    answer: str

    def run(self, context: Context) -> Result:
        result = Result(self.name, self.WHAT)
        with side_by_side(replace(context, peers=frozenset([HAPROXY]))) as sides:
            api = sides.gateway.aws.create_api(f"bench-{self.name}")
            api.add_http_proxy(self.path, sides.backend.url(self.path))
            api.deploy()
            api.enable_cache()
            targets = sides.targets(api.invoke_url(self.path), f"{haproxy.CACHED}/{self.path}")
            sides.compare(context, result, targets, self.answer, context.plan())
        result.compare(HAPROXY, CACHED)
        return result


SCENARIOS = (
    Cached("cached", "HTTP_PROXY integration, answer of 100 bytes from the response cache; HAProxy: cache-use", "small",
           SMALL),
    Cached("cached-10k", "the same with an answer of 10 KB", "10k", MEDIUM),
)
