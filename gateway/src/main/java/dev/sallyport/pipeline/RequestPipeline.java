package dev.sallyport.pipeline;

import dev.sallyport.telemetry.requests.RequestMeter;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The life of a request of a REST API. Read this file first.
 *
 * <p>A request comes from the edge with the stages of its API ({@link #serve}). The stage is the first segment of its
 * path, the method is found in the stage's {@link RouteTree}, and the method's plan holds the steps that this method
 * needs, in AWS's order ({@link RestSteps}). Steps run one after the other on the client's event loop; a step that waits
 * for an integration suspends the exchange and resumes it later. A fault ends the request with a gateway response.
 * However a request ends, {@link #finished} sees it.
 */
public final class RequestPipeline {

    private final InstantSource clock;
    private final RequestListener listener;
    private final Tracing tracing;
    private final TraceSampling sampling = new TraceSampling();

    /** Looks at no request in detail. */
    public RequestPipeline(InstantSource clock, RequestListener listener) {
        this(clock, listener, Tracing.OFF);
    }

    /** @param tracing says which requests are looked at in detail */
    public RequestPipeline(InstantSource clock, RequestListener listener, Tracing tracing) {
        this.clock = clock;
        this.listener = listener;
        this.tracing = tracing;
    }

    /**
     * What stands between the client and the method, in the order in which it runs; null for a step that the method does
     * not need.
     *
     * @param throttle 6: the rates of the method and the account
     * @param access 7 and 8: resource policy and authorization by IAM
     * @param authorizer 8: the Lambda authorizer or the user pools, with what the resource policy says after them
     * @param apiKey 9 and 10: the API key, and the rates and the quota of its usage plan
     * @param parameters 11: required parameters
     * @param body 11: the body against its model, behind the parameters (MRQ-26)
     */
    public record GuardSteps(
            @Nullable Step throttle,
            @Nullable Step access,
            @Nullable Step authorizer,
            @Nullable Step apiKey,
            @Nullable Step parameters,
            @Nullable Step body) {

        /** A method that nothing guards. */
        public static final GuardSteps NONE = new GuardSteps(null, null, null, null, null, null);

        /** The same guards with this authorization. */
        public GuardSteps authorizing(@Nullable Step newAccess, @Nullable Step newAuthorizer) {
            return new GuardSteps(throttle, newAccess, newAuthorizer, apiKey, parameters, body);
        }

        /** The same guards with this validation. */
        public GuardSteps validating(@Nullable Step newParameters, @Nullable Step newBody) {
            return new GuardSteps(throttle, access, authorizer, apiKey, newParameters, newBody);
        }

        /** The guards that are there, and behind them the steps of the method. */
        public List<Step> before(List<Step> method) {
            List<Step> steps = new ArrayList<>();
            RestSteps.addIfPresent(steps, throttle);
            RestSteps.addIfPresent(steps, access);
            RestSteps.addIfPresent(steps, authorizer);
            RestSteps.addIfPresent(steps, apiKey);
            RestSteps.addIfPresent(steps, parameters);
            RestSteps.addIfPresent(steps, body);
            steps.addAll(method);
            return List.copyOf(steps);
        }
    }

    /**
     * The cache's steps (9.3); a method that has them sends its answer with a step of its own.
     *
     * @param find 12: answers with what is kept
     * @param keep 17: keeps what the backend answered
     * @param needsBody whether parts of the body are in the key, so that it is read first
     */
    public record CacheSteps(Step find, Step keep, boolean needsBody) {}

    /**
     * The steps of a REST method in the order in which they run; null for a step that the method does not need. The
     * numbers are those of AWS's order of processing (ORD-1); {@link GuardSteps} come before.
     *
     * @param cache 12 and 17: answers that are kept
     * @param readBody 13: the whole body, for integrations that need it whole
     * @param decodeBody 13: its content coding undone, and made text or bytes as it is told
     * @param requestTemplate 13: the template for the content type, or passthrough, or 415
     * @param requestParameters 14: headers, query and path of the integration request
     * @param requestRendering 14: the template, when it is not the same text for every request, and its overrides
     * @param integration 15: the call of the backend
     * @param integrationResponse 16: selection by pattern, response parameters and template
     * @param methodResponse 18: the answer to the client
     */
    public record RestSteps(
            @Nullable CacheSteps cache,
            @Nullable Step readBody,
            @Nullable Step decodeBody,
            @Nullable Step requestTemplate,
            @Nullable Step requestParameters,
            @Nullable Step requestRendering,
            Step integration,
            @Nullable Step integrationResponse,
            @Nullable Step methodResponse) {

        /** The steps that are there, in their order. */
        public List<Step> inOrder() {
            List<Step> steps = new ArrayList<>();
            addIfPresent(steps, cache == null || cache.needsBody() ? null : cache.find());
            addIfPresent(steps, readBody);
            addIfPresent(steps, decodeBody);
            addIfPresent(steps, cache != null && cache.needsBody() ? cache.find() : null);
            addIfPresent(steps, requestTemplate);
            addIfPresent(steps, requestParameters);
            addIfPresent(steps, requestRendering);
            steps.add(integration);
            addIfPresent(steps, integrationResponse);
            addIfPresent(steps, cache == null ? null : cache.keep());
            addIfPresent(steps, methodResponse);
            return List.copyOf(steps);
        }

        private static void addIfPresent(List<Step> steps, @Nullable Step step) {
            if (step != null) {
                steps.add(step);
            }
        }
    }

    /**
     * Runs the request that the exchange's head holds.
     *
     * @param stages of the API that the host or the path prefix names
     */
    public void serve(Exchange exchange, ApiStages stages) {
        long now = clock.millis();
        exchange.client().context().time(now);
        exchange.begin(this, now);
        RequestHead head = exchange.head();
        FrontDoor door = stages.frontDoor();
        if (door != null) {
            serve(exchange, stages, door);
            return;
        }
        StageSnapshot stage = head.stageOf(stages);
        if (stage != null && stage.release() != null) {
            stage = released(stage, exchange);
        }
        if (stage == null || (stage.disabled() && head.mapping() == null)) {
            refuse(exchange, Fault.FORBIDDEN);
            return;
        }
        Fault astray = PrivateAccess.fault(head, stages, stage);
        if (astray != null) {
            refuse(exchange, astray);
            return;
        }
        exchange.enter(stage, null);
        if (stage.tracing()) {
            exchange.identity().trace(head, sampling);
        }
        Fault denied = PrivateAccess.fault(exchange);
        if (denied != null) {
            refuse(exchange, denied);
            return;
        }
        if (!head.match(stage.routes(), head.routedVerb(), exchange.match())) {
            refuse(exchange, Unmatched.fault(head.headers()));
            return;
        }
        exchange.run(stage);
        ExchangeTrace trace = tracing.of(exchange);
        if (trace != null) {
            exchange.watch(trace);
        }
        run(exchange, Outcome.CONTINUE, false);
    }

    /**
     * Refuses the request that the exchange's head holds before its stage is looked for.
     *
     * @param stages tell the words of which kind of API are used
     */
    public void refuse(Exchange exchange, ApiStages stages, Fault fault) {
        long now = clock.millis();
        exchange.client().context().time(now);
        exchange.begin(this, now);
        FrontDoor door = stages.frontDoor();
        if (door == null) {
            refuse(exchange, fault);
            return;
        }
        exchange.enter(null, door);
        door.begin(exchange);
        refuse(exchange, door.told(exchange, fault));
    }

    /** CAN-1: the base of a stage that has a canary, or the canary. */
    private static StageSnapshot released(StageSnapshot stage, Exchange exchange) {
        Release release = stage.release();
        CanarySplit split = release == null ? null : release.split();
        return split == null
                ? stage
                : split.choose(
                        stage, exchange.head(), exchange.client().context().ids());
    }

    /** The same for an API that is no REST API: its front door finds the stage and the plan. */
    private void serve(Exchange exchange, ApiStages stages, FrontDoor door) {
        exchange.enter(null, door);
        door.begin(exchange);
        StageSnapshot stage = door.stageOf(exchange.head(), stages);
        if (stage == null || (stage.disabled() && !exchange.head().isMapped())) {
            refuse(exchange, door.notFound());
            return;
        }
        FrontDoor own = Objects.requireNonNull(stage.frontDoor(), "all stages of an API are of one kind");
        exchange.enter(stage, own);
        enter(exchange, stage, own);
    }

    private void enter(Exchange exchange, StageSnapshot stage, FrontDoor own) {
        if (!own.match(exchange, exchange.match())) {
            refuse(exchange, own.notFound());
            return;
        }
        exchange.run(stage);
        ExchangeTrace trace = tracing.of(exchange);
        if (trace != null) {
            exchange.watch(trace);
        }
        run(exchange, Outcome.CONTINUE, false);
    }

    /**
     * Runs what has happened to a connection of a WebSocket API: a message, or the end.
     *
     * @param stage that runs now
     * @param body the message, owned by the callee, or null
     */
    public void serve(Exchange exchange, StageSnapshot stage, SocketFacts facts, @Nullable ByteBuf body) {
        long now = clock.millis();
        exchange.client().context().time(now);
        exchange.head().socket(facts);
        exchange.begin(this, now);
        exchange.body(body);
        FrontDoor door = Objects.requireNonNull(stage.frontDoor(), "all stages of an API are of one kind");
        exchange.enter(stage, door);
        door.begin(exchange);
        enter(exchange, stage, door);
    }

    /**
     * Runs the one method of a snapshot, whatever the path: a test invocation names the method itself (R22.5). When the
     * path does not fit, its parameters are empty.
     *
     * @param resourcePath the template of the method's resource
     * @param matched runs when ids and path parameters are known, before the first step
     */
    public void serveOnly(Exchange exchange, StageSnapshot only, String resourcePath, Runnable matched) {
        long now = clock.millis();
        exchange.client().context().time(now);
        exchange.begin(this, now);
        RequestHead head = exchange.head();
        if (!head.match(only.routes(), head.method(), exchange.match())) {
            byte[] template = resourcePath.getBytes(StandardCharsets.UTF_8);
            if (!only.routes().match(head.method(), template, 0, template.length, exchange.match())) {
                throw new IllegalArgumentException("there is no " + head.method() + " " + resourcePath);
            }
            exchange.match().forgetValues();
        }
        exchange.run(only);
        matched.run();
        run(exchange, Outcome.CONTINUE, false);
    }

    /** Goes on after something was waited for. */
    void proceed(Exchange exchange, Outcome first) {
        if (first.equals(Outcome.WAIT)) {
            // What was waited for waits for something else: the step still runs.
            return;
        }
        ExchangeNotes notes = exchange.notes();
        boolean isTimed = notes.isIntegrationTimed();
        notes.known(isTimed ? clock.millis() : 0);
        if (isTimed) {
            notes.integrationEnded(notes.knownMillis(), exchange.stageLog() != null);
        }
        run(exchange, first, isTimed);
    }

    /**
     * Runs steps as long as they complete at once.
     *
     * @param timed whether the exchange knows what time it is
     */
    @SuppressWarnings("ReferenceEquality") // the outcomes without facts are constants
    private void run(Exchange exchange, Outcome first, boolean timed) {
        boolean isTimed = timed;
        ExchangeTrace trace = exchange.trace();
        if (trace != null) {
            trace.ended(first);
        }
        Outcome outcome = first;
        while (outcome instanceof Outcome.Signal signal && signal == Outcome.Signal.CONTINUE) {
            Step step = exchange.takeNextStep();
            isTimed = false;
            if (step != null && step.isIntegration()) {
                integrationBegins(exchange);
            }
            outcome = step == null
                    ? Fault.configuration("the plan ended without an answer")
                    : trace == null ? run(step, exchange) : runTraced(step, exchange, trace);
        }
        switch (outcome) {
            case Fault fault -> {
                FrontDoor door = exchange.frontDoor();
                Fault told = door == null ? fault : door.told(exchange, fault);
                exchange.failed(told);
                GatewayResponses.send(exchange, told);
                finished(exchange, told, isTimed);
            }
            case Outcome.Signal signal -> {
                if (signal == Outcome.Signal.ANSWERED) {
                    finished(exchange, null, isTimed);
                }
            }
        }
    }

    /** For metrics the time is good enough that the exchange was told last, unless it has waited since. */
    private void integrationBegins(Exchange exchange) {
        ExchangeNotes notes = exchange.notes();
        boolean knows = notes.knownMillis() != 0 && exchange.stageLog() == null;
        notes.integrationBegan(knows ? notes.knownMillis() : clock.millis());
    }

    long nowMillis() {
        return clock.millis();
    }

    /** Told when the client left before the answer was complete. */
    void abandoned(Exchange exchange) {
        count(exchange, 0, null, false);
        listener.abandoned(exchange);
    }

    /** Runs a step; a defect in it becomes a fault. */
    Outcome run(Step step, Exchange exchange) {
        try {
            return step.run(exchange);
        } catch (RuntimeException defect) {
            listener.defect(exchange, defect);
            return step.ofDefect();
        }
    }

    private Outcome runTraced(Step step, Exchange exchange, ExchangeTrace trace) {
        trace.began(step);
        Outcome outcome = run(step, exchange);
        if (!outcome.equals(Outcome.WAIT)) {
            trace.ended(outcome);
        }
        return outcome;
    }

    private void refuse(Exchange exchange, Fault fault) {
        exchange.failed(fault);
        GatewayResponses.send(exchange, fault);
        count(exchange, fault.status(), fault, false);
        listener.refused(exchange, fault);
        exchange.refused();
    }

    /**
     * LOG-30 to LOG-32: a request is counted as soon as its stage is known; CAN-6: of a stage with a canary by release, too.
     *
     * @param isTimed whether the exchange knows what time it is
     */
    private void count(Exchange exchange, int status, @Nullable Fault fault, boolean isTimed) {
        StageSnapshot stage = exchange.knownStage();
        Release release = stage == null ? null : stage.release();
        RequestMeter ofMethod = exchange.isMatched() ? exchange.plan().meter() : null;
        RequestMeter meter = ofMethod != null || stage == null ? ofMethod : stage.meter();
        if (meter == null && release == null) {
            return;
        }
        ExchangeNotes notes = exchange.notes();
        long now = isTimed ? notes.knownMillis() : clock.millis();
        long latency = now - exchange.identity().epochMillis();
        LoopContext loop = exchange.client().context();
        if (release != null) {
            release.counts().add(loop, status, latency);
        }
        if (meter != null) {
            RequestMeter.Sample sample = notes.ended(status, latency, fault != null && fault.isOfLimit());
            meter.record(
                    loop.index(),
                    exchange.frontDoor() == null ? sample : notes.processed(dataBytes(exchange)));
        }
    }

    /** http-api 15: the bytes of both bodies; of a request's that came in chunks as far as it is still held. */
    static long dataBytes(Exchange exchange) {
        ByteBuf held = exchange.body();
        long announced = exchange.client().body().length();
        return (announced >= 0 ? announced : held == null ? 0 : held.writerIndex())
                + exchange.client().sentBodyBytes();
    }

    private void finished(Exchange exchange, @Nullable Fault fault, boolean isTimed) {
        count(exchange, exchange.client().sentStatus(), fault, isTimed);
        listener.finished(exchange, fault);
        boolean isHit = exchange.cache().result() == CacheUse.Result.HIT;
        if (isHit || (fault != null && fault.isOfLimit())) {
            exchange.endedEarly();
        } else {
            exchange.ended(fault == null);
        }
    }
}
