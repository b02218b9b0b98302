package dev.sallyport.pipeline.step;

import dev.sallyport.iam.Decision;
import dev.sallyport.iam.Exposure;
import dev.sallyport.iam.Grant;
import dev.sallyport.iam.Policy;
import dev.sallyport.iam.Requester;
import dev.sallyport.model.VpcEndpoint;
import dev.sallyport.pipeline.Exchange;
import dev.sallyport.pipeline.Fault;
import dev.sallyport.pipeline.Guard;
import dev.sallyport.pipeline.MethodPlan;
import dev.sallyport.pipeline.Outcome;
import dev.sallyport.pipeline.StageSnapshot;
import java.util.List;

/**
 * The API's resource policy for requests without credentials (AUT-60).
 *
 * @param denialsOnly whether only a Deny counts: phase 1 of methods with a Lambda authorizer, which is not asked then
 */
public record CheckResourcePolicy(Policy policy, boolean denialsOnly) implements Guard {

    private static final String ACTION = "execute-api:Invoke";

    @Override
    public List<Admission> admits(StageSnapshot stage, MethodPlan method) {
        return List.of(admission(policy, stage, method));
    }

    /**
     * What an API's resource policy says to those without credentials who call a method.
     *
     * @param stage that runs the method
     */
    public static Guard.Admission admission(Policy policy, StageSnapshot stage, MethodPlan method) {
        if (policy.isEmpty()) {
            return new Admission(Type.CLOSED, "nobody: no resource policy lets anybody in, as private APIs need");
        }
        Exposure exposure = exposure(policy, stage, method, KnownOfWay.to(stage));
        String says = " (" + policy.summary() + ")";
        return switch (exposure) {
            case NOBODY ->
                new Admission(Type.RESOURCE_POLICY, "whom the resource policy names, nobody unsigned" + says);
            case SOME -> new Admission(Type.RESOURCE_POLICY, "whom the resource policy's conditions admit" + says);
            case EVERYBODY -> new Admission(Type.OPEN_RESOURCE_POLICY, "everybody, by the resource policy" + says);
        };
    }

    /** What a private API's resource policy says to those without credentials who call a method by a VPC endpoint. */
    public static Exposure exposure(Policy policy, StageSnapshot stage, MethodPlan method, VpcEndpoint endpoint) {
        return exposure(policy, stage, method, new KnownOfWay(true, endpoint));
    }

    private static Exposure exposure(Policy policy, StageSnapshot stage, MethodPlan method, KnownOfWay known) {
        return policy.exposure(ACTION, InvokeArn.pattern(stage, method), known);
    }

    @Override
    public Policy resourcePolicy() {
        return policy;
    }

    @Override
    public Outcome run(Exchange exchange) {
        AccessQuestion question = AccessQuestion.of(exchange);
        Fault tooLong = question.tooLong();
        if (tooLong != null) {
            return tooLong;
        }
        Decision decision = question.decide(Requester.ANONYMOUS, request -> {
            Grant grant = policy.grant(request);
            return denialsOnly && grant != Grant.DENIED ? Decision.ALLOWED : grant.decision();
        });
        return question.outcome(Requester.ANONYMOUS, decision);
    }

    @Override
    public boolean forgetsExchange() {
        return true;
    }
}
