package dev.sallyport.control.rest;

import dev.sallyport.control.ServiceException;
import dev.sallyport.model.RestApi;

/**
 * How the TLS policy, the access mode and the endpoint type of an API go together (R7.20). The texts are inferred; AWS's
 * are not known.
 */
public final class SecurityRules {

    private static final String ENHANCED = "SecurityPolicy_";

    private SecurityRules() {}

    /** @throws ServiceException 400 when they do not */
    public static void check(RestApi api) {
        String policy = api.securityPolicy();
        String mode = api.endpointAccessMode();
        if (policy == null || !policy.startsWith(ENHANCED)) {
            if (mode != null) {
                throw ServiceException.badRequest("Endpoint access mode " + mode
                        + " can only be set with a security policy that starts with SecurityPolicy_");
            }
            return;
        }
        if (mode == null) {
            throw ServiceException.badRequest("Endpoint access mode must be set with security policy " + policy);
        }
        boolean isEdge = api.endpointConfiguration().types().contains("EDGE");
        if (policy.endsWith("_EDGE") != isEdge) {
            throw ServiceException.badRequest("Security policy " + policy + " is not supported for endpoint type "
                    + String.join(",", api.endpointConfiguration().types()));
        }
    }
}
