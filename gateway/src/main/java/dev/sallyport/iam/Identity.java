package dev.sallyport.iam;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Somebody with credentials.
 *
 * @param sessionToken that must come with the key when it is temporary, otherwise null
 * @param expiration of temporary credentials, otherwise null
 */
public record Identity(
        String accessKeyId,
        String secret,
        @Nullable String sessionToken,
        @Nullable Instant expiration,
        Requester requester,
        Permissions permissions) {

    /** Names the key and keeps the secrets. */
    @Override
    public String toString() {
        return "Identity[" + accessKeyId + " of " + requester.arn() + "]";
    }
}
