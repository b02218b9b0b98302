package dev.sallyport.pipeline.http;

import dev.sallyport.http.HeaderNames;
import dev.sallyport.http.Headers;
import dev.sallyport.pipeline.Exchange;
import dev.sallyport.pipeline.Outcome;
import dev.sallyport.pipeline.Step;

/** Takes over what the integration answered, but for what is meant for its connection alone (R3.70, R4.8). */
public record TakeIntegrationResponse() implements Step {

    /** The date is that of the gateway's own answer, and so are length and id. */
    private static final HeaderNames DROPPED = HeaderNames.of(
            "apigw-requestid",
            "connection",
            "content-length",
            "date",
            "keep-alive",
            "proxy-authenticate",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");

    @Override
    public Outcome run(Exchange exchange) {
        Headers from = exchange.integrationHeaders();
        if (from != null) {
            Headers to = exchange.responseHeaders();
            for (int i = 0; i < from.size(); i++) {
                if (!from.isNamed(i, DROPPED)) {
                    to.add(from, i);
                }
            }
        }
        exchange.status(exchange.integrationStatus());
        return Outcome.CONTINUE;
    }

    @Override
    public boolean forgetsExchange() {
        return true;
    }
}
