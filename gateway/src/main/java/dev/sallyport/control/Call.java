package dev.sallyport.control;

import dev.sallyport.model.Scope;
import org.jspecify.annotations.Nullable;

/**
 * Who calls and where: what an operation knows besides its input.
 *
 * @param scope account and Region as the credentials' scope gives them
 * @param accessKeyId of the credentials; the empty text when nothing names one
 * @param requestId a UUID, answered as {@code x-amzn-RequestId}
 * @param endpoint scheme, host and port by which the client reached the gateway, for URLs in answers
 * @param userAgent what the caller's client calls itself, or null
 */
public record Call(
        Scope scope,
        String accessKeyId,
        String requestId,
        String endpoint,
        @Nullable String userAgent) {

    /** A call of which no access key is known. */
    public Call(Scope scope, String requestId, String endpoint) {
        this(scope, "", requestId, endpoint, null);
    }
}
