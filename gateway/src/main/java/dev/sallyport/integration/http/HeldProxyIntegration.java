package dev.sallyport.integration.http;

import dev.sallyport.pipeline.Exchange;
import dev.sallyport.pipeline.Outcome;
import dev.sallyport.pipeline.Step;

/**
 * HTTP_PROXY whose answers are read whole, because a later step changes their bodies. An answer without a body, which has
 * nothing to change but the length of one, passes.
 */
public final class HeldProxyIntegration implements Step {

    private final BackendRequest request;
    private final HttpCaller caller;
    private final HttpProxyIntegration passing;

    /** @param passing does the same without holding anything */
    public HeldProxyIntegration(BackendRequest request, HttpCaller caller, HttpProxyIntegration passing) {
        this.request = request;
        this.caller = caller;
        this.passing = passing;
    }

    @Override
    public boolean isIntegration() {
        return true;
    }

    @Override
    public Outcome run(Exchange exchange) {
        return request.method(exchange).equals("HEAD") ? passing.run(exchange) : caller.call(exchange, request);
    }
}
