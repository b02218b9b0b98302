package dev.sallyport.pipeline;

import dev.sallyport.mapping.MappingSource;
import dev.sallyport.mapping.QueryString;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One request on its way through a plan: what came from the client, what has been found out, and the answer as far as it
 * is known. Belongs to one event loop.
 */
public final class Exchange implements MappingSource {

    private final RequestPipeline pipeline;
    private final ClientConnection client;
    private final RequestHead head;
    private final StageSnapshot stage;
    private final MethodPlan plan;
    private final List<String> pathValues;
    private final RequestIdentity identity;
    private final String eventPath;
    private final String contextPath;

    private int nextStep;
    private boolean clientGone;
    private boolean ended;
    private @Nullable Runnable onClientGone;
    private @Nullable QueryString query;
    private @Nullable ByteBuf requestBody;

    private IntegrationRequest integrationRequest = IntegrationRequest.EMPTY;
    private @Nullable String transformedBody;
    private @Nullable String selectionSubject;
    private int integrationStatus;
    private int status;
    private @Nullable Headers integrationHeaders;
    private Headers responseHeaders = new Headers();
    private @Nullable ByteBuf responseBody;

    Exchange(
            RequestPipeline pipeline,
            ClientConnection client,
            RequestHead head,
            StageSnapshot stage,
            RouteTree.Match match,
            RequestIdentity identity,
            String eventPath,
            String contextPath) {
        this.pipeline = pipeline;
        this.client = client;
        this.head = head;
        this.stage = stage;
        this.plan = match.plan();
        this.pathValues = match.values();
        this.identity = identity;
        this.eventPath = eventPath;
        this.contextPath = contextPath;
    }

    /** What the integration is sent, filled by the mapping steps. */
    public static final class IntegrationRequest {
        private static final IntegrationRequest EMPTY = new IntegrationRequest(Map.of(), Map.of(), Map.of());

        private final Map<String, List<String>> headers;
        private final Map<String, List<String>> query;
        private final Map<String, String> path;

        private IntegrationRequest(
                Map<String, List<String>> headers, Map<String, List<String>> query, Map<String, String> path) {
            this.headers = headers;
            this.query = query;
            this.path = path;
        }

        private static IntegrationRequest toFill() {
            return new IntegrationRequest(
                    new TreeMap<>(String.CASE_INSENSITIVE_ORDER), new TreeMap<>(), new TreeMap<>());
        }

        /** Mapped headers by name. */
        public Map<String, List<String>> headers() {
            return headers;
        }

        /** Mapped query parameters by name. */
        public Map<String, List<String>> query() {
            return query;
        }

        /** Mapped path parameters by name. */
        public Map<String, String> path() {
            return path;
        }
    }

    public ClientConnection client() {
        return client;
    }

    public RequestHead head() {
        return head;
    }

    public StageSnapshot stage() {
        return stage;
    }

    public MethodPlan plan() {
        return plan;
    }

    public RequestIdentity identity() {
        return identity;
    }

    /** The raw values of the path parameters, in the plan's order. */
    public List<String> pathValues() {
        return pathValues;
    }

    /** The path without the stage, as Lambda events carry it (rest-data-plane 1.2). */
    public String eventPath() {
        return eventPath;
    }

    /** The path with the stage: {@code $context.path}. */
    public String contextPath() {
        return contextPath;
    }

    /** The decoded query. */
    public QueryString query() {
        QueryString parsed = query;
        if (parsed == null) {
            parsed = QueryString.parse(head.query());
            query = parsed;
        }
        return parsed;
    }

    /** What mapping has made of the request so far; nothing is mapped in most requests. */
    public IntegrationRequest integrationRequest() {
        return integrationRequest;
    }

    /** Begins the mapping of the request. */
    public IntegrationRequest mapIntegrationRequest() {
        integrationRequest = IntegrationRequest.toFill();
        return integrationRequest;
    }

    /** The request body once it has been read whole, transformed when a template says so; null when empty or not read. */
    public @Nullable ByteBuf body() {
        return requestBody;
    }

    /** Replaces the request body and releases the former; the exchange owns the buffer. */
    public void body(@Nullable ByteBuf body) {
        if (requestBody != null) {
            requestBody.release();
        }
        requestBody = body;
    }

    /** What the request template rendered, or null when the body passes through. */
    public @Nullable String transformedBody() {
        return transformedBody;
    }

    /** Keeps what the request template rendered. */
    public void transformedBody(String text) {
        transformedBody = text;
    }

    /** The status of the integration's response; 0 before there is one. */
    public int integrationStatus() {
        return integrationStatus;
    }

    /**
     * What the selection patterns are matched against (INT-80): the status as text, or a function's error message; null
     * takes the default integration response.
     */
    public @Nullable String selectionSubject() {
        return selectionSubject;
    }

    /** Keeps the integration's response for selection and mapping; the exchange owns the body. */
    public void integrationResponse(int newStatus, @Nullable String subject, Headers headers, @Nullable ByteBuf body) {
        integrationStatus = newStatus;
        selectionSubject = subject;
        integrationHeaders = headers;
        responseBody(body);
    }

    /** The status that the client will get. */
    public int status() {
        return status;
    }

    /** The headers that the client will get. */
    public Headers responseHeaders() {
        return responseHeaders;
    }

    /** The body that the client will get, or null. */
    public @Nullable ByteBuf responseBody() {
        return responseBody;
    }

    /** Replaces the response body and releases the former; the exchange owns the buffer. */
    public void responseBody(@Nullable ByteBuf body) {
        if (responseBody != null) {
            responseBody.release();
        }
        responseBody = body;
    }

    /** Sets the answer's status and headers. */
    public void response(int newStatus, Headers headers) {
        status = newStatus;
        responseHeaders = headers;
    }

    /** Takes the response body away from the exchange. */
    public @Nullable ByteBuf takeResponseBody() {
        ByteBuf body = responseBody;
        responseBody = null;
        return body;
    }

    /** Goes on with the plan after {@link Outcome#WAIT}. Must be called on the loop; does nothing when the client has gone. */
    public void resume(Outcome outcome) {
        if (clientGone || ended) {
            release();
        } else {
            onClientGone = null;
            pipeline.proceed(this, outcome);
        }
    }

    /**
     * Goes on with the plan as {@link #resume} does, with the outcome of work that is done first. A defect in the work is
     * answered like a defect in a step.
     */
    public void resumeWith(Step work) {
        if (clientGone || ended) {
            release();
        } else {
            resume(pipeline.run(work, this));
        }
    }

    /** Whether the client has closed its connection. */
    public boolean isClientGone() {
        return clientGone;
    }

    /** Says what to stop when the client goes away while a step waits. */
    public void onClientGone(Runnable stop) {
        onClientGone = stop;
    }

    /** Told by the edge when the client closed its connection before the answer was complete. */
    public void clientGone() {
        if (!clientGone && !ended) {
            clientGone = true;
            Runnable stop = onClientGone;
            onClientGone = null;
            if (stop != null) {
                stop.run();
            }
            pipeline.abandoned(this);
            release();
        }
    }

    @Nullable
    Step takeNextStep() {
        List<Step> steps = plan.steps();
        return nextStep < steps.size() ? steps.get(nextStep++) : null;
    }

    /** The answer is complete. */
    void ended() {
        ended = true;
        release();
    }

    private void release() {
        body(null);
        responseBody(null);
    }

    @Override
    public @Nullable String pathParameter(String name) {
        int index = plan.pathParameters().indexOf(name);
        return index < 0 ? null : QueryString.decode(pathValues.get(index), false);
    }

    @Override
    public List<String> queryParameters(String name) {
        return query().all(name);
    }

    @Override
    public List<String> requestHeaders(String name) {
        List<String> exact = new ArrayList<>(1);
        for (int i = 0; i < head.headers().size(); i++) {
            if (head.headers().name(i).equals(name)) {
                exact.add(head.headers().value(i));
            }
        }
        return exact.isEmpty() ? head.headers().all(name) : exact;
    }

    @Override
    public @Nullable String context(String variable) {
        return RequestContext.value(this, variable);
    }

    @Override
    public @Nullable String stageVariable(String name) {
        return stage.variables().get(name);
    }

    @Override
    public String requestBody() {
        ByteBuf body = requestBody;
        return body == null || !body.isReadable() ? "{}" : body.toString(StandardCharsets.UTF_8);
    }

    @Override
    public List<String> integrationHeaders(String name) {
        Headers headers = integrationHeaders;
        return headers == null ? List.of() : headers.all(name);
    }

    @Override
    public String integrationBody() {
        ByteBuf body = responseBody;
        return body == null ? "" : body.toString(StandardCharsets.UTF_8);
    }
}
