package com.amazonaws.opensdk.internal;

import com.amazonaws.SdkBaseException;
import com.amazonaws.auth.SignableRequest;
import com.amazonaws.opensdk.SdkErrorHttpMetadata;
import com.amazonaws.opensdk.SdkResponseMetadata;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;

/** One call of an API. */
public final class HttpCall {

    private static final int ATTEMPTS = 4;
    private static final long FIRST_PAUSE_MILLIS = 50;

    private final String verb;
    private final Map<String, String> headers = new LinkedHashMap<>();
    private final StringBuilder query = new StringBuilder();
    private String path;
    private String body = "";

    public HttpCall(String verb, String path) {
        this.verb = verb;
        this.path = path;
    }

    /** Puts a value into the path; a greedy one keeps its slashes. */
    public void path(String name, String value, boolean required) {
        check(name, value, required);
        String text = encoded(value);
        path = path.replace("{" + name + "}", text).replace("{" + name + "+}", text.replace("%2F", "/"));
    }

    public void query(String name, String value, boolean required) {
        check(name, value, required);
        if (value != null) {
            query.append(query.length() == 0 ? '?' : '&').append(encoded(name)).append('=').append(encoded(value));
        }
    }

    public void header(String name, String value, boolean required) {
        check(name, value, required);
        if (value != null) {
            headers.put(name, value);
        }
    }

    public void body(Object value) {
        body = value == null ? "" : Json.write(value);
    }

    private static void check(String name, String value, boolean required) {
        if (required && value == null) {
            throw new IllegalArgumentException("Missing required parameter " + name);
        }
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20").replace("*", "%2A").replace("%7E", "~");
    }

    /** An answer that is whole. */
    public static final class Answer {
        private final HttpResponse<String> response;

        Answer(HttpResponse<String> response) {
            this.response = response;
        }

        public int status() {
            return response.statusCode();
        }

        public String text() {
            return response.body();
        }

        public SdkResponseMetadata metadata() {
            return new SdkResponseMetadata(status(), response.headers().map());
        }

        public SdkErrorHttpMetadata error() {
            return new SdkErrorHttpMetadata(status(), response.headers().map(), text());
        }
    }

    /** Sends calls with the settings of a client. */
    public static final class Sender implements AutoCloseable {
        private final ClientSettings settings;
        private final HttpClient http;
        private final Semaphore connections;
        private volatile boolean closed;

        public Sender(ClientSettings settings) {
            this.settings = settings;
            this.connections = new Semaphore(settings.connection.getMaxConnections());
            this.http = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(10))
                    .build();
        }

        /** Sends a call, and again when the API fails. */
        public Answer send(HttpCall call) {
            if (closed) {
                throw new IllegalStateException("the client has been shut down");
            }
            int total = settings.timeout.getTotalExecutionTimeout();
            long end = total == 0 ? Long.MAX_VALUE : System.nanoTime() + total * 1_000_000L;
            long pause = FIRST_PAUSE_MILLIS;
            for (int attempt = 1; ; attempt++) {
                try {
                    Answer answer = attempt(call, end);
                    if (answer.status() < 500 || attempt == ATTEMPTS || end - System.nanoTime() < pause * 1_000_000) {
                        return answer;
                    }
                    Thread.sleep(pause);
                    pause *= 2;
                } catch (IOException e) {
                    throw new SdkBaseException("there is no answer: " + e.getMessage(), e);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new SdkBaseException("interrupted", e);
                }
            }
        }

        private Answer attempt(HttpCall call, long end) throws IOException, InterruptedException {
            URI uri = URI.create(settings.endpoint + call.path + call.query);
            Map<String, String> headers = new LinkedHashMap<>(call.headers);
            headers.putIfAbsent("Accept", "application/json");
            if (!call.body.isEmpty()) {
                headers.putIfAbsent("Content-Type", "application/json");
            }
            if (settings.apiKey != null) {
                headers.put("x-api-key", settings.apiKey);
            }
            if (settings.signer != null) {
                settings.signer.sign(signable(uri, headers));
            } else if (settings.credentials != null) {
                SigV4.sign(settings.credentials.getCredentials(), settings.region, call.verb, uri, headers, call.body);
            }
            HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                    .method(
                            call.verb,
                            call.body.isEmpty()
                                    ? HttpRequest.BodyPublishers.noBody()
                                    : HttpRequest.BodyPublishers.ofString(call.body));
            headers.forEach(request::header);
            long millis = patience(end);
            if (millis > 0) {
                request.timeout(Duration.ofMillis(millis));
            }
            connections.acquire();
            try {
                return new Answer(http.send(request.build(), HttpResponse.BodyHandlers.ofString()));
            } finally {
                connections.release();
            }
        }

        /** The shortest of the times that are set, 0 when none is. */
        private long patience(long end) {
            long left = end == Long.MAX_VALUE ? 0 : Math.max(1, (end - System.nanoTime()) / 1_000_000);
            long shortest = 0;
            for (long millis : new long[] {
                left, settings.timeout.getHttpRequestTimeout(), settings.timeout.getSocketTimeout()
            }) {
                shortest = millis > 0 && (shortest == 0 || millis < shortest) ? millis : shortest;
            }
            return shortest;
        }

        private static SignableRequest<Object> signable(URI uri, Map<String, String> headers) {
            return new SignableRequest<Object>() {
                @Override
                public URI getEndpoint() {
                    return uri;
                }

                @Override
                public Map<String, String> getHeaders() {
                    return headers;
                }

                @Override
                public void addHeader(String name, String value) {
                    headers.put(name, value);
                }
            };
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
