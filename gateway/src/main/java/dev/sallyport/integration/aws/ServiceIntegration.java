package dev.sallyport.integration.aws;

import dev.sallyport.aws.AwsCredentials;
import dev.sallyport.aws.RoleSessions;
import dev.sallyport.integration.http.CustomRequest;
import dev.sallyport.integration.http.HttpCaller;
import dev.sallyport.pipeline.Exchange;
import dev.sallyport.pipeline.Fault;
import dev.sallyport.pipeline.Outcome;
import dev.sallyport.pipeline.Step;
import java.util.concurrent.Executor;

/** AWS with a service: a mapped request, signed as the integration's role (INT-60 to INT-64). */
public final class ServiceIntegration implements Step {

    private final ServiceRequest request;
    private final HttpCaller caller;
    private final RoleSessions roles;
    private final String roleArn;
    private final Executor blocking;

    /**
     * @param roleArn the integration's {@code credentials}
     * @param blocking runs what may block
     */
    ServiceIntegration(
            ServiceRequest request, HttpCaller caller, RoleSessions roles, String roleArn, Executor blocking) {
        this.request = request;
        this.caller = caller;
        this.roles = roles;
        this.roleArn = roleArn;
        this.blocking = blocking;
    }

    @Override
    public boolean isIntegration() {
        return true;
    }

    @Override
    public Outcome run(Exchange exchange) {
        AwsCredentials credentials = roles.atHand(roleArn);
        if (credentials != null) {
            return caller.call(exchange, request.signedBy(credentials));
        }
        Assumption assumption = new Assumption(exchange);
        exchange.onClientGone(assumption::abandon);
        blocking.execute(assumption::assume);
        return Outcome.WAIT;
    }

    /** An exchange that waits for its role's credentials. What the loop reads of it is written on the loop. */
    private final class Assumption {
        private final Exchange exchange;
        private boolean abandoned;

        Assumption(Exchange exchange) {
            this.exchange = exchange;
        }

        void abandon() {
            abandoned = true;
        }

        void assume() {
            Step next;
            try {
                CustomRequest signed = request.signedBy(roles.assume(roleArn));
                next = resumed -> caller.call(resumed, signed);
            } catch (RoleSessions.Refused refused) {
                Fault fault = Fault.roleRefused(String.valueOf(refused.getMessage()));
                next = resumed -> fault;
            } catch (RuntimeException defect) {
                next = resumed -> {
                    throw defect;
                };
            }
            Step assumed = next;
            exchange.client().loop().execute(() -> {
                if (!abandoned) {
                    exchange.resumeWith(assumed);
                }
            });
        }
    }
}
