package dev.sallyport.snapshot;

import dev.sallyport.pipeline.Guard;
import dev.sallyport.pipeline.Guard.Admission;
import dev.sallyport.pipeline.MethodPlan;
import dev.sallyport.pipeline.StageSnapshot;
import dev.sallyport.pipeline.Step;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Who can reach a deployed method, read off the steps that its requests run.
 *
 * @param guards what a request has to get past, in this order; empty when there is nothing
 */
public record RouteAccess(StageSnapshot stage, MethodPlan method, List<Admission> guards) {

    /** Who can reach a method. */
    public enum Reach {
        /** Everybody who reaches the gateway. */
        OPEN,
        /** Whom its guards let in. */
        GUARDED,
        /** Nobody: it answers every request with an error. */
        CLOSED
    }

    /** Every method of stages, by path and verb. */
    public static List<RouteAccess> of(List<StageSnapshot> stages) {
        List<RouteAccess> all = new ArrayList<>();
        for (StageSnapshot stage : stages) {
            stage.routes().plans().stream()
                    .sorted(Comparator.comparing(MethodPlan::resourcePath).thenComparing(MethodPlan::httpMethod))
                    .forEach(method -> all.add(of(stage, method)));
        }
        return all;
    }

    private static RouteAccess of(StageSnapshot stage, MethodPlan method) {
        List<Admission> guards = new ArrayList<>();
        if (stage.disabled()) {
            guards.add(new Admission(
                    Guard.Type.CLOSED,
                    "nobody: the API's default endpoint is switched off (disableExecuteApiEndpoint)"));
        }
        for (Step step : method.steps()) {
            if (step instanceof Guard guard) {
                guards.addAll(guard.admits(stage, method));
            }
        }
        return new RouteAccess(stage, method, List.copyOf(guards));
    }

    public Reach reach() {
        if (guards.stream().anyMatch(guard -> guard.type() == Guard.Type.CLOSED)) {
            return Reach.CLOSED;
        }
        return guards.stream().allMatch(guard -> guard.type().isOpen()) ? Reach.OPEN : Reach.GUARDED;
    }
}
