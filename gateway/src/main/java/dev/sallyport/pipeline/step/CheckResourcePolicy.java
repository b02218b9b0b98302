package dev.sallyport.pipeline.step;

import dev.sallyport.iam.Decision;
import dev.sallyport.iam.Grant;
import dev.sallyport.iam.Policy;
import dev.sallyport.iam.Requester;
import dev.sallyport.pipeline.Exchange;
import dev.sallyport.pipeline.Fault;
import dev.sallyport.pipeline.Outcome;
import dev.sallyport.pipeline.Step;

/**
 * The API's resource policy for requests without credentials (AUT-60).
 *
 * @param denialsOnly whether only a Deny counts: phase 1 of methods with a Lambda authorizer, which is not asked then
 */
public record CheckResourcePolicy(Policy policy, boolean denialsOnly) implements Step {

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
