package dev.sallyport.observe;

import dev.sallyport.http.Headers;
import dev.sallyport.pipeline.ExchangeTrace;
import dev.sallyport.pipeline.Outcome;
import dev.sallyport.pipeline.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What happens to one request, with the times at which it does: the one source of execution logs, explanations and spans.
 * Bounded, and of bodies only beginnings. Belongs to the request's event loop.
 */
final class RequestTrace implements ExchangeTrace {

    /** More than any plan has. */
    private static final int MAX_STEPS = 64;

    private static final int MAX_DECISIONS = 64;

    /** Of authorizers. */
    private static final int MAX_LINES = 16;

    /** Attempts at a backend, each a call. */
    private static final int MAX_CALLS = 8;

    private final LongSupplier nanoTime;
    private final long epochMillis;
    private final long beganNanos;
    private final int bodyBytes;
    private final @Nullable SpanContext spans;
    private final List<StepRun> steps = new ArrayList<>();
    private final List<Decision> decisions = new ArrayList<>();
    private final List<Call> calls = new ArrayList<>();
    private final List<Line> lines = new ArrayList<>();
    private @Nullable String step;
    private long stepNanos;
    private boolean integrating;
    private boolean over;

    /**
     * One step; times are in nanoseconds since the request came.
     *
     * @param outcome null for a step that the end of the request cut off
     */
    record StepRun(
            String name,
            long fromNanos,
            long toNanos,
            @Nullable Outcome outcome) {}

    /** What a step decided. */
    record Decision(long nanos, String what, String choice) {}

    /** A line of the execution log from before the execution. */
    record Line(long nanos, String text) {}

    /** One request to an endpoint and its answer, which may never have come. */
    static final class Call {
        final boolean integration;
        final long sentNanos;
        final String uri;
        final Headers headers;
        final String body;
        long answeredNanos = -1;
        int status;
        Headers answerHeaders = new Headers(1);
        String answerBody = "";

        /** @param integration false for the call of an authorizer */
        Call(boolean integration, long sentNanos, String uri, Headers headers, String body) {
            this.integration = integration;
            this.sentNanos = sentNanos;
            this.uri = uri;
            this.headers = headers;
            this.body = body;
        }

        boolean isAnswered() {
            return answeredNanos >= 0;
        }
    }

    /**
     * @param epochMillis when the request came
     * @param bodyBytes how much of each body is kept
     * @param spans where its spans belong; null when it has none
     */
    RequestTrace(long epochMillis, LongSupplier nanoTime, int bodyBytes, @Nullable SpanContext spans) {
        this.spans = spans;
        this.epochMillis = epochMillis;
        this.nanoTime = nanoTime;
        this.beganNanos = nanoTime.getAsLong();
        this.bodyBytes = bodyBytes;
    }

    /** Nanoseconds since the request came. */
    long elapsed() {
        return nanoTime.getAsLong() - beganNanos;
    }

    long epochMillis() {
        return epochMillis;
    }

    /** A time of this trace in milliseconds since 1970. */
    long epochMillis(long nanos) {
        return epochMillis + nanos / 1_000_000;
    }

    /** Where its spans belong; null when it has none. */
    @Nullable
    SpanContext spans() {
        return spans;
    }

    List<StepRun> steps() {
        return steps;
    }

    List<Decision> decisions() {
        return decisions;
    }

    List<Line> lines() {
        return lines;
    }

    List<Call> calls() {
        return calls;
    }

    @Override
    public int bodyBytes() {
        return bodyBytes;
    }

    @Override
    public void began(Step newStep) {
        step = over ? null : name(newStep);
        stepNanos = elapsed();
        integrating = newStep.isIntegration();
    }

    @Override
    public void ended(Outcome outcome) {
        end(outcome);
    }

    /** The request is over, whatever its step was about to do; what comes later is not heard. */
    void end() {
        end(null);
        over = true;
    }

    private void end(@Nullable Outcome outcome) {
        if (step != null && steps.size() < MAX_STEPS) {
            steps.add(new StepRun(step, stepNanos, elapsed(), outcome));
        }
        step = null;
    }

    @Override
    public void decided(String what, String choice) {
        if (!over && decisions.size() < MAX_DECISIONS) {
            decisions.add(new Decision(elapsed(), what, choice));
        }
    }

    @Override
    public void log(String line) {
        if (!over && lines.size() < MAX_LINES) {
            lines.add(new Line(elapsed(), line));
        }
    }

    @Override
    public void leaving(Headers headers) {
        if (spans != null) {
            spans.propagate(headers);
        }
    }

    @Override
    public void request(String uri, Headers headers, String body) {
        if (!over && calls.size() < MAX_CALLS) {
            calls.add(new Call(integrating, elapsed(), uri, headers, body));
        }
    }

    @Override
    public void response(int status, Headers headers, String body) {
        if (!over && !calls.isEmpty()) {
            Call call = calls.getLast();
            call.answeredNanos = elapsed();
            call.status = status;
            call.answerHeaders = headers;
            call.answerBody = body;
        }
    }

    /** The name of a step's class in words; steps that only refuse have none of their own. */
    private static String name(Step step) {
        String name = step.getClass().getSimpleName();
        if (step.getClass().isSynthetic() || step.getClass().isHidden() || name.isEmpty()) {
            return "refuse";
        }
        StringBuilder words = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (Character.isUpperCase(c) && i > 0) {
                words.append(' ');
            }
            words.append(Character.toLowerCase(c));
        }
        return words.toString();
    }
}
