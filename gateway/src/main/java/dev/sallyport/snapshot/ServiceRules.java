package dev.sallyport.snapshot;

import dev.sallyport.aws.ServiceEndpoints;
import dev.sallyport.integration.aws.ServiceTarget;
import dev.sallyport.integration.function.FunctionTarget;
import dev.sallyport.model.Integration;
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
     */
    static @Nullable String closing(
            @Nullable ServiceTarget target, @Nullable String credentials, ServiceEndpoints endpoints) {
        if (target == null) {
            return "the URI of the AWS integration";
        }
        String service = target.service();
        if (credentials == null) {
            return "an AWS integration with " + service + " without credentials";
        }
        if (CALLER.matcher(credentials).matches()) {
            return "the caller's credentials for an AWS integration with " + service;
        }
        if (!ROLE.matcher(credentials).matches()) {
            return "the credentials " + credentials + " of an AWS integration";
        }
        return endpoints.knows(service)
                ? null
                : "an AWS integration with " + service + ", which has no endpoint; " + ServiceEndpoints.hint(service);
    }
}
