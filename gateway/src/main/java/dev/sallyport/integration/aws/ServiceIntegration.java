package dev.sallyport.integration.aws;

import dev.sallyport.integration.http.HttpCaller;
import dev.sallyport.pipeline.Exchange;
import dev.sallyport.pipeline.Outcome;
import dev.sallyport.pipeline.Step;

/** AWS with a service: a mapped request, signed as the integration's role (INT-60 to INT-64). */
public final class ServiceIntegration implements Step {

    private final ServiceRequest request;
    private final HttpCaller caller;
    private final IntegrationRole role;

    ServiceIntegration(ServiceRequest request, HttpCaller caller, IntegrationRole role) {
        this.request = request;
        this.caller = caller;
        this.role = role;
    }

    @Override
    public boolean isIntegration() {
        return true;
    }

    @Override
    public Outcome run(Exchange exchange) {
        return role.run(exchange, (resumed, credentials) -> caller.call(resumed, request.signedBy(credentials)));
    }
}
