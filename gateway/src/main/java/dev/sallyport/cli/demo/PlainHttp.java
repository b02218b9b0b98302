package dev.sallyport.cli.demo;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Sends a request to the gateway. The JDK's old client, because the classes of its new one, TLS among them, would all
 * become part of the recording that makes starts fast, and of the memory of every gateway.
 */
final class PlainHttp {

    private static final int TIMEOUT_MILLIS = 30_000;

    private PlainHttp() {}

    /** An answer; the body is text. */
    record Response(int status, String body) {}

    /** @throws IOException when no answer comes within half a minute */
    static Response send(String method, URI uri, Map<String, String> headers, byte[] body) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
        connection.setConnectTimeout(TIMEOUT_MILLIS);
        connection.setReadTimeout(TIMEOUT_MILLIS);
        connection.setRequestMethod(method);
        headers.forEach(connection::setRequestProperty);
        if (body.length > 0) {
            connection.setDoOutput(true);
            connection.setFixedLengthStreamingMode(body.length);
            connection.getOutputStream().write(body);
        }
        int status = connection.getResponseCode();
        try (InputStream in = stream(connection, status)) {
            return new Response(status, in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private static @Nullable InputStream stream(HttpURLConnection connection, int status) throws IOException {
        return status >= HttpURLConnection.HTTP_BAD_REQUEST ? connection.getErrorStream() : connection.getInputStream();
    }
}
