package dev.sallyport.integration.http;

import dev.sallyport.model.Scope;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** Where VPC links lead (INT-100 to INT-103). */
@FunctionalInterface
public interface LinkTargets {

    /** No link leads anywhere. */
    LinkTargets NONE = (owner, linkId, loadBalancer) -> null;

    /**
     * The address of the load balancer behind a link.
     *
     * @param linkId the integration's {@code connectionId}, its stage variables put in
     * @param loadBalancer the integration's {@code integrationTarget}, or null
     * @return not resolved; null when there is no such link or nobody has said where it leads
     */
    @Nullable
    InetSocketAddress find(Scope owner, String linkId, @Nullable String loadBalancer);
}
