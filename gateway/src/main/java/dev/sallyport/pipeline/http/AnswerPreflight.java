package dev.sallyport.pipeline.http;

import dev.sallyport.http.Headers;
import dev.sallyport.pipeline.Exchange;
import dev.sallyport.pipeline.Outcome;
import dev.sallyport.pipeline.Step;

/** Answers a preflight without asking anybody (R8.1, R8.3). */
record AnswerPreflight(CorsAnswers cors) implements Step {

    private static final int NO_CONTENT = 204;

    @Override
    public Outcome run(Exchange exchange) {
        Headers headers = exchange.responseHeaders();
        cors.addPreflight(headers, exchange.head());
        exchange.identity().addShortId(headers);
        exchange.status(NO_CONTENT);
        exchange.client().respond(NO_CONTENT, headers, exchange.takeResponseBody());
        return Outcome.ANSWERED;
    }

    @Override
    public boolean forgetsExchange() {
        return true;
    }
}
