"""The cost of a plain proxied request, with bodies of several sizes, and of its line in the access log."""

from dataclasses import dataclass

from ..bodies import LARGE, MEDIUM, SMALL
from ..goals import POST_10K, PROXY, PROXY_10K, PROXY_1M, PROXY_LOG
from ..peers import HAPROXY, NGINX
from ..results import Aim, Result
from .context import Context, side_by_side


@dataclass(frozen=True)
class Proxied:
    """One kind of request that the gateway and its peers forward."""

    name: str
    WHAT: str
    aim: Aim
    against: str
    path: str
    answer: str
    verb: str = "GET"
    body: str | None = None
    access_log: bool = False

    def run(self, context: Context) -> Result:
        result = Result(self.name, self.WHAT)
        with side_by_side(context, self.access_log) as sides:
            api = sides.gateway.aws.create_api(f"bench-{self.name}")
            api.add_http_proxy(self.path, sides.backend.url(self.path), self.verb)
            api.deploy()
            targets = sides.targets(api.invoke_url(self.path), self.path, self.verb, self.body)
            sides.compare(context, result, targets, self.answer, context.plan())
        result.compare(self.against, self.aim)
        return result


SCENARIOS = (
    Proxied("proxy", "HTTP_PROXY integration, answer of 100 bytes", PROXY, NGINX, "small", SMALL),
    Proxied("proxy-log", "the same with an access log in a file, one line for each request", PROXY_LOG, NGINX, "small",
            SMALL, access_log=True),
    Proxied("proxy-10k", "HTTP_PROXY integration, answer of 10 KB", PROXY_10K, NGINX, "10k", MEDIUM),
    Proxied("proxy-1m", "HTTP_PROXY integration, answer of 1 MB", PROXY_1M, HAPROXY, "1m", LARGE),
    Proxied("post-10k", "HTTP_PROXY integration, request body of 10 KB, answer of 100 bytes", POST_10K, NGINX, "small",
            SMALL, verb="POST", body=MEDIUM),
)
