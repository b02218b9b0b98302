package dev.sallyport.pipeline.http;

import dev.sallyport.http.Headers;
import dev.sallyport.pipeline.Exchange;
import dev.sallyport.pipeline.Outcome;
import dev.sallyport.pipeline.Step;
import io.netty.buffer.ByteBuf;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Sends the answer that the exchange holds, with the headers of CORS (R8.9, R8.10) and the id (R1.12).
 *
 * @param cors null when the API leaves CORS to its integrations
 */
public record SendRouteResponse(@Nullable CorsAnswers cors) implements Step {

    private static final Pattern LENGTH = Pattern.compile("[0-9]{1,18}");

    @Override
    public Outcome run(Exchange exchange) {
        Headers headers = exchange.responseHeaders();
        if (cors != null) {
            CorsAnswers.drop(headers);
            cors.add(headers, exchange.head());
        }
        exchange.identity().addShortId(headers);
        ByteBuf body = exchange.takeResponseBody();
        long suppressed = body == null ? suppressedLength(exchange) : 0;
        if (suppressed > 0) {
            exchange.client().start(exchange.status(), headers, suppressed, () -> {});
            exchange.client().end();
        } else {
            exchange.client().respond(exchange.status(), headers, body);
        }
        return Outcome.ANSWERED;
    }

    /** LIM-3: how long the body is that the integration's answer to HEAD does not have; 0 for all other answers. */
    private static long suppressedLength(Exchange exchange) {
        Headers from = exchange.integrationHeaders();
        String length = from == null || !exchange.head().method().equals("HEAD") ? null : from.first("content-length");
        return length == null || !LENGTH.matcher(length).matches() ? 0 : Long.parseLong(length);
    }

    @Override
    public boolean forgetsExchange() {
        return true;
    }
}
