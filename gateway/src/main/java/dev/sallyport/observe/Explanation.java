package dev.sallyport.observe;

import dev.sallyport.http.Headers;
import dev.sallyport.model.VpcEndpoint;
import dev.sallyport.pipeline.Excerpt;
import dev.sallyport.pipeline.Exchange;
import dev.sallyport.pipeline.Fault;
import dev.sallyport.pipeline.Outcome;
import dev.sallyport.pipeline.WatchedClient;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What happened to one request and why, without secrets, as JSON.
 *
 * @param json the whole
 */
record Explanation(String requestId, String extendedRequestId, ObjectNode json) {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /**
     * Explains a request that is over; its exchange still has everything.
     *
     * @param trace null for a request that was refused before its method was found
     * @param abandoned whether the client left
     */
    static Explanation of(
            Exchange exchange, @Nullable RequestTrace trace, @Nullable Fault fault, boolean abandoned, long nowMillis) {
        ObjectNode json = NODES.objectNode();
        json.put("requestId", exchange.identity().requestId());
        json.put("extendedRequestId", exchange.identity().extendedRequestId());
        json.put("traceId", exchange.identity().traceId());
        long began = exchange.identity().epochMillis();
        json.put("time", Instant.ofEpochMilli(began).toString());
        json.put("milliseconds", trace == null ? (double) (nowMillis - began) : millis(trace.elapsed()));
        json.put("outcome", outcome(trace, fault, abandoned));
        json.set("request", request(exchange));
        if (trace == null) {
            json.put("refused", refusal(exchange, fault));
        } else {
            json.set("match", match(exchange));
            json.set("steps", steps(trace));
            json.set("decisions", decisions(trace));
            template(json, exchange);
            ArrayNode ofAuthorizer = calls(trace, false);
            if (!ofAuthorizer.isEmpty()) {
                json.set("authorizer", ofAuthorizer);
            }
            if (!trace.lines().isEmpty()) {
                ArrayNode lines = json.putArray("authorizerLog");
                trace.lines().forEach(line -> lines.add(Secrets.inText(line.text())));
            }
            json.set("integration", calls(trace, true));
        }
        json.set("answer", answer(exchange, abandoned));
        if (fault != null) {
            json.set("fault", fault(fault));
        }
        return new Explanation(
                exchange.identity().requestId(), exchange.identity().extendedRequestId(), json);
    }

    private static double millis(long nanos) {
        return Math.round(nanos / 1000.0) / 1000.0;
    }

    private static String outcome(@Nullable RequestTrace trace, @Nullable Fault fault, boolean abandoned) {
        if (abandoned) {
            return "the client left before its answer was complete";
        }
        if (fault == null) {
            return "answered by its integration";
        }
        return (trace == null ? "refused" : "failed") + " with gateway response " + fault.type();
    }

    private static ObjectNode request(Exchange exchange) {
        ObjectNode request = NODES.objectNode();
        request.put("remoteAddress", exchange.head().remoteAddress());
        if (exchange.head().relayed()) {
            request.put("peerAddress", exchange.head().peerAddress());
        }
        VpcEndpoint endpoint = exchange.head().vpcEndpoint();
        if (endpoint != null) {
            request.put("vpceId", endpoint.id()).put("vpcId", endpoint.vpcId());
        }
        request.put("method", exchange.head().method());
        String query = exchange.head().query();
        request.put("target", Secrets.inUri(exchange.head().contextPath() + (query == null ? "" : "?" + query)));
        request.set("headers", headers(exchange.head().headers()));
        WatchedClient watched = exchange.watched();
        if (watched != null) {
            body(request, watched.requestBody());
        }
        return request;
    }

    private static void body(ObjectNode to, Excerpt body) {
        to.put("bodyBytes", body.total());
        to.put("body", Secrets.inText(body.text()));
    }

    private static ObjectNode headers(Headers headers) {
        ObjectNode shown = NODES.objectNode();
        Secrets.hidden(headers).forEach(shown::put);
        return shown;
    }

    private static String refusal(Exchange exchange, @Nullable Fault fault) {
        String stage = exchange.head().stage();
        if (fault != null && fault.hint() != null) {
            return fault.hint();
        }
        return Fault.FORBIDDEN.equals(fault)
                ? "the API has no stage \"" + stage + "\", or its default endpoint is switched off"
                : "stage \"" + stage + "\" has no method " + exchange.head().method() + " for the path "
                        + exchange.head().eventPath();
    }

    private static ObjectNode match(Exchange exchange) {
        ObjectNode match = NODES.objectNode();
        match.put("accountId", exchange.stage().owner().account());
        match.put("region", exchange.stage().owner().region());
        match.put("apiId", exchange.stage().apiId());
        match.put("stage", exchange.stage().stageName());
        match.put("deploymentId", exchange.stage().deploymentId());
        match.put("method", exchange.plan().httpMethod());
        match.put("resourcePath", exchange.plan().resourcePath());
        match.put("resourceId", exchange.plan().resourceId());
        ObjectNode parameters = match.putObject("pathParameters");
        for (String name : exchange.plan().pathParameters()) {
            parameters.put(name, exchange.pathParameter(name));
        }
        return match;
    }

    private static ArrayNode steps(RequestTrace trace) {
        ArrayNode steps = NODES.arrayNode();
        for (RequestTrace.StepRun run : trace.steps()) {
            steps.addObject()
                    .put("step", run.name())
                    .put("atMilliseconds", millis(run.fromNanos()))
                    .put("milliseconds", millis(run.toNanos() - run.fromNanos()))
                    .put("outcome", outcome(run.outcome()));
        }
        return steps;
    }

    private static String outcome(@Nullable Outcome outcome) {
        if (outcome == null) {
            return "cut off";
        }
        return switch (outcome) {
            case Fault fault ->
                "failed: " + (fault.logLine() == null ? fault.type().name() : fault.logLine());
            case Outcome.Signal signal -> signal == Outcome.Signal.ANSWERED ? "answered" : "went on";
        };
    }

    private static ArrayNode decisions(RequestTrace trace) {
        ArrayNode decisions = NODES.arrayNode();
        for (RequestTrace.Decision decision : trace.decisions()) {
            decisions
                    .addObject()
                    .put("atMilliseconds", millis(decision.nanos()))
                    .put("decision", decision.what())
                    .put("choice", Secrets.inText(decision.choice()));
        }
        return decisions;
    }

    /** What the request template made; what it read is the request's body, as that of the response the integration's. */
    private static void template(ObjectNode json, Exchange exchange) {
        String transformed = exchange.transformedBody();
        if (transformed != null) {
            String shown = transformed.length() <= RequestTraces.BODY_BYTES
                    ? transformed
                    : transformed.substring(0, RequestTraces.BODY_BYTES);
            json.put("requestTemplateOutput", Secrets.inText(shown));
        }
    }

    private static ArrayNode calls(RequestTrace trace, boolean integration) {
        ArrayNode calls = NODES.arrayNode();
        for (RequestTrace.Call call : trace.calls()) {
            if (call.integration != integration) {
                continue;
            }
            ObjectNode request = NODES.objectNode();
            request.put("uri", Secrets.inUri(call.uri));
            request.set("headers", headers(call.headers));
            request.put("body", Secrets.inText(call.body));
            ObjectNode shown = calls.addObject().put("atMilliseconds", millis(call.sentNanos));
            shown.set("request", request);
            if (call.isAnswered()) {
                shown.put("milliseconds", millis(call.answeredNanos - call.sentNanos));
                ObjectNode response = NODES.objectNode().put("status", call.status);
                response.set("headers", headers(call.answerHeaders));
                response.put("body", Secrets.inText(call.answerBody));
                shown.set("response", response);
            }
        }
        return calls;
    }

    private static ObjectNode answer(Exchange exchange, boolean abandoned) {
        ObjectNode answer = NODES.objectNode();
        answer.put(
                "status",
                abandoned ? ExecutionLogs.CLIENT_LEFT : exchange.client().sentStatus());
        WatchedClient watched = exchange.watched();
        if (watched == null) {
            answer.set("headers", headers(exchange.responseHeaders()));
            answer.put("bodyBytes", exchange.client().sentBodyBytes());
        } else {
            answer.set("headers", headers(watched.answerHeaders()));
            body(answer, watched.answerBody());
        }
        return answer;
    }

    private static ObjectNode fault(Fault fault) {
        ObjectNode shown = NODES.objectNode();
        shown.put("responseType", fault.type().name());
        shown.put("status", fault.status());
        Map<String, String> texts = new LinkedHashMap<>();
        putIfPresent(texts, "message", fault.message());
        putIfPresent(texts, "log", fault.logLine());
        putIfPresent(texts, "hint", fault.hint());
        putIfPresent(texts, "validationErrors", fault.validationError());
        texts.forEach((name, text) -> shown.put(name, Secrets.inText(text)));
        return shown;
    }

    private static void putIfPresent(Map<String, String> texts, String name, @Nullable String text) {
        if (text != null) {
            texts.put(name, text);
        }
    }

    /** Ids, time, request and status. */
    JsonNode summary() {
        ObjectNode summary = NODES.objectNode();
        summary.put("requestId", requestId);
        summary.put("extendedRequestId", extendedRequestId);
        summary.put("time", json.path("time").asString(""));
        summary.put("method", json.path("request").path("method").asString(""));
        summary.put("target", json.path("request").path("target").asString(""));
        summary.put("status", json.path("answer").path("status").asInt(0));
        summary.put("milliseconds", json.path("milliseconds").asDouble(0));
        return summary;
    }
}
