package dev.sallyport.observe;

import dev.sallyport.pipeline.Exchange;
import dev.sallyport.pipeline.Fault;
import dev.sallyport.pipeline.MethodLog;
import dev.sallyport.pipeline.RequestContext;
import dev.sallyport.pipeline.WatchedClient;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes the execution logs that methods ask for into the log groups of their stages, without secrets (rest-data-plane 9.6). */
final class ExecutionLogs {

    /** Of a client that left before its answer was complete, as the access log has it. */
    static final int CLIENT_LEFT = 499;

    private final StageLogSink sink;
    private final InstantSource clock;

    ExecutionLogs(StageLogSink sink, InstantSource clock) {
        this.sink = sink;
        this.clock = clock;
    }

    /**
     * Writes what the level of the method lets through.
     *
     * @param trace of the request; null when only its failure is wanted
     * @param fault why it failed, or null
     * @param abandoned whether the client left
     */
    void write(
            MethodLog settings,
            Exchange exchange,
            @Nullable RequestTrace trace,
            @Nullable Fault fault,
            boolean abandoned) {
        Replay time = new Replay(clock.millis());
        ExecutionLog log = new ExecutionLog(time, () -> 0);
        if (trace != null) {
            replay(settings, exchange, trace, fault, log, time);
            time.millis = trace.epochMillis(trace.elapsed());
        }
        if (fault != null) {
            log.failed(fault);
        } else if (abandoned) {
            log.add("Method completed with status: " + CLIENT_LEFT); // (inferred)
        } else {
            succeeded(exchange, log);
        }
        if (trace != null) {
            endpointRequestId(trace, log);
            String xray = exchange.identity().xrayTraceId();
            if (xray != null) {
                log.add("X-ray Tracing ID : " + xray);
            }
        }
        String requestId = exchange.identity().requestId();
        List<ExecutionLog.Event> events = log.ofTraffic(requestId, settings);
        write(settings, settings.logGroup(), exchange, events);
        if (settings.canaryLogGroup() != null) {
            write(settings, settings.canaryLogGroup(), exchange, events);
        }
    }

    private void write(MethodLog settings, String logGroup, Exchange exchange, List<ExecutionLog.Event> events) {
        for (ExecutionLog.Event event : events) {
            sink.write(
                    "execution",
                    exchange,
                    settings.owner(),
                    logGroup,
                    settings.logStream(),
                    event.timestampMillis(),
                    event.message());
        }
    }

    /** LOG-3 1 to 19. What a guard refused was not executed. */
    private static void replay(
            MethodLog settings,
            Exchange exchange,
            RequestTrace trace,
            @Nullable Fault fault,
            ExecutionLog log,
            Replay time) {
        time.millis = trace.epochMillis();
        log.add("Extended Request Id: " + exchange.identity().extendedRequestId());
        List<RequestTrace.Call> ofAuthorizer = new ArrayList<>();
        List<RequestTrace.Call> ofIntegration = new ArrayList<>();
        trace.calls().forEach(call -> (call.integration ? ofIntegration : ofAuthorizer).add(call));
        authorizer(trace, ofAuthorizer, log, time);
        if (fault != null && !fault.type().executionPhase()) {
            if (fault.isOfLimit()) {
                usagePlan(settings, exchange, false, log);
            }
            return;
        }
        usagePlan(settings, exchange, true, log);
        methodRequest(exchange, log);
        ofIntegration.forEach(call -> call(trace, call, log, time));
    }

    /** LOG-3 2 to 6, as they happened. */
    private static void authorizer(RequestTrace trace, List<RequestTrace.Call> calls, ExecutionLog log, Replay time) {
        int next = 0;
        for (RequestTrace.Line line : trace.lines()) {
            while (next < calls.size() && calls.get(next).sentNanos < line.nanos()) {
                call(trace, calls.get(next++), log, time);
            }
            time.millis = trace.epochMillis(line.nanos());
            log.log(Secrets.inText(line.text()));
        }
        calls.subList(next, calls.size()).forEach(call -> call(trace, call, log, time));
    }

    private static void call(RequestTrace trace, RequestTrace.Call call, ExecutionLog log, Replay time) {
        time.millis = trace.epochMillis(call.sentNanos);
        log.request(Secrets.inUri(call.uri), call.headers, Secrets.inText(call.body));
        if (call.isAnswered()) {
            time.millis = trace.epochMillis(call.answeredNanos);
            long millis = (call.answeredNanos - call.sentNanos) / 1_000_000;
            log.responded(call.status, millis, call.answerHeaders, Secrets.inText(call.answerBody));
        }
    }

    /** LOG-3 7 to 9. */
    private static void usagePlan(MethodLog settings, Exchange exchange, boolean isGranted, ExecutionLog log) {
        String key = RequestContext.value(exchange, "identity.apiKey");
        String shown = key == null ? "" : Secrets.mask(key);
        String stage = exchange.stage().apiId() + "/" + exchange.stage().stageName();
        log.add("Verifying Usage Plan for request: " + exchange.identity().requestId() + ". API Key: " + shown
                + " API Stage: " + stage);
        if (!settings.needsKey()) {
            log.add("API Key  authorized because method '" + exchange.head().method() + " "
                    + exchange.plan().resourcePath()
                    + "' does not require API Key. Request will not contribute to throttle or quota limits");
        }
        if (isGranted) {
            log.add("Usage Plan check succeeded for API Key " + shown + " and API Stage " + stage);
        }
    }

    private static void methodRequest(Exchange exchange, ExecutionLog log) {
        Map<String, String> path = new LinkedHashMap<>();
        for (String name : exchange.plan().pathParameters()) {
            path.put(name, String.valueOf(exchange.pathParameter(name)));
        }
        Map<String, String> query = new LinkedHashMap<>();
        for (int i = 0; i < exchange.query().size(); i++) {
            query.put(exchange.query().name(i), exchange.query().value(i));
        }
        Map<String, List<String>> headers = new LinkedHashMap<>();
        Secrets.masked(exchange.head().headers()).forEach((name, value) -> headers.put(name, List.of(value)));
        WatchedClient watched = exchange.watched();
        log.methodRequest(
                exchange.identity().requestId(),
                exchange.head().method(),
                exchange.eventPath(),
                RequestContext.value(exchange, "identity.apiKeyId"),
                path,
                Secrets.inQuery(query),
                headers,
                watched == null ? "" : Secrets.inText(watched.requestBody().text()));
    }

    private static void succeeded(Exchange exchange, ExecutionLog log) {
        WatchedClient watched = exchange.watched();
        log.methodResponse(
                exchange.client().sentStatus(),
                watched == null ? exchange.responseHeaders() : watched.answerHeaders(),
                watched == null ? "" : Secrets.inText(watched.answerBody().text()));
    }

    /** LOG-3 23: of the services of AWS, which name their answers. */
    private static void endpointRequestId(RequestTrace trace, ExecutionLog log) {
        if (!trace.calls().isEmpty() && trace.calls().getLast().integration) {
            String id = trace.calls().getLast().answerHeaders.last("x-amzn-RequestId");
            if (id != null) {
                log.add("AWS Integration Endpoint RequestId : " + id);
            }
        }
    }

    /** The time at which something happened that is told of now. */
    private static final class Replay implements InstantSource {
        private long millis;

        Replay(long millis) {
            this.millis = millis;
        }

        @Override
        public Instant instant() {
            return Instant.ofEpochMilli(millis);
        }
    }
}
