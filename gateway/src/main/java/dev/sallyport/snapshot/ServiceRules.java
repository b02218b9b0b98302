package dev.sallyport.snapshot;

import dev.sallyport.aws.ServiceEndpoints;
import dev.sallyport.integration.aws.ServiceTarget;
import dev.sallyport.integration.function.FunctionTarget;
import dev.sallyport.model.Integration;
import dev.sallyport.model.Scope;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which AWS integrations with a service can be carried out (INT-60, INT-63). */
final class ServiceRules {

    /** INT-63: the caller's own credentials are passed on. */
    private static final Pattern CALLER = Pattern.compile("arn:[a-z-]+:iam::\\*:user/\\*");

    private static final Pattern ROLE = Pattern.compile("arn:[a-z-]+:iam::\\d{12}:role/\\S+");

    private ServiceRules() {}

    /** Whether an integration calls a service other than plain Lambda. */
    static boolean isService(Integration integration) {
        String uri = integration.uri();
        return integration.type().equals("AWS") && uri != null && !FunctionTarget.isLambda(uri);
    }

    /**
     * What keeps a call from being made, for the operator; null when nothing does.
     *
     * @param target null when the URI addresses no service
     * @param credentials with their stage variables put in
     * @param isSigned whether callers of the method sign their requests
     */
    static @Nullable String closing(
            @Nullable ServiceTarget target,
            @Nullable String credentials,
            boolean isSigned,
            ServiceEndpoints endpoints) {
        if (target == null) {
            return "the URI of the AWS integration";
        }
        return closing(target.service(), credentials, isSigned, endpoints);
    }

    /** The same for a service by its host's name. */
    static @Nullable String closing(
            String service, @Nullable String credentials, boolean isSigned, ServiceEndpoints endpoints) {
        if (credentials == null) {
            return "an AWS integration with " + service + " without credentials";
        }
        String unusable = unusable(credentials, service);
        if (unusable != null && !(isSigned && areOfCaller(credentials))) {
            return unusable;
        }
        return endpoints.knows(service)
                ? null
                : "an AWS integration with " + service + ", which has no endpoint; " + ServiceEndpoints.hint(service);
    }

    /** Whether credentials are those with which the request is signed (INT-63). */
    static boolean areOfCaller(String credentials) {
        return CALLER.matcher(credentials).matches();
    }

    /** Whether an integration calls a function of plain Lambda. */
    static boolean isFunction(Integration integration) {
        return integration.type().startsWith("AWS") && !isService(integration);
    }

    /**
     * What keeps a function from being called with these credentials; null when nothing does.
     *
     * @param target null when the URI addresses no function
     * @param owner of the API
     */
    static @Nullable String closing(@Nullable FunctionTarget target, @Nullable String credentials, Scope owner) {
        if (credentials == null) {
            return null;
        }
        // R5.13: such a call would need the function's policy to name the role too, which nobody checks here.
        boolean foreign = target != null && !target.scope().account().equals(owner.account());
        return foreign
                ? "the credentials of an AWS integration with a function of another account"
                : unusable(credentials, "lambda");
    }

    private static @Nullable String unusable(String credentials, String service) {
        if (areOfCaller(credentials)) {
            return "the caller's credentials for an AWS integration with " + service;
        }
        return ROLE.matcher(credentials).matches() ? null : "the credentials " + credentials + " of an AWS integration";
    }
}
