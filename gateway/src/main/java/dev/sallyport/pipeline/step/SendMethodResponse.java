package dev.sallyport.pipeline.step;

import dev.sallyport.http.Headers;
import dev.sallyport.pipeline.Exchange;
import dev.sallyport.pipeline.HeaderRules;
import dev.sallyport.pipeline.Outcome;
import dev.sallyport.pipeline.Step;

/** Sends the answer that the exchange holds, with the headers that the gateway adds (HDR-30, HDR-31). */
public final class SendMethodResponse implements Step {

    @Override
    public Outcome run(Exchange exchange) {
        Headers headers = exchange.responseHeaders();
        HeaderRules.addGatewayHeaders(headers, exchange);
        byte[] constant = exchange.constantResponse();
        if (constant != null) {
            exchange.client().respond(exchange.status(), headers, constant);
        } else {
            exchange.client().respond(exchange.status(), headers, exchange.takeResponseBody());
        }
        return Outcome.ANSWERED;
    }

    @Override
    public boolean forgetsExchange() {
        return true;
    }
}
