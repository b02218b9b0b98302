package dev.sallyport.integration.aws;

import dev.sallyport.aws.RoleSessions;
import dev.sallyport.aws.ServiceEndpoints;
import dev.sallyport.integration.http.HttpCaller;
import java.time.InstantSource;
import java.util.concurrent.Executor;

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
     * @param roleArn the integration's {@code credentials}
     * @param caller does the call itself
     */
    public ServiceIntegration integration(
            ServiceTarget service, String verb, String apiId, String roleArn, HttpCaller caller) {
        ServiceRequest request = new ServiceRequest(service, verb, apiId, endpoints, clock);
        return new ServiceIntegration(request, caller, roles, roleArn, blocking);
    }
}
