package dev.sallyport.control.logs;

import dev.sallyport.control.AccessKeyAccounts;
import dev.sallyport.control.ControlPlane;
import dev.sallyport.control.ControlSettings;
import dev.sallyport.control.OperationRegistry;
import dev.sallyport.control.ServiceForwarder;
import dev.sallyport.control.WireRequest;
import dev.sallyport.control.WireResponse;
import dev.sallyport.model.Scope;
import dev.sallyport.store.InMemoryStore;
import dev.sallyport.telemetry.logs.LogBounds;
import dev.sallyport.telemetry.logs.LogEvents;
import dev.sallyport.telemetry.logs.StoreLogCatalog;
import dev.sallyport.wire.Services;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/** A client that speaks AWS JSON 1.1 with the control plane, on a store in memory and a clock that tests move. */
final class LogsClient implements InstantSource, AutoCloseable {

    static final Scope SCOPE = new Scope("111111111111", "us-east-1");
    static final String ARN = "arn:aws:logs:us-east-1:111111111111:log-group:";

    private static final ObjectMapper MAPPER = JsonMapper.builder().build();

    final InMemoryStore store = new InMemoryStore();
    volatile Instant now = Instant.parse("2026-11-22T12:00:00Z");
    final LogEvents events = new LogEvents(null, LogBounds.MEMORY, new StoreLogCatalog(store, this), this);
    private final ControlPlane control;

    LogsClient() {
        OperationRegistry registry = new OperationRegistry();
        LogsOperations.register(registry, store, events, this);
        control = new ControlPlane(
                registry,
                Services.all(),
                ControlSettings.defaults(),
                AccessKeyAccounts.NONE,
                ServiceForwarder.NONE,
                () -> "request-1");
    }

    @Override
    public Instant instant() {
        return now;
    }

    /** The answer of a call that succeeds; single quotes in the input stand for double ones. */
    JsonNode call(String operation, String input) {
        WireResponse response = send(operation, input);
        String body = new String(response.body(), StandardCharsets.UTF_8);
        if (response.status() != 200) {
            throw new AssertionError(operation + " answered " + response.status() + " " + body);
        }
        return body.isEmpty() ? MAPPER.createObjectNode() : MAPPER.readTree(body);
    }

    /** {@code status code: message} of a call that fails. */
    String refused(String operation, String input) {
        WireResponse response = send(operation, input);
        JsonNode error = MAPPER.readTree(response.body());
        return response.status() + " " + error.path("__type").asString() + ": "
                + error.path("message").asString();
    }

    private WireResponse send(String operation, String input) {
        return control.handle(new WireRequest(
                "POST",
                "/",
                null,
                List.of(
                        new WireRequest.Header("X-Amz-Target", "Logs_20140328." + operation),
                        new WireRequest.Header("Content-Type", "application/x-amz-json-1.1"),
                        new WireRequest.Header(
                                "Authorization",
                                "AWS4-HMAC-SHA256 Credential=111111111111/20261122/us-east-1/logs/aws4_request,"
                                        + " SignedHeaders=host, Signature=abc")),
                input.replace('\'', '"').getBytes(StandardCharsets.UTF_8),
                "127.0.0.1"));
    }

    LogsClient group(String name) {
        call("CreateLogGroup", "{'logGroupName':'" + name + "'}");
        return this;
    }

    LogsClient stream(String group, String name) {
        call("CreateLogStream", "{'logGroupName':'" + group + "','logStreamName':'" + name + "'}");
        return this;
    }

    /** Puts one event so many milliseconds from now. */
    JsonNode put(String group, String stream, long millis, String message) {
        return call("PutLogEvents", putInput(group, stream, event(millis, message)));
    }

    static String putInput(String group, String stream, String... events) {
        return "{'logGroupName':'" + group + "','logStreamName':'" + stream + "','logEvents':["
                + String.join(",", events) + "]}";
    }

    String event(long millis, String message) {
        return "{'timestamp':" + (now.toEpochMilli() + millis) + ",'message':'" + message + "'}";
    }

    static List<String> texts(JsonNode array, String member) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(node -> node.path(member).asString())
                .toList();
    }

    /** The messages of all pages of FilterLogEvents. */
    List<String> filter(String rest) {
        List<String> messages = new ArrayList<>();
        String token = "";
        do {
            JsonNode page = call("FilterLogEvents", "{" + rest + token + "}");
            messages.addAll(texts(page.path("events"), "message"));
            token = page.has("nextToken")
                    ? ",'nextToken':'" + page.path("nextToken").asString() + "'"
                    : "";
        } while (!token.isEmpty());
        return messages;
    }

    @Override
    public void close() {
        events.close();
    }
}
