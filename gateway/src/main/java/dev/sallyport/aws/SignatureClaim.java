package dev.sallyport.aws;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a request says of its own signature.
 *
 * @param isAsymmetric whether it is of Signature Version 4A
 * @param scope date, region (not of 4A), service and terminator
 * @param signedHeaders in lower case, ascending
 * @param signature as it came
 * @param time when it was signed
 * @param validFor how long it says to be valid when it is in the query, otherwise null
 * @param sessionToken or null
 */
public record SignatureClaim(
        SignedMessage message,
        boolean isAsymmetric,
        String accessKeyId,
        List<String> scope,
        List<String> signedHeaders,
        String signature,
        Instant time,
        @Nullable Duration validFor,
        @Nullable String sessionToken) {

    /** The scope without the key. */
    String scopeText() {
        return String.join("/", scope);
    }
}
