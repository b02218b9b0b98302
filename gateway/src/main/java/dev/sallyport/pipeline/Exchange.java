package dev.sallyport.pipeline;

import dev.sallyport.http.HeadWriter;
import dev.sallyport.http.Headers;
import dev.sallyport.mapping.MappingSource;
import dev.sallyport.mapping.QueryString;
import dev.sallyport.mapping.json.TextBody;
import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One request on its way through a plan: what came from the client, what has been found out, and the answer as far as it
 * is known. Belongs to one event loop.
 */
public final class Exchange implements MappingSource {

    private final ClientConnection client;
    private final RequestHead head;
    private final RequestIdentity identity = new RequestIdentity();
    private final RouteMatch match = new RouteMatch();
    private final Headers responseHeaders = new Headers();

    private @Nullable WatchedClient watched;
    private @Nullable RequestPipeline pipeline;
    private @Nullable StageSnapshot stage;
    private @Nullable FrontDoor frontDoor;
    private int nextStep;
    private boolean matched;
    private boolean running;
    private boolean reusable;
    private @Nullable Runnable onClientGone;
    private @Nullable QueryString query;
    private @Nullable ByteBuf requestBody;

    private IntegrationRequest integrationRequest = IntegrationRequest.EMPTY;
    private @Nullable String transformedBody;
    private @Nullable String selectionSubject;
    private int integrationStatus;
    private int status;
    private @Nullable Headers integrationHeaders;
    private @Nullable ByteBuf responseBody;
    private byte @Nullable [] constantResponse;
    private @Nullable Fault fault;
    private final MappingState mapping = new MappingState(this);
    private final ExchangeNotes notes = new ExchangeNotes();

    /** An exchange of a connection, for one request after the other as long as {@link #isReusable}. */
    public Exchange(ClientConnection client, RequestHead head) {
        this.client = client;
        this.head = head;
    }

    /** Begins with the request that the head holds. */
    void begin(RequestPipeline newPipeline, long epochMillis) {
        pipeline = newPipeline;
        identity.begin(head, client.context().ids(), epochMillis);
        stage = null;
        frontDoor = null;
        watched = null;
        nextStep = 0;
        matched = false;
        running = false;
        reusable = false;
        query = null;
        integrationRequest = IntegrationRequest.EMPTY;
        transformedBody = null;
        selectionSubject = null;
        integrationStatus = 0;
        status = 0;
        integrationHeaders = null;
        constantResponse = null;
        fault = null;
        mapping.begin();
        notes.begin(epochMillis);
        responseHeaders.clear();
    }

    /** How the request begins and fails; null for requests of REST APIs. */
    public @Nullable FrontDoor frontDoor() {
        return frontDoor;
    }

    /** Says how the request begins and fails, and as soon as that is known whose stage it is for. */
    void enter(@Nullable StageSnapshot newStage, @Nullable FrontDoor door) {
        stage = newStage;
        frontDoor = door;
    }

    /** Says what the request runs on. */
    void run(StageSnapshot newStage) {
        stage = newStage;
        matched = true;
        running = true;
    }

    public ClientConnection client() {
        return watched == null ? client : watched;
    }

    /** Has somebody look at this exchange in detail, from now to its end. */
    public void watch(ExchangeTrace trace) {
        watched = new WatchedClient(client, trace);
    }

    /** What is kept of an exchange that somebody looks at; null, as nearly always, when nobody does. */
    public @Nullable WatchedClient watched() {
        return watched;
    }

    /** Who looks at this exchange in detail; null, as nearly always, for nobody. */
    public @Nullable ExchangeTrace trace() {
        return watched == null ? null : watched.trace();
    }

    public RequestHead head() {
        return head;
    }

    /** The snapshot that the request runs on, to its end. */
    public StageSnapshot stage() {
        return Objects.requireNonNull(stage, "no stage was found");
    }

    /** The stage as soon as it is known, or null. */
    @Nullable
    StageSnapshot knownStage() {
        return stage;
    }

    /** What the stage writes of this request, or null. */
    public @Nullable StageLog stageLog() {
        return stage == null ? null : stage.accessLog();
    }

    /** Notes how long the call of the backend has taken so far, if an access log may tell of it. */
    public void noteElapsed(String variable) {
        RequestPipeline runner = pipeline;
        if (stageLog() != null && notes.isIntegrationTimed() && runner != null) {
            notes.putElapsed(variable, runner.nowMillis());
        }
    }

    public boolean isMatched() {
        return matched;
    }

    public MethodPlan plan() {
        return match.plan();
    }

    public RequestIdentity identity() {
        return identity;
    }

    /**
     * Notes the value of a variable of {@code $context} that only the step knows that found it out (8.4).
     *
     * @param variable without {@code $context.}, for example {@code authorizer.principalId} or {@code identity.apiKey}
     */
    public void note(String variable, String value) {
        notes.put(variable, value);
    }

    /** Keeps what the authorizer said of the client, and how long its call took: 0 for a kept answer, -1 without a call. */
    public void authorized(Authorization authorization, long millis) {
        notes.authorized(authorization, millis);
    }

    /** What the method's authorizer said of the client; null without one. */
    public @Nullable Authorization authorization() {
        return notes.authorization();
    }

    /** What the response cache of the stage does for it. */
    public CacheUse cache() {
        return notes.cache();
    }

    /** All that was noted. */
    ExchangeNotes notes() {
        return notes;
    }

    /** Why the request has failed; null while it has not. */
    public @Nullable Fault fault() {
        return fault;
    }

    /** The request has failed: {@code $context.error} tells of it from now on (GWR-17). */
    void failed(Fault why) {
        fault = why;
    }

    RouteMatch match() {
        return match;
    }

    /** The raw value of path parameter {@code i}, in the plan's order. */
    public String pathValue(int i) {
        return match.value(i);
    }

    /** Writes the raw value of path parameter {@code i} when decoding and encoding would not change it; otherwise false. */
    public boolean writePlainPathValue(HeadWriter to, int i) {
        return match.writePlain(to, i);
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

    /** What mapping has made of the request so far, to add to. */
    public IntegrationRequest mapIntegrationRequest() {
        if (!integrationRequest.isFillable()) {
            integrationRequest = IntegrationRequest.toFill();
        }
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
        mapping.forgetRequestText();
    }

    /** What templates and mappings keep of this request. */
    public MappingState mapping() {
        return mapping;
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
     * Keeps what the backend of a proxy answered.
     *
     * @param newStatus of the backend's answer: of a function that of Lambda itself, which is 200
     */
    public void integrationStatus(int newStatus) {
        integrationStatus = newStatus;
    }

    /**
     * What the selection patterns are matched against (INT-80): the status as text, or a function's error message; null
     * takes the default integration response.
     */
    public @Nullable String selectionSubject() {
        return selectionSubject;
    }

    /** Keeps the integration's response for selection and mapping; the exchange owns the body. */
    public void integrationResponse(
            int newStatus, @Nullable String subject, @Nullable Headers headers, @Nullable ByteBuf body) {
        integrationStatus = newStatus;
        selectionSubject = subject;
        integrationHeaders = headers;
        responseBody(body);
    }

    /** The headers of the integration's response as long as it is kept, or null. */
    public @Nullable Headers integrationHeaders() {
        return integrationHeaders;
    }

    /** The status that the client will get. */
    public int status() {
        return status;
    }

    /** The headers that the client will get; filled in place. */
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
        mapping.forgetIntegrationText();
    }

    /** A body that is the same for every request, in the place of {@link #responseBody}. */
    public void constantResponse(byte[] body) {
        responseBody(null);
        constantResponse = body;
    }

    /** The body that is the same for every request, or null. */
    public byte @Nullable [] constantResponse() {
        return constantResponse;
    }

    /** Sets the answer's status. */
    public void status(int newStatus) {
        status = newStatus;
    }

    /** Takes the response body away from the exchange. */
    public @Nullable ByteBuf takeResponseBody() {
        ByteBuf body = responseBody;
        responseBody = null;
        return body;
    }

    /** Goes on with the plan after {@link Outcome#WAIT}. Must be called on the loop; does nothing when the client has gone. */
    public void resume(Outcome outcome) {
        RequestPipeline runner = pipeline;
        if (running && runner != null) {
            onClientGone = null;
            runner.proceed(this, outcome);
        } else {
            release();
        }
    }

    /**
     * Goes on with the plan as {@link #resume} does, with the outcome of work that is done first. A defect in the work is
     * answered like a defect in a step.
     */
    public void resumeWith(Step work) {
        RequestPipeline runner = pipeline;
        if (running && runner != null) {
            onClientGone = null;
            runner.proceed(this, runner.run(work, this));
        } else {
            release();
        }
    }

    /** Says what to stop when the client goes away while a step waits. */
    public void onClientGone(Runnable stop) {
        onClientGone = stop;
    }

    /** Told by the edge when the client closed its connection before the answer was complete. */
    public void clientGone() {
        RequestPipeline runner = pipeline;
        if (running && runner != null) {
            running = false;
            Runnable stop = onClientGone;
            onClientGone = null;
            if (stop != null) {
                stop.run();
            }
            runner.abandoned(this);
            notes.cache().over(true);
            release();
        }
    }

    /** Whether it was answered on its normal course and nothing else knows it any more. */
    public boolean isReusable() {
        return reusable;
    }

    @Nullable
    Step takeNextStep() {
        List<Step> steps = match.plan().steps();
        return nextStep < steps.size() ? steps.get(nextStep++) : null;
    }

    /** The answer is complete. */
    void ended(boolean normally) {
        running = false;
        reusable = normally && match.plan().forgetsExchange();
        release();
    }

    /** It ended before its integration: no step behind the one that did so has heard of it. */
    void endedEarly() {
        running = false;
        reusable = true;
        for (int i = 0; i < nextStep; i++) {
            reusable &= match.plan().steps().get(i).forgetsExchange();
        }
        release();
    }

    /** It was refused at once: nothing has heard of it that could come back to it. */
    void refused() {
        reusable = true;
        release();
    }

    private void release() {
        notes.cache().over(false);
        body(null);
        responseBody(null);
    }

    @Override
    public @Nullable String pathParameter(String name) {
        int index = matched ? match.plan().pathParameters().indexOf(name) : -1;
        return index < 0 ? null : QueryString.decode(match.value(index), false);
    }

    @Override
    public List<String> queryParameters(String name) {
        return query().all(name);
    }

    @Override
    public List<String> requestHeaders(String name) {
        return RequestNames.headers(this, name);
    }

    @Override
    public List<String> pathParameterNames() {
        return match.plan().pathParameters();
    }

    @Override
    public List<String> queryParameterNames() {
        return query().names();
    }

    @Override
    public List<String> requestHeaderNames() {
        return RequestNames.headers(this);
    }

    @Override
    public List<String> contextNames(String group) {
        return RequestContext.names(this, group);
    }

    @Override
    public Map<String, String> stageVariables() {
        return stage().variables();
    }

    @Override
    public @Nullable String context(String variable) {
        return RequestContext.value(this, variable);
    }

    @Override
    public @Nullable String stageVariable(String name) {
        return stage().variables().get(name);
    }

    @Override
    public TextBody requestText() {
        return mapping.requestText(requestBody);
    }

    @Override
    public List<String> integrationHeaders(String name) {
        Headers headers = integrationHeaders;
        return headers == null ? List.of() : headers.all(name);
    }

    @Override
    public TextBody integrationText() {
        return mapping.integrationText(responseBody);
    }
}
