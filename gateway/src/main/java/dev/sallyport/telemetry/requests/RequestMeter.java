package dev.sallyport.telemetry.requests;

import dev.sallyport.model.Scope;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Counts the requests of a stage, of the canary of a stage, or of one method of either. What is counted here is counted by
 * the wider meters as well. A meter without traffic is a few dozen bytes; the first request on an event loop makes that
 * loop's counts, of 5 KB.
 */
public final class RequestMeter {

    /** The kinds of APIs, of which CloudWatch names the metrics differently. */
    public enum Protocol {
        REST,
        HTTP,
        WEBSOCKET
    }

    /**
     * Whose requests.
     *
     * @param canary whether only those of the stage's canary
     * @param resource the template of the method's resource, or the path of the route; null for a stage
     * @param httpMethod the configured verb, or the kind of events of a WebSocket API; null for a stage
     */
    public record Name(
            Protocol protocol,
            Scope owner,
            String apiId,
            String stageName,
            boolean canary,
            @Nullable String resource,
            @Nullable String httpMethod) {

        /** Of a stage as a whole. */
        static Name ofStage(Protocol protocol, Scope owner, String apiId, String stageName, boolean canary) {
            return new Name(protocol, owner, apiId, stageName, canary, null, null);
        }

        Name ofMethod(String newResource, String newMethod) {
            return new Name(protocol, owner, apiId, stageName, canary, newResource, newMethod);
        }

        /** Of one kind of events of a stage of a WebSocket API. */
        Name ofKind(String kind) {
            return new Name(protocol, owner, apiId, stageName, canary, null, kind);
        }

        Name ofStage() {
            return ofStage(protocol, owner, apiId, stageName, canary);
        }

        Name withCanary() {
            return new Name(protocol, owner, apiId, stageName, true, resource, httpMethod);
        }

        Name withoutCanary() {
            return new Name(protocol, owner, apiId, stageName, false, resource, httpMethod);
        }

        /** Whether it is that of one method. */
        public boolean isMethod() {
            return resource != null;
        }
    }

    /** What one request was; whoever counts keeps one and fills it again and again. */
    public interface Sample {

        /** The status that the client got; 0 when it left before. */
        int status();

        /** From the request's head to the end of the answer. */
        long latencyMillis();

        /** How long the call of the backend took; -1 when there was none. */
        long integrationMillis();

        /** 1 when the stage's cache answered, else 0. */
        int cacheHits();

        /** 1 when the stage's cache was asked in vain, else 0. */
        int cacheMisses();

        /** Whether the integration of a WebSocket API answered with an error (websocket-api 19). */
        default boolean isIntegrationError() {
            return false;
        }

        /** Whether a rate or a quota refused it. */
        boolean isLimited();

        /** Of the bodies of request and answer together; 0 for REST APIs, which are not measured so. */
        default long dataBytes() {
            return 0;
        }
    }

    private final Name name;
    private final Spans spans;
    private final RequestMeter[] all;
    private final AtomicReferenceArray<LoopCounts> loops;

    /** @param wider what counts the same requests as well, with all that those count for */
    RequestMeter(Name name, Spans spans, int loops, RequestMeter... wider) {
        this.name = name;
        this.spans = spans;
        this.loops = new AtomicReferenceArray<>(loops);
        Set<RequestMeter> together = new LinkedHashSet<>(List.of(this));
        for (RequestMeter other : wider) {
            together.addAll(List.of(other.all));
        }
        this.all = together.toArray(RequestMeter[]::new);
    }

    public Name name() {
        return name;
    }

    /**
     * Counts a request; only on the event loop of that number, 0 for the first.
     *
     * @throws IndexOutOfBoundsException when there are not so many loops
     */
    public void record(int loop, Sample sample) {
        int span = spans.current();
        for (RequestMeter meter : all) {
            LoopCounts counts = meter.loops.getPlain(loop);
            if (counts == null) {
                counts = new LoopCounts();
                meter.loops.setRelease(loop, counts);
            }
            counts.add(span, sample);
        }
    }

    /** All that has been counted so far; null as long as that is nothing. */
    public @Nullable MeterReading read() {
        long[] numbers = null;
        for (int i = 0; i < loops.length(); i++) {
            LoopCounts counts = loops.getAcquire(i);
            if (counts != null) {
                numbers = numbers == null ? new long[LoopCounts.SIZE] : numbers;
                counts.addTo(numbers);
            }
        }
        return numbers == null ? null : new MeterReading(numbers);
    }

    /** Shortest and longest latency of a span, and the same of its integrations; the longest is -1 where there were none. */
    long[] extremes(int span) {
        long[] extremes = {Long.MAX_VALUE, -1, Long.MAX_VALUE, -1};
        for (int i = 0; i < loops.length(); i++) {
            LoopCounts counts = loops.getAcquire(i);
            if (counts != null) {
                counts.widen(span, extremes);
            }
        }
        return extremes;
    }
}
