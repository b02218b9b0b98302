package dev.sallyport.integration.function;

import dev.sallyport.http.Headers;
import org.jspecify.annotations.Nullable;

/**
 * What a streaming function says before its payload (INT-112, R4.12 of companion-services).
 *
 * @param status 200 when the function named none
 * @param headers ready for the client, with one {@code Set-Cookie} for each cookie
 * @param contentLength of the payload, in bytes; null when the function named none
 */
record StreamedMetadata(
        int status, Headers headers, @Nullable Long contentLength) {

    /** The metadata, or null when it is malformed. */
    static @Nullable StreamedMetadata parse(byte[] json) {
        return ProxyResponse.parseMetadata(json);
    }
}
