package dev.sallyport.integration.aws;

import dev.sallyport.aws.AwsCredentials;
import dev.sallyport.integration.http.HttpCaller;
import dev.sallyport.pipeline.Exchange;
import dev.sallyport.pipeline.Fault;
import dev.sallyport.pipeline.Outcome;
import dev.sallyport.pipeline.Step;
import org.jspecify.annotations.Nullable;

/** AWS with a service: a mapped request, signed as the integration's role or as the caller (INT-60 to INT-64). */
public final class ServiceIntegration implements Step {

    private final ServiceRequest request;
    private final HttpCaller caller;
    private final @Nullable IntegrationRole role;

    /** @param role null to sign as whoever has signed the request */
    ServiceIntegration(ServiceRequest request, HttpCaller caller, @Nullable IntegrationRole role) {
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
        if (role != null) {
            return role.run(exchange, (resumed, credentials) -> caller.call(resumed, request.signedBy(credentials)));
        }
        AwsCredentials signer = exchange.identity().signer();
        return signer == null
                ? Fault.configuration("nobody has signed the request that is to be passed on as its caller's")
                : caller.call(exchange, request.signedBy(signer));
    }
}
