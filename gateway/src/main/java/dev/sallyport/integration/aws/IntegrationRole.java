package dev.sallyport.integration.aws;

import dev.sallyport.aws.AwsCredentials;
import dev.sallyport.aws.RoleSessions;
import dev.sallyport.pipeline.Exchange;
import dev.sallyport.pipeline.Fault;
import dev.sallyport.pipeline.Outcome;
import dev.sallyport.pipeline.Step;
import java.util.concurrent.Executor;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The role in an integration's {@code credentials}: what is done with it is done as soon as it is assumed (INT-63). */
public final class IntegrationRole {

    private final RoleSessions roles;
    private final String account;
    private final String arn;
    private final Executor blocking;

    /** The revision at which the role was found to be permitted what it is asked for; -1 for never. */
    private volatile long permittedRevision = -1;

    /**
     * @param account of the API
     * @param blocking runs what may block
     */
    IntegrationRole(RoleSessions roles, String account, String arn, Executor blocking) {
        this.roles = roles;
        this.account = account;
        this.arn = arn;
        this.blocking = blocking;
    }

    /** What is done as the role; runs on the loop. */
    @FunctionalInterface
    public interface Work {

        /** Goes on with the exchange. */
        Outcome as(Exchange exchange, AwsCredentials credentials);
    }

    /** What the role must be permitted, the same at every call, and what comes of it when it is not. */
    public record Permission(String action, String resource, Fault refusal) {}

    /** Does the work as the role. */
    public Outcome run(Exchange exchange, Work work) {
        return run(exchange, null, work);
    }

    /** Does the work as the role, if the role's policies permit it. */
    public Outcome run(Exchange exchange, @Nullable Permission permission, Work work) {
        return run(exchange, permission, fault -> fault, work);
    }

    /**
     * The same for work that is none of an integration's.
     *
     * @param faults what becomes of the fault of a role that cannot be assumed
     */
    public Outcome run(Exchange exchange, @Nullable Permission permission, UnaryOperator<Fault> faults, Work work) {
        AwsCredentials credentials = roles.atHand(account, arn);
        if (credentials != null && (permission == null || roles.revision() == permittedRevision)) {
            return work.as(exchange, credentials);
        }
        Assumption assumption = new Assumption(exchange, permission, faults, work);
        exchange.onClientGone(assumption::abandon);
        blocking.execute(assumption::assume);
        return Outcome.WAIT;
    }

    private boolean isPermitted(Permission permission) {
        long revision = roles.revision();
        boolean permitted = roles.permits(arn, permission.action(), permission.resource());
        if (permitted) {
            permittedRevision = revision;
        }
        return permitted;
    }

    /** An exchange that waits for its role's credentials. What the loop reads of it is written on the loop. */
    private final class Assumption {
        private final Exchange exchange;
        private final @Nullable Permission permission;
        private final UnaryOperator<Fault> faults;
        private final Work work;
        private boolean abandoned;

        Assumption(Exchange exchange, @Nullable Permission permission, UnaryOperator<Fault> faults, Work work) {
            this.exchange = exchange;
            this.permission = permission;
            this.faults = faults;
            this.work = work;
        }

        void abandon() {
            abandoned = true;
        }

        void assume() {
            Step assumed = assumed();
            exchange.client().loop().execute(() -> {
                if (!abandoned) {
                    exchange.resumeWith(assumed);
                }
            });
        }

        /** How the exchange goes on. */
        private Step assumed() {
            Permission required = permission;
            try {
                AwsCredentials held = roles.atHand(account, arn);
                AwsCredentials credentials = held == null ? roles.assume(account, arn) : held;
                if (required != null && !isPermitted(required)) {
                    Fault refusal = required.refusal();
                    return resumed -> refusal;
                }
                return resumed -> work.as(resumed, credentials);
            } catch (RoleSessions.Refused refused) {
                Fault fault = faults.apply(Fault.roleRefused(String.valueOf(refused.getMessage())));
                return resumed -> fault;
            } catch (RuntimeException defect) {
                return resumed -> {
                    throw defect;
                };
            }
        }
    }
}
