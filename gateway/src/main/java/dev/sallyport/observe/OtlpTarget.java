package dev.sallyport.observe;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;

/**
 * A collector that takes one kind of data, by OpenTelemetry's protocol over HTTP.
 *
 * @param headers that requests carry besides
 * @param timeout of one request
 * @param resource attributes of the gateway, {@code service.name} among them
 */
public record OtlpTarget(URI url, Map<String, String> headers, Duration timeout, Map<String, String> resource) {

    private static final Duration USUAL_TIMEOUT = Duration.ofSeconds(5);

    public OtlpTarget {
        headers = Map.copyOf(headers);
        resource = Map.copyOf(resource);
    }

    /** The spans' part of a collector of which only the base URL is known. */
    static OtlpTarget ofSpans(String base) {
        return new OtlpTarget(
                URI.create(base.replaceAll("/+$", "") + "/v1/traces"),
                Map.of(),
                USUAL_TIMEOUT,
                Map.of("service.name", "sallyport"));
    }

    /** A client for it. */
    public HttpClient client() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(timeout)
                .build();
    }

    /**
     * Sends one export request.
     *
     * @return the status of the answer
     */
    public int send(HttpClient client, byte[] json) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(url)
                .timeout(timeout)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(json));
        headers.forEach(request::header);
        return client.send(request.build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }
}
