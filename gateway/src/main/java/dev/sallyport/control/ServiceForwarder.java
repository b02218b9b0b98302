package dev.sallyport.control;

import org.jspecify.annotations.Nullable;

/** Where the calls of services go that this gateway does not provide. */
@FunctionalInterface
public interface ServiceForwarder {

    /** Forwards nothing. */
    ServiceForwarder NONE = (service, request) -> null;

    /**
     * The answer of the service's upstream; blocks until it is there.
     *
     * @param service the signing name, for example {@code s3}
     * @return null when no upstream is set for the service
     * @throws ServiceException when the upstream does not answer
     */
    @Nullable
    WireResponse forward(String service, WireRequest request);
}
