package dev.sallyport.pipeline;

import dev.sallyport.http.Headers;
import java.util.ArrayList;
import java.util.List;

/** The headers of a request as mappings and templates see them (HDR-4, INV-27): the client's, and what the gateway adds. */
final class RequestNames {

    private static final String TRACE = "X-Amzn-Trace-Id";

    private RequestNames() {}

    /** All names, each once, as they came. */
    static List<String> headers(Exchange exchange) {
        List<String> names = new ArrayList<>();
        Headers lines = exchange.head().headers();
        for (int i = 0; i < lines.size(); i++) {
            String name = lines.name(i);
            if (!HeaderRules.isRemovedFromRequest(name) && !isAdded(exchange, name) && !names.contains(name)) {
                names.add(name);
            }
        }
        if (exchange.head().testContext() == null) {
            names.add(TRACE);
            Headers forwarded = HeaderRules.forwarded(exchange);
            for (int i = 0; i < forwarded.size(); i++) {
                names.add(forwarded.name(i));
            }
        }
        return names;
    }

    /** The values of a header: the exact case wins over the folded one, but for HTTP APIs, to which all are alike. */
    static List<String> headers(Exchange exchange, String name) {
        boolean isAlike = exchange.frontDoor() != null;
        if (HeaderRules.isRemovedFromRequest(name) && !isAlike) {
            return List.of();
        }
        if (isAdded(exchange, name)) {
            return name.equalsIgnoreCase(TRACE)
                    ? List.of(exchange.identity().traceId())
                    : HeaderRules.forwarded(exchange).all(name);
        }
        Headers lines = exchange.head().headers();
        if (isAlike) {
            return lines.all(name);
        }
        List<String> exact = new ArrayList<>(1);
        for (int i = 0; i < lines.size(); i++) {
            if (lines.name(i).equals(name)) {
                exact.add(lines.value(i));
            }
        }
        return exact.isEmpty() ? lines.all(name) : exact;
    }

    private static boolean isAdded(Exchange exchange, String name) {
        return exchange.head().testContext() == null && (name.equalsIgnoreCase(TRACE) || HeaderRules.isForwarded(name));
    }
}
