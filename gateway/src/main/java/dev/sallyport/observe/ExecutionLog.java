package dev.sallyport.observe;

import dev.sallyport.http.Headers;
import dev.sallyport.pipeline.ExchangeTrace;
import dev.sallyport.pipeline.Fault;
import dev.sallyport.pipeline.MethodLog;
import dev.sallyport.pipeline.Outcome;
import dev.sallyport.pipeline.Step;
import java.nio.charset.StandardCharsets;
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
import org.jspecify.annotations.Nullable;

/**
 * The execution log of one request in AWS's words (rest-data-plane 9.6, R22.9 to R22.12): the lines with their times, the
 * form in which a test invocation answers them to whoever brought their secrets, and the form in which they go to a log group. Belongs to the request's
 * event loop until it is closed.
 */
public final class ExecutionLog implements ExchangeTrace {

    /** R22.11: what of a value is shown; the mark comes behind it. */
    private static final int SHOWN_CHARACTERS = 998;

    /** LOG-2: bytes of an event in a log group. */
    private static final int MAX_EVENT_BYTES = 1024;

    private static final String TRUNCATED = " [TRUNCATED]";

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "EEE MMM dd HH:mm:ss 'UTC' yyyy", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final InstantSource clock;
    private final LongSupplier nanoTime;
    private final List<Line> lines = new ArrayList<>();
    private long sentNanos;
    private boolean closed;

    /** LOG-2: at which setting a line is written. (inferred) Which lines those are. */
    private enum Level {
        ERROR,
        INFO,
        DATA
    }

    private record Line(Instant time, Level level, String text) {}

    /**
     * One event of a log group.
     *
     * @param timestampMillis since 1970
     */
    public record Event(long timestampMillis, String message) {}

    /** @param nanoTime a monotonic clock, {@code System::nanoTime} in production */
    public ExecutionLog(InstantSource clock, LongSupplier nanoTime) {
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    /**
     * What the method was sent.
     *
     * @param resourcePath as the client named it, without the query
     * @param apiKeyId of the key that opened the method, or null (LOG-3 12)
     * @param pathParameters decoded
     * @param query the last value of each name (R22.6)
     */
    public void methodRequest(
            String requestId,
            String httpMethod,
            String resourcePath,
            @Nullable String apiKeyId,
            Map<String, String> pathParameters,
            Map<String, String> query,
            Map<String, List<String>> headers,
            String body) {
        add("Starting execution for request: " + requestId);
        add("HTTP Method: " + httpMethod + ", Resource Path: " + resourcePath);
        if (apiKeyId != null) {
            add("API Key: ***");
            add("API Key ID: " + apiKeyId);
        }
        data("Method request path: " + cut(pathParameters.toString()));
        data("Method request query string: " + cut(query.toString()));
        Map<String, String> joined = new LinkedHashMap<>();
        headers.forEach((name, values) -> joined.put(name, String.join(",", values)));
        data("Method request headers: " + cut(joined.toString()));
        dataValue("Method request body before transformations: ", body);
    }

    @Override
    public void request(String uri, Headers headers, String body) {
        sentNanos = nanoTime.getAsLong();
        data("Endpoint request URI: " + uri);
        data("Endpoint request headers: " + text(headers));
        dataValue("Endpoint request body after transformations: ", body);
        add("Sending request to " + uri);
    }

    @Override
    public void response(int status, Headers headers, String body) {
        responded(status, (nanoTime.getAsLong() - sentNanos) / 1_000_000, headers, body);
    }

    /** An answer of an endpoint that took so long. */
    void responded(int status, long millis, Headers headers, String body) {
        add("Received response. Status: " + status + ", Integration latency: " + millis + " ms");
        data("Endpoint response headers: " + text(headers));
        dataValue("Endpoint response body before transformations: ", body);
    }

    /** The method answered on its normal course. */
    public void methodResponse(int status, Headers headers, String body) {
        dataValue("Method response body after transformations: ", body);
        data("Method response headers: " + text(headers));
        add("Successfully completed execution");
        add("Method completed with status: " + status);
    }

    /** The method ended with a gateway response (R22.10, LOG-4). */
    public void failed(Fault fault) {
        String line = fault.logLine();
        if (fault.isOfTemplate() && fault.hint() != null) {
            // A line of ours: AWS keeps to itself where a template failed.
            add(Level.ERROR, fault.hint());
        }
        if (line != null) {
            add(Level.ERROR, cut(line));
        }
        add(line == null ? Level.INFO : Level.ERROR, "Method completed with status: " + fault.status());
    }

    @Override
    public void began(Step step) {
        // The log knows what happens to a request, not which step did it.
    }

    @Override
    public void ended(Outcome outcome) {
        // The end is told by methodResponse or failed.
    }

    @Override
    public void decided(String what, String choice) {
        // AWS's log tells of no decisions.
    }

    @Override
    public void log(String line) {
        add(cut(line));
    }

    /** Adds a line that ends with a text of any length. */
    public void value(String label, String text) {
        add(label + cut(text));
    }

    private void dataValue(String label, String text) {
        data(label + cut(text));
    }

    /** Adds a line; nothing that comes late is added to a log that somebody may have read. */
    public void add(String text) {
        add(Level.INFO, text);
    }

    private void data(String text) {
        add(Level.DATA, text);
    }

    private void add(Level level, String text) {
        if (!closed) {
            lines.add(new Line(clock.instant(), level, text));
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

    /** The log as it goes to the log group of a method: what its level lets through, each line an event (LOG-2, LOG-3). */
    public List<Event> ofTraffic(String requestId, MethodLog log) {
        Level last = log.errorsOnly() ? Level.ERROR : log.dataTrace() ? Level.DATA : Level.INFO;
        List<Event> events = new ArrayList<>();
        for (Line line : lines) {
            if (line.level().compareTo(last) <= 0) {
                events.add(new Event(line.time().toEpochMilli(), fitting("(" + requestId + ") " + line.text())));
            }
        }
        return events;
    }

    /** LOG-2. */
    private static String fitting(String message) {
        byte[] utf8 = message.getBytes(StandardCharsets.UTF_8);
        if (utf8.length <= MAX_EVENT_BYTES) {
            return message;
        }
        int end = MAX_EVENT_BYTES - TRUNCATED.length();
        while ((utf8[end] & 0xC0) == 0x80) {
            end--; // not in the middle of a character
        }
        return new String(utf8, 0, end, StandardCharsets.UTF_8) + TRUNCATED;
    }

    /** R22.11: {@code {k=v, k2=v2}}. */
    private static String text(Headers headers) {
        return cut(Secrets.masked(headers).toString());
    }

    private static String cut(String text) {
        return text.length() <= SHOWN_CHARACTERS ? text : text.substring(0, SHOWN_CHARACTERS) + TRUNCATED;
    }
}
