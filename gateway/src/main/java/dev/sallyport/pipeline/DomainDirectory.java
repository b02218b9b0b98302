package dev.sallyport.pipeline;

import dev.sallyport.http.ByteName;
import org.jspecify.annotations.Nullable;

/** Which custom domain names are served. Answered without a lock from an immutable table. */
public interface DomainDirectory {

    /** No custom domain names. */
    DomainDirectory NONE = new DomainDirectory() {
        @Override
        public @Nullable DomainRoutes find(byte[] bytes, int start, int end, ByteName probe) {
            return null;
        }

        @Override
        public boolean isEmpty() {
            return true;
        }
    };

    /**
     * What a host serves, by its own name or else by the wildcard for its first label (R16.9).
     *
     * @param bytes hold the host without its port, in whatever case
     * @param probe is pointed elsewhere
     * @return null when the host is no custom domain name
     */
    @Nullable
    DomainRoutes find(byte[] bytes, int start, int end, ByteName probe);

    /** Whether there are private custom domain names. */
    default boolean hasPrivate() {
        return false;
    }

    /**
     * Whether a host is a private custom domain name, for whichever VPC endpoints.
     *
     * @param host in whatever case, without its port
     */
    default boolean isPrivate(String host) {
        return false;
    }

    /**
     * What a host serves to who comes by a VPC endpoint (EDG-6).
     *
     * @return null when no private custom domain name of the host is associated with the endpoint, or several are
     */
    default @Nullable PrivateDomain findPrivate(String host, String vpcEndpointId) {
        return null;
    }

    /** Whether there is no custom domain name at all. */
    boolean isEmpty();
}
