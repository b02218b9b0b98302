package dev.sallyport.observe;

import dev.sallyport.pipeline.Exchange;
import dev.sallyport.pipeline.Fault;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the spans of one request are made of, taken from its exchange while it lasts.
 *
 * @param name of the request's span: the verb and, once it is known, the route
 * @param attributes of the request's span by the names of OpenTelemetry's conventions; texts and numbers
 * @param error what failed inside the gateway or on the way, or null
 * @param epochMillis when the request came
 * @param nanos how long it took
 * @param steps its phases
 * @param calls of its endpoint
 */
record RequestSpans(
        SpanContext context,
        String name,
        Map<String, Object> attributes,
        @Nullable String error,
        long epochMillis,
        long nanos,
        List<RequestTrace.StepRun> steps,
        List<RequestTrace.Call> calls) {

    private static final int SERVER_ERROR = 500;

    /** Of a request that is over. */
    static RequestSpans of(
            SpanContext context,
            Exchange exchange,
            @Nullable RequestTrace trace,
            @Nullable Fault fault,
            boolean abandoned,
            long nowMillis) {
        String method = exchange.head().method();
        int status = abandoned ? 0 : exchange.client().sentStatus();
        long began = exchange.identity().epochMillis();
        return new RequestSpans(
                context,
                exchange.isMatched() ? method + " " + exchange.plan().resourcePath() : method,
                attributes(exchange, fault, status),
                fault != null && status >= SERVER_ERROR ? String.valueOf(fault.logLine()) : null,
                began,
                trace == null ? (nowMillis - began) * 1_000_000 : trace.elapsed(),
                trace == null ? List.of() : trace.steps(),
                trace == null ? List.of() : trace.calls());
    }

    private static Map<String, Object> attributes(Exchange exchange, @Nullable Fault fault, int status) {
        Map<String, Object> attributes = new LinkedHashMap<>();
        attributes.put("http.request.method", exchange.head().method());
        attributes.put("url.scheme", exchange.head().secure() ? "https" : "http");
        attributes.put("url.path", exchange.head().contextPath());
        attributes.put("client.address", exchange.head().remoteAddress());
        String agent = exchange.head().headers().last("User-Agent");
        if (agent != null) {
            attributes.put("user_agent.original", agent);
        }
        if (exchange.isMatched()) {
            attributes.put("http.route", exchange.plan().resourcePath());
            attributes.put("sallyport.api_id", exchange.stage().apiId());
            attributes.put("sallyport.stage", exchange.stage().stageName());
            attributes.put("sallyport.deployment_id", exchange.stage().deploymentId());
        }
        if (status != 0) {
            attributes.put("http.response.status_code", status);
        }
        if (fault != null) {
            attributes.put("error.type", fault.type().name());
        }
        attributes.put("sallyport.request_id", exchange.identity().requestId());
        return attributes;
    }
}
