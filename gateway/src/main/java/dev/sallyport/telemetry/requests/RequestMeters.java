package dev.sallyport.telemetry.requests;

import dev.sallyport.model.Scope;
import dev.sallyport.telemetry.requests.RequestMeter.Name;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All meters. They are found when a stage is compiled, and outlive compilations, so that a deployment interrupts no count.
 * Thread-safe; nothing of it is on the way of a request.
 */
public final class RequestMeters {

    private static final Logger LOG = LoggerFactory.getLogger(RequestMeters.class);

    /** Meters of methods; beyond this, requests of further methods are counted for their stage alone. */
    static final int MAX_METHODS = 4096;

    private final int loops;
    private final Spans spans = new Spans();
    private final Map<Name, RequestMeter> meters = new LinkedHashMap<>(); // guarded by this
    private final List<RequestMeter> removed = new ArrayList<>(); // guarded by this; emptied by each collection
    private int methods; // guarded by this
    private boolean warned; // guarded by this

    /** @param loops how many event loops count */
    public RequestMeters(int loops) {
        this.loops = loops;
    }

    /**
     * Begins to compile a stage.
     *
     * @param canary whether the canary of the stage, whose requests the stage's own meter counts as well (CAN-6)
     */
    public OfStage begin(Scope owner, String apiId, String stageName, boolean canary) {
        return new OfStage(Name.ofStage(RequestMeter.Protocol.REST, owner, apiId, stageName, canary));
    }

    /** Begins to compile a stage of a WebSocket API (websocket-api 19). */
    public OfStage beginSocket(Scope owner, String apiId, String stageName) {
        return new OfStage(Name.ofStage(RequestMeter.Protocol.WEBSOCKET, owner, apiId, stageName, false));
    }

    /** Begins to compile a stage of an HTTP API (http-api 15). */
    public OfStage beginHttp(Scope owner, String apiId, String stageName) {
        return new OfStage(Name.ofStage(RequestMeter.Protocol.HTTP, owner, apiId, stageName, false));
    }

    /** The meters of one stage while it is compiled. */
    public final class OfStage {

        private final Name name;
        private final RequestMeter stage;
        private final Set<Name> used = new HashSet<>();

        private OfStage(Name name) {
            this.name = name;
            this.stage = name.canary() ? find(name, find(name.withoutCanary())) : find(name);
            used.add(name);
        }

        /** That of the stage. */
        public RequestMeter stage() {
            return stage;
        }

        /** That of a method whose requests are counted by themselves: {@code metricsEnabled} (LOG-31). */
        public RequestMeter method(String resource, String httpMethod) {
            Name ofMethod = name.ofMethod(resource, httpMethod);
            used.add(ofMethod);
            return name.canary() ? find(ofMethod, stage, find(ofMethod.withoutCanary())) : find(ofMethod, stage);
        }

        /** That of one kind of events of a WebSocket API: {@code CONNECT}, {@code MESSAGE} or {@code DISCONNECT}. */
        public RequestMeter kind(String kind) {
            Name ofKind = name.ofKind(kind);
            used.add(ofKind);
            return find(ofKind);
        }

        /** That of a route of a WebSocket API whose events are counted by themselves. */
        public RequestMeter route(String kind, String routeKey) {
            Name ofRoute = name.ofMethod(routeKey, kind);
            used.add(ofRoute);
            return find(ofRoute, kind(kind));
        }

        /** All methods are compiled; meters of methods that are no longer counted by themselves are forgotten. */
        public void end() {
            remove(other -> other.canary() == name.canary()
                    && isOfStage(other, name.apiId(), name.stageName())
                    && !used.contains(other)
                    && !isOfCanary(other));
        }
    }

    private static boolean isOfStage(Name name, String apiId, String stageName) {
        return name.apiId().equals(apiId) && name.stageName().equals(stageName);
    }

    /** Whether the canary has a method that the stage itself does not have, or not yet. */
    private boolean isOfCanary(Name name) {
        return !name.canary() && meters.containsKey(name.withCanary());
    }

    private synchronized RequestMeter find(Name name, RequestMeter... wider) {
        RequestMeter found = meters.get(name);
        if (found != null) {
            return found;
        }
        if (name.isMethod() && methods >= MAX_METHODS) {
            if (!warned) {
                warned = true;
                LOG.warn(
                        "More than {} methods have metricsEnabled; further ones are counted for their stages",
                        MAX_METHODS);
            }
            return wider.length > 0 ? wider[0] : find(name.ofStage());
        }
        methods += name.isMethod() ? 1 : 0;
        RequestMeter made = new RequestMeter(name, spans, loops, wider);
        meters.put(name, made);
        return made;
    }

    /** Forgets a stage that is gone, with its canary. What was counted last is still collected. */
    public void forget(String apiId, String stageName) {
        remove(name -> isOfStage(name, apiId, stageName));
    }

    /** Forgets the canary of a stage that goes on. */
    public void forgetCanary(String apiId, String stageName) {
        remove(name -> name.canary() && isOfStage(name, apiId, stageName));
    }

    private synchronized void remove(Predicate<Name> gone) {
        meters.values().removeIf(meter -> {
            boolean isGone = gone.test(meter.name());
            if (isGone) {
                methods -= meter.name().isMethod() ? 1 : 0;
                if (removed.size() < MAX_METHODS && meter.read() != null) {
                    removed.add(meter);
                }
            }
            return isGone;
        });
    }

    /** All meters by account, API, stage and method. */
    public synchronized List<RequestMeter> all() {
        return meters.values().stream()
                .sorted(Comparator.comparing(RequestMeter::name, ORDER))
                .toList();
    }

    private static final Comparator<Name> ORDER = Comparator.comparing(
                    (Name name) -> name.owner().account())
            .thenComparing(name -> name.owner().region())
            .thenComparing(Name::apiId)
            .thenComparing(Name::stageName)
            .thenComparing(Name::canary)
            .thenComparing(name -> name.resource() == null ? "" : name.resource())
            .thenComparing(name -> name.httpMethod() == null ? "" : name.httpMethod());

    /** The meters to collect from: those that are there, and those that went since the last collection. */
    synchronized Map<RequestMeter, Boolean> toCollect() {
        Map<RequestMeter, Boolean> isThere = new HashMap<>();
        removed.forEach(meter -> isThere.put(meter, false));
        removed.clear();
        meters.values().forEach(meter -> isThere.put(meter, true));
        return isThere;
    }

    Spans spans() {
        return spans;
    }
}
