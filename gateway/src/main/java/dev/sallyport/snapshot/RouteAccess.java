package dev.sallyport.snapshot;

import dev.sallyport.iam.Policy;
import dev.sallyport.model.VpcEndpoint;
import dev.sallyport.pipeline.Guard;
import dev.sallyport.pipeline.Guard.Admission;
import dev.sallyport.pipeline.MethodPlan;
import dev.sallyport.pipeline.StageSnapshot;
import dev.sallyport.pipeline.Step;
import dev.sallyport.pipeline.step.CheckResourcePolicy;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

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

    /**
     * Every method of stages, by path and verb.
     *
     * @param endpoints the VPC endpoints that the gateway has
     */
    public static List<RouteAccess> of(List<StageSnapshot> stages, Collection<VpcEndpoint> endpoints) {
        List<RouteAccess> all = new ArrayList<>();
        for (StageSnapshot stage : stages) {
            stage.routes().plans().stream()
                    .sorted(Comparator.comparing(MethodPlan::resourcePath).thenComparing(MethodPlan::httpMethod))
                    .forEach(method -> all.add(of(stage, method, endpoints)));
        }
        return all;
    }

    private static RouteAccess of(StageSnapshot stage, MethodPlan method, Collection<VpcEndpoint> endpoints) {
        List<Admission> guards = new ArrayList<>();
        if (stage.disabled()) {
            guards.add(new Admission(
                    Guard.Type.CLOSED,
                    "nobody: the API's default endpoint is switched off (disableExecuteApiEndpoint)"));
        }
        if (stage.isPrivate()) {
            guards.add(ofEndpoints(stage, method, endpoints));
        }
        for (Step step : method.steps()) {
            if (step instanceof Guard guard) {
                guards.addAll(guard.admits(stage, method));
            }
        }
        return new RouteAccess(stage, method, List.copyOf(guards));
    }

    /** EDG-3: by which VPC endpoints a private API is reached, and what its resource policy says to who comes by each. */
    private static Admission ofEndpoints(StageSnapshot stage, MethodPlan method, Collection<VpcEndpoint> endpoints) {
        if (endpoints.isEmpty()) {
            return new Admission(
                    Guard.Type.CLOSED,
                    "nobody: the API is private, and the gateway has no VPC endpoint (vpc-endpoints)");
        }
        Policy policy = resourcePolicy(method);
        return new Admission(
                Guard.Type.VPC_ENDPOINT,
                "who comes by "
                        + endpoints.stream()
                                .map(endpoint -> endpoint.id() + " of " + endpoint.vpcId()
                                        + (policy == null ? "" : says(policy, stage, method, endpoint)))
                                .collect(Collectors.joining(", or by ")));
    }

    private static @Nullable Policy resourcePolicy(MethodPlan method) {
        for (Step step : method.steps()) {
            if (step instanceof Guard guard && guard.resourcePolicy() != null) {
                return guard.resourcePolicy();
            }
        }
        return null;
    }

    private static String says(Policy policy, StageSnapshot stage, MethodPlan method, VpcEndpoint endpoint) {
        return switch (CheckResourcePolicy.exposure(policy, stage, method, endpoint)) {
            case NOBODY -> " (nobody unsigned there, by the resource policy)";
            case SOME -> " (whom the resource policy's conditions admit)";
            case EVERYBODY -> " (everybody there, by the resource policy)";
        };
    }

    public Reach reach() {
        if (guards.stream().anyMatch(guard -> guard.type() == Guard.Type.CLOSED)) {
            return Reach.CLOSED;
        }
        return guards.stream().allMatch(guard -> guard.type().isOpen()) ? Reach.OPEN : Reach.GUARDED;
    }
}
