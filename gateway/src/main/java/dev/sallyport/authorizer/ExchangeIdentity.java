package dev.sallyport.authorizer;

import dev.sallyport.pipeline.Exchange;
import dev.sallyport.pipeline.HeaderRules;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request of the data plane as identity sources see it (INV-27). */
record ExchangeIdentity(Exchange exchange) implements IdentitySources.Request {

    private static final String TRACE = "X-Amzn-Trace-Id";

    /**
     * All lines of a name, whatever their case: the function is sent the last of them, so that one must be the identity and
     * all of them the key. What the gateway writes itself, or removes, is as everybody sees it.
     */
    @Override
    public List<String> headers(String name) {
        boolean isClients = !HeaderRules.isForwarded(name)
                && !HeaderRules.isRemovedFromRequest(name)
                && !name.equalsIgnoreCase(TRACE);
        return isClients ? exchange.head().headers().all(name) : exchange.requestHeaders(name);
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
