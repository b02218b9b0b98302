package dev.sallyport.integration.aws;

import dev.sallyport.aws.RoleSessions;
import dev.sallyport.aws.ServiceEndpoints;
import dev.sallyport.integration.http.HttpCaller;
import dev.sallyport.model.IntegrationSubtype;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * What integrations with AWS services share.
 *
 * @param blocking runs what may block
 */
public record AwsServices(ServiceEndpoints endpoints, RoleSessions roles, InstantSource clock, Executor blocking) {

    /**
     * The step that calls a service.
     *
     * @param verb the integration's; {@code ANY} takes the client's
     * @param role of the integration's {@code credentials}; null for the caller's own
     * @param caller does the call itself
     */
    public ServiceIntegration integration(
            ServiceTarget service, String verb, String apiId, @Nullable IntegrationRole role, HttpCaller caller) {
        ServiceRequest request = new ServiceRequest(service, verb, apiId, endpoints, clock);
        return new ServiceIntegration(request, caller, role);
    }

    /**
     * The step that makes the call of an integration subtype of an HTTP API.
     *
     * @throws IllegalArgumentException when the value of a parameter is none
     */
    public SubtypeIntegration integration(IntegrationSubtype subtype, SubtypeIntegration.Source source) {
        return new SubtypeIntegration(subtype, source, endpoints, clock);
    }

    /** The role of an integration's {@code credentials}, for an API of this account. */
    public IntegrationRole role(String account, String arn) {
        return new IntegrationRole(roles, account, arn, blocking);
    }
}
