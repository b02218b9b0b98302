package dev.sallyport.aws;

import org.jspecify.annotations.Nullable;

/**
 * What a request is signed with.
 *
 * @param sessionToken of temporary credentials, null for those of a user
 */
public record AwsCredentials(
        String accessKeyId,
        String secretAccessKey,
        @Nullable String sessionToken) {

    /** Names the key and keeps the secrets. */
    @Override
    public String toString() {
        return "AwsCredentials[" + accessKeyId + "]";
    }
}
