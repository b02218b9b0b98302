package dev.sallyport.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an HTTP API says to browsers of other origins (http-api 8); lists as they were given, absent ones empty.
 *
 * @param allowCredentials null when never given
 * @param maxAge seconds, -1 for no caching; null when never given
 */
public record HttpApiCors(
        @Nullable Boolean allowCredentials,
        List<String> allowHeaders,
        List<String> allowMethods,
        List<String> allowOrigins,
        List<String> exposeHeaders,
        @Nullable Integer maxAge) {

    public HttpApiCors {
        allowHeaders = List.copyOf(allowHeaders);
        allowMethods = List.copyOf(allowMethods);
        allowOrigins = List.copyOf(allowOrigins);
        exposeHeaders = List.copyOf(exposeHeaders);
    }
}
