package dev.sallyport.observe;

import dev.sallyport.pipeline.Fault;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Spans in the JSON encoding of OpenTelemetry's protocol 1.x: ids in hexadecimal, 64-bit numbers as texts, enums as
 * numbers. Not thread-safe.
 */
final class OtlpJson {

    private static final int INTERNAL = 1;
    private static final int SERVER = 2;
    private static final int CLIENT = 3;
    private static final int ERROR = 2;
    private static final int CLIENT_ERROR_STATUS = 400;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final RandomGenerator random;
    private final Map<String, String> resource;

    /**
     * @param random makes the ids of the spans below the requests'
     * @param resource attributes of the gateway
     */
    OtlpJson(RandomGenerator random, Map<String, String> resource) {
        this.random = random;
        this.resource = resource;
    }

    /** One export request. */
    byte[] write(List<RequestSpans> requests) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        ObjectNode resourceSpans = root.putArray("resourceSpans").addObject();
        attributes(resourceSpans.putObject("resource"), resource);
        ObjectNode scopeSpans = resourceSpans.putArray("scopeSpans").addObject();
        scopeSpans.putObject("scope").put("name", "dev.sallyport");
        ArrayNode spans = scopeSpans.putArray("spans");
        for (RequestSpans request : requests) {
            add(spans, request);
        }
        return JsonMapper.shared().writeValueAsBytes(root);
    }

    private void add(ArrayNode spans, RequestSpans request) {
        SpanContext context = request.context();
        ObjectNode whole = span(spans, request, context.spanId(), context.parentId(), SERVER, 0, request.nanos());
        whole.put("name", request.name());
        attributes(whole, request.attributes());
        status(whole, request.error());
        String[] stepIds = new String[request.steps().size()];
        for (int i = 0; i < stepIds.length; i++) {
            RequestTrace.StepRun step = request.steps().get(i);
            stepIds[i] = id();
            ObjectNode phase =
                    span(spans, request, stepIds[i], context.spanId(), INTERNAL, step.fromNanos(), step.toNanos());
            phase.put("name", step.name());
            status(phase, step.outcome() instanceof Fault fault ? String.valueOf(fault.logLine()) : null);
        }
        boolean first = true;
        for (RequestTrace.Call call : request.calls()) {
            call(spans, request, call, first && call.integration ? context.callId() : id(), stepIds);
            first &= !call.integration;
        }
    }

    private void call(ArrayNode spans, RequestSpans request, RequestTrace.Call call, String id, String[] stepIds) {
        String parent = request.context().spanId();
        long end = call.isAnswered() ? call.answeredNanos : request.nanos();
        for (int i = 0; i < stepIds.length; i++) {
            RequestTrace.StepRun step = request.steps().get(i);
            if (step.fromNanos() <= call.sentNanos && call.sentNanos <= step.toNanos()) {
                parent = stepIds[i];
                end = call.isAnswered() ? end : step.toNanos();
            }
        }
        ObjectNode span = span(spans, request, id, parent, CLIENT, call.sentNanos, end);
        span.put("name", call.integration ? "integration" : "authorizer");
        Map<String, Object> attributes = call.isAnswered()
                ? Map.of("url.full", Secrets.inUri(call.uri), "http.response.status_code", call.status)
                : Map.of("url.full", Secrets.inUri(call.uri));
        attributes(span, attributes);
        boolean failed = !call.isAnswered() || call.status >= CLIENT_ERROR_STATUS;
        status(span, failed ? call.isAnswered() ? "status " + call.status : "no answer" : null);
    }

    private static ObjectNode span(
            ArrayNode spans,
            RequestSpans request,
            String id,
            @Nullable String parent,
            int kind,
            long fromNanos,
            long toNanos) {
        ObjectNode span = spans.addObject();
        span.put("traceId", request.context().traceId());
        span.put("spanId", id);
        if (parent != null) {
            span.put("parentSpanId", parent);
        }
        span.put("kind", kind);
        long began = request.epochMillis() * NANOS_PER_MILLI;
        span.put("startTimeUnixNano", Long.toString(began + fromNanos));
        span.put("endTimeUnixNano", Long.toString(began + Math.max(fromNanos, toNanos)));
        return span;
    }

    private static void attributes(ObjectNode of, Map<String, ?> attributes) {
        ArrayNode list = of.putArray("attributes");
        attributes.forEach((name, value) -> {
            ObjectNode attribute = list.addObject().put("key", name);
            if (value instanceof Integer number) {
                attribute.putObject("value").put("intValue", Integer.toString(number));
            } else {
                attribute.putObject("value").put("stringValue", value.toString());
            }
        });
    }

    private static void status(ObjectNode span, @Nullable String error) {
        ObjectNode status = span.putObject("status");
        if (error != null) {
            status.put("code", ERROR).put("message", Secrets.inText(error));
        }
    }

    private String id() {
        long bits;
        do {
            bits = random.nextLong();
        } while (bits == 0); // W3C knows no such id
        return HexFormat.of().toHexDigits(bits);
    }
}
