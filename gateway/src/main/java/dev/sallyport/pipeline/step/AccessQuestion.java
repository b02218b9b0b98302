package dev.sallyport.pipeline.step;

import dev.sallyport.iam.AccessRequest;
import dev.sallyport.iam.Decision;
import dev.sallyport.iam.Requester;
import dev.sallyport.pipeline.Exchange;
import dev.sallyport.pipeline.Fault;
import dev.sallyport.pipeline.GatewayResponseType;
import dev.sallyport.pipeline.Outcome;
import dev.sallyport.pipeline.RequestFacts;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Whether somebody may call a method: the request as policies see it, and the answer as the client sees it (AUT-3 to AUT-5,
 * AUT-70). Lives as long as the step that asks.
 */
public final class AccessQuestion {

    static final String INVOKE = "execute-api:Invoke";
    private static final String INVALIDATE = "execute-api:InvalidateCache";

    private static final Fault TOO_LONG =
            new Fault(GatewayResponseType.DEFAULT_4XX, 414, "RequestUriTooLongException", "Request URI too long", null);

    private final Exchange exchange;
    private final InvokeArn arn;

    private final String action;

    private AccessQuestion(Exchange exchange, String action) {
        this.exchange = exchange;
        this.action = action;
        this.arn = InvokeArn.of(exchange);
    }

    /** The question that an exchange's request raises. */
    public static AccessQuestion of(Exchange exchange) {
        return of(exchange, INVOKE);
    }

    /** The same for another action than the call of a method. */
    static AccessQuestion of(Exchange exchange, String action) {
        return new AccessQuestion(exchange, action);
    }

    /** AUT-5: the answer to a path that is too long to ask about; null for all others. */
    public @Nullable Fault tooLong() {
        return arn.isTooLong() ? TOO_LONG : null;
    }

    /** The ARN that is asked about (AUT-1). */
    public String arn() {
        return arn.text();
    }

    /**
     * What policies decide. A path that a backend may read in another way is asked for in both, and the stricter answer
     * counts: no escape, dot or slash gets around a Deny or into an Allow. Only escapes that every client must write need
     * no Allow of their own: the policies of authorizers often name nothing but the ARN that they were sent.
     */
    public Decision decide(Requester who, Function<AccessRequest, Decision> policies) {
        return decide(action, who, policies);
    }

    /** CCH-9, CCH-10: whether policies let a caller of the API's own account have a fresh answer. */
    boolean mayInvalidate(Requester who, Function<AccessRequest, Decision> policies) {
        return who.account().equals(exchange.stage().owner().account())
                && decide(INVALIDATE, who, policies) == Decision.ALLOWED;
    }

    private Decision decide(String what, Requester who, Function<AccessRequest, Decision> policies) {
        AccessRequest request = new AccessRequest(what, arn.text(), who, new RequestFacts(exchange));
        Decision decision = policies.apply(request);
        if (arn.plain() == null) {
            return decision;
        }
        Decision plain = policies.apply(request.about(arn.plain()));
        return plain == Decision.IMPLICIT_DENY && !arn.isUnusual() ? decision : decision.and(plain);
    }

    /** AUT-4: goes on, or tells who is denied what. */
    public Outcome outcome(Requester who, Decision decision) {
        if (decision == Decision.ALLOWED) {
            return Outcome.CONTINUE;
        }
        String name = who.arn().isEmpty() ? "anonymous" : who.arn();
        String message = "User: " + name + " is not authorized to perform: " + action + " on resource: " + arn.masked()
                + (decision == Decision.EXPLICIT_DENY ? " with an explicit deny" : "");
        return new Fault(GatewayResponseType.ACCESS_DENIED, 403, "AccessDeniedException", message, null);
    }

    /** CCH-9 (inferred): the answer to a wish for a fresh answer that its caller may not have. */
    public Fault mayNotInvalidate() {
        String signed = exchange.context("identity.userArn");
        return Fault.denied("User: " + (signed == null ? "anonymous" : signed) + " is not authorized to perform: "
                + INVALIDATE + " on resource: " + arn.masked());
    }
}
