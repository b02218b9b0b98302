package dev.sallyport.pipeline.step;

import dev.sallyport.http.Headers;
import dev.sallyport.pipeline.Exchange;
import dev.sallyport.pipeline.HeaderRules;
import dev.sallyport.pipeline.Outcome;
import dev.sallyport.pipeline.Step;

/** Takes what a proxied backend answered for the answer of the method (INT-38). */
public record PassIntegrationResponse() implements Step {

    @Override
    public Outcome run(Exchange exchange) {
        Headers from = exchange.integrationHeaders();
        if (from != null) {
            HeaderRules.addProxyResponse(exchange.responseHeaders(), from);
        }
        exchange.status(exchange.integrationStatus());
        return Outcome.CONTINUE;
    }

    @Override
    public boolean forgetsExchange() {
        return true;
    }
}
