package dev.sallyport.pipeline;

import org.jspecify.annotations.Nullable;

/**
 * The head of a client's request after admission by the edge.
 *
 * @param method upper case
 * @param path raw path without query, as for the host form of the URL (INV-9)
 * @param query raw query without the question mark, or null
 * @param remoteAddress the client's IP address
 * @param host the host of the API that the client used, without port; null when the API was named by a path prefix
 * @param port the listener's port
 * @param secure whether the client speaks TLS
 */
public record RequestHead(
        String method,
        String path,
        @Nullable String query,
        Headers headers,
        String remoteAddress,
        @Nullable String host,
        int port,
        boolean secure) {}
