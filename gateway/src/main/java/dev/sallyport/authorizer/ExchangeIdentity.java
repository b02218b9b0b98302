package dev.sallyport.authorizer;

import dev.sallyport.pipeline.Exchange;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request of the data plane as identity sources see it (INV-27). */
record ExchangeIdentity(Exchange exchange) implements IdentitySources.Request {

    @Override
    public List<String> headers(String name) {
        return exchange.requestHeaders(name);
    }

    @Override
    public List<String> query(String name) {
        return exchange.queryParameters(name);
    }

    @Override
    public @Nullable String stageVariable(String name) {
        return exchange.stageVariable(name);
    }

    @Override
    public @Nullable String context(String name) {
        return exchange.context(name);
    }
}
