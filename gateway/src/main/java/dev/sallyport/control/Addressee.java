package dev.sallyport.control;

import dev.sallyport.wire.Protocol;
import dev.sallyport.wire.Service;
import org.jspecify.annotations.Nullable;

/**
 * Whom a request means, as far as its indicators tell before anything of it is checked.
 *
 * @param name the service's key, the unknown signing name, or {@code -} when nothing tells
 * @param service null when the service is not one of ours
 * @param protocol the protocol in which the request speaks; null with the service
 * @param form how errors must be written for this client
 * @param credentials the scope of the credentials; null when there are none or they cannot be read
 */
record Addressee(
        String name,
        @Nullable Service service,
        @Nullable Protocol protocol,
        ErrorForm form,
        @Nullable CredentialScope credentials) {}
