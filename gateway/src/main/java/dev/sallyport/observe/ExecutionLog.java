package dev.sallyport.observe;

import dev.sallyport.http.Headers;
import dev.sallyport.pipeline.EndpointTrace;
import dev.sallyport.pipeline.Fault;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * The execution log of one request in AWS's words (rest-data-plane 9.6, R22.9 to R22.12): the lines with their times, and
 * the form in which a test invocation answers them. Belongs to the request's event loop until it is closed.
 */
public final class ExecutionLog implements EndpointTrace {

    /** R22.11: what of a value is shown; the mark comes behind it. */
    private static final int SHOWN_CHARACTERS = 998;

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "EEE MMM dd HH:mm:ss 'UTC' yyyy", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final InstantSource clock;
    private final LongSupplier nanoTime;
    private final List<Line> lines = new ArrayList<>();
    private long sentNanos;
    private boolean closed;

    private record Line(Instant time, String text) {}

    /** @param nanoTime a monotonic clock, {@code System::nanoTime} in production */
    public ExecutionLog(InstantSource clock, LongSupplier nanoTime) {
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    /**
     * What the method was sent.
     *
     * @param resourcePath as the client named it, without the query
     * @param pathParameters decoded
     * @param query the last value of each name (R22.6)
     */
    public void methodRequest(
            String requestId,
            String httpMethod,
            String resourcePath,
            Map<String, String> pathParameters,
            Map<String, String> query,
            Map<String, List<String>> headers,
            String body) {
        add("Starting execution for request: " + requestId);
        add("HTTP Method: " + httpMethod + ", Resource Path: " + resourcePath);
        add("Method request path: " + text(pathParameters));
        add("Method request query string: " + text(query));
        Map<String, String> joined = new LinkedHashMap<>();
        headers.forEach((name, values) -> joined.put(name, String.join(",", values)));
        add("Method request headers: " + text(joined));
        value("Method request body before transformations: ", body);
    }

    @Override
    public void request(String uri, Headers headers, String body) {
        sentNanos = nanoTime.getAsLong();
        add("Endpoint request URI: " + uri);
        add("Endpoint request headers: " + text(headers));
        value("Endpoint request body after transformations: ", body);
        add("Sending request to " + uri);
    }

    @Override
    public void response(int status, Headers headers, String body) {
        long millis = (nanoTime.getAsLong() - sentNanos) / 1_000_000;
        add("Received response. Status: " + status + ", Integration latency: " + millis + " ms");
        add("Endpoint response headers: " + text(headers));
        value("Endpoint response body before transformations: ", body);
    }

    /** The method answered on its normal course. */
    public void methodResponse(int status, Headers headers, String body) {
        value("Method response body after transformations: ", body);
        add("Method response headers: " + text(headers));
        add("Successfully completed execution");
        add("Method completed with status: " + status);
    }

    /** The method ended with a gateway response (R22.10, LOG-4). */
    public void failed(Fault fault) {
        String reason = fault.reason();
        if (fault.isOfTemplate() && fault.hint() != null) {
            // A line of ours: AWS keeps to itself where a template failed.
            add(fault.hint());
        }
        if (reason != null) {
            // INT-54: a function's own error is told without the words of the gateway's.
            add(reason.startsWith("Lambda ") ? reason : "Execution failed due to " + reason);
        }
        add("Method completed with status: " + fault.status());
    }

    /** Adds a line that ends with a text of any length. */
    public void value(String label, String text) {
        add(label + cut(text));
    }

    /** Adds a line; nothing that comes late is added to a log that somebody may have read. */
    public void add(String text) {
        if (!closed) {
            lines.add(new Line(clock.instant(), text));
        }
    }

    /** Ends the log. */
    public void close() {
        closed = true;
    }

    /** The log as a test invocation answers it (LOG-5). */
    public String ofTest(String requestId) {
        StringBuilder text = new StringBuilder("Execution log for request ")
                .append(requestId)
                .append('\n');
        for (Line line : lines) {
            TIME.formatTo(line.time(), text);
            text.append(" : ").append(line.text()).append('\n');
        }
        return text.toString();
    }

    private static String text(Headers headers) {
        Map<String, String> byName = new LinkedHashMap<>();
        for (int i = 0; i < headers.size(); i++) {
            byName.merge(headers.name(i), headers.value(i), (before, more) -> before + "," + more);
        }
        return text(byName);
    }

    /** R22.11: {@code {k=v, k2=v2}}. */
    private static String text(Map<String, String> map) {
        return cut(map.toString());
    }

    private static String cut(String text) {
        return text.length() <= SHOWN_CHARACTERS ? text : text.substring(0, SHOWN_CHARACTERS) + " [TRUNCATED]";
    }
}
