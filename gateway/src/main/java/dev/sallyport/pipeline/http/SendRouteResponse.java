package dev.sallyport.pipeline.http;

import dev.sallyport.http.Headers;
import dev.sallyport.pipeline.Exchange;
import dev.sallyport.pipeline.Outcome;
import dev.sallyport.pipeline.Step;
import org.jspecify.annotations.Nullable;

/**
 * Sends the answer that the exchange holds, with the headers of CORS (R8.9, R8.10) and the id (R1.12).
 *
 * @param cors null when the API leaves CORS to its integrations
 */
public record SendRouteResponse(@Nullable CorsAnswers cors) implements Step {

    @Override
    public Outcome run(Exchange exchange) {
        Headers headers = exchange.responseHeaders();
        if (cors != null) {
            CorsAnswers.drop(headers);
            cors.add(headers, exchange.head());
        }
        exchange.identity().addShortId(headers);
        exchange.client().respond(exchange.status(), headers, exchange.takeResponseBody());
        return Outcome.ANSWERED;
    }

    @Override
    public boolean forgetsExchange() {
        return true;
    }
}
