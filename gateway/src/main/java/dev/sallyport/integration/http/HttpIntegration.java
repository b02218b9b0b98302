package dev.sallyport.integration.http;

import dev.sallyport.pipeline.Exchange;
import dev.sallyport.pipeline.Outcome;
import dev.sallyport.pipeline.Step;

/** HTTP: a mapped request, and an answer that is read whole for the integration response (INT-30 to INT-34). */
public final class HttpIntegration implements Step {

    private final CustomRequest request;
    private final HttpCaller caller;

    public HttpIntegration(CustomRequest request, HttpCaller caller) {
        this.request = request;
        this.caller = caller;
    }

    @Override
    public boolean isIntegration() {
        return true;
    }

    @Override
    public Outcome run(Exchange exchange) {
        return caller.call(exchange, request);
    }
}
