package dev.sallyport.pipeline.websocket;

import dev.sallyport.pipeline.Exchange;
import dev.sallyport.pipeline.SocketFacts;
import org.jspecify.annotations.Nullable;

/**
 * The connection that a request to {@code @connections} names.
 *
 * @param id decoded once (W4.2)
 */
record ConnectionTarget(String id) implements SocketFacts {

    @Override
    public @Nullable String value(Exchange exchange, String variable) {
        return null;
    }

    @Override
    public boolean isLogged() {
        return false;
    }

    @Override
    public String resource(Exchange exchange) {
        return exchange.head().method() + "/@connections/" + id;
    }
}
