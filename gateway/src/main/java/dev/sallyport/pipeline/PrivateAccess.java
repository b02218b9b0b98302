package dev.sallyport.pipeline;

import dev.sallyport.iam.AccessRequest;
import dev.sallyport.iam.Decision;
import dev.sallyport.iam.Requester;
import dev.sallyport.model.VpcEndpoint;
import org.jspecify.annotations.Nullable;

/**
 * Which APIs are reached by which way: private ones by VPC endpoints alone, all others not by them (EDG-3, EDG-4). Whom a
 * private API lets in of those who come by an endpoint is for its resource policy to say.
 */
final class PrivateAccess {

    private static final Fault NOT_PUBLIC = Fault.forbidden("the API is private and is reached by VPC endpoints alone");

    private static final Fault NOT_PRIVATE =
            Fault.forbidden("the API is not private, and VPC endpoints lead to private APIs alone");

    private static final Fault NO_ALIAS = Fault.forbidden(
            "the API is not associated with the VPC endpoint, so it has no host name with the endpoint's id");

    private static final String ACTION = "execute-api:Invoke";

    private PrivateAccess() {}

    /**
     * EDG-6: what the policy of the private custom domain name that the client used says, before that of the API. (inferred)
     * It is asked without regard to who signs.
     *
     * @return null when there is no such name, or its policy allows
     */
    static @Nullable Fault fault(Exchange exchange) {
        PrivateDomain domain = exchange.head().privateDomain();
        if (domain == null) {
            return null;
        }
        Decision decision = domain.policy()
                .grant(new AccessRequest(ACTION, domain.arn(), Requester.ANONYMOUS, new RequestFacts(exchange)))
                .decision();
        if (decision == Decision.ALLOWED) {
            return null;
        }
        return Fault.denied("User: anonymous is not authorized to perform: " + ACTION + " on resource: "
                + domain.maskedArn() + (decision == Decision.EXPLICIT_DENY ? " with an explicit deny" : ""));
    }

    /** Why the request may not come to the stage by the way that it came; null when it may. */
    static @Nullable Fault fault(RequestHead head, ApiStages stages, StageSnapshot stage) {
        VpcEndpoint endpoint = head.vpcEndpoint();
        if (endpoint == null) {
            return stage.isPrivate() ? NOT_PUBLIC : null;
        }
        if (!stage.isPrivate()) {
            return NOT_PRIVATE;
        }
        return head.isAliased() && !stages.isAssociatedWith(endpoint.id()) ? NO_ALIAS : null;
    }
}
