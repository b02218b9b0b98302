package dev.sallyport.control;

import dev.sallyport.model.Scope;
import org.jspecify.annotations.Nullable;

/**
 * Who calls and where: what an operation knows besides its input.
 *
 * @param scope account and Region as the credentials' scope gives them
 * @param requestId a UUID, answered as {@code x-amzn-RequestId}
 * @param endpoint scheme, host and port by which the client reached the gateway, for URLs in answers
 * @param accessKey the id of the caller's access key; null when it is not known
 * @param userAgent what the caller's client calls itself, or null
 */
public record Call(
        Scope scope,
        String requestId,
        String endpoint,
        @Nullable String accessKey,
        @Nullable String userAgent) {

    /** A call of which no more is known than what every operation needs. */
    public Call(Scope scope, String requestId, String endpoint) {
        this(scope, requestId, endpoint, null, null);
    }
}
