package dev.sallyport.control.forward;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sallyport.control.ServiceException;
import dev.sallyport.control.WireRequest;
import dev.sallyport.control.WireRequest.Header;
import dev.sallyport.control.WireResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Issue 4, point 5: other services are forwarded to an upstream")
class UpstreamForwarderTest {

    private final CountDownLatch ended = new CountDownLatch(1);
    private @Nullable HttpServer server;
    private @Nullable String line;
    private Map<String, List<String>> headers = Map.of();
    private String body = "";

    @BeforeEach
    void start() throws IOException {
        HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.createContext("/", this::answer);
        http.createContext("/slow", this::wait);
        http.start();
        server = http;
    }

    @AfterEach
    void stop() {
        ended.countDown();
        requireNonNull(server).stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        line = exchange.getRequestMethod() + ' ' + exchange.getRequestURI();
        headers = Map.copyOf(exchange.getRequestHeaders());
        body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("X-Amz-Id", "7");
        exchange.getResponseHeaders().add("Connection", "X-Private");
        exchange.getResponseHeaders().add("X-Private", "1");
        byte[] answer = "no such key".getBytes(StandardCharsets.UTF_8);
        // Zero says chunked, and the last character of the path which form it is.
        exchange.sendResponseHeaders(404, exchange.getRequestURI().getPath().endsWith("b") ? answer.length : 0);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    private void wait(HttpExchange exchange) {
        try {
            ended.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        exchange.close();
    }

    private URI url(String path) {
        InetSocketAddress address = requireNonNull(server).getAddress();
        return URI.create("http://127.0.0.1:" + address.getPort() + path);
    }

    private static WireRequest request(Header... more) {
        List<Header> all = new java.util.ArrayList<>(List.of(
                new Header("Host", "bucket.localhost:4566"),
                new Header("Authorization", "AWS4-HMAC-SHA256 Credential=AK/20261122/us-east-1/s3/aws4_request"),
                new Header("Content-Length", "5"),
                new Header("Connection", "keep-alive, X-Hop"),
                new Header("X-Hop", "1"),
                new Header("X-Amz-Meta-A", "b")));
        all.addAll(List.of(more));
        return new WireRequest(
                "PUT", "/bucket/a%2Fb", "acl&x=%20", all, "hello".getBytes(StandardCharsets.UTF_8), "127.0.0.1");
    }

    @Test
    void forwardsAsItCame() {
        UpstreamForwarder forwarder = new UpstreamForwarder(Map.of("aws", url("/base/")));
        WireResponse response = requireNonNull(forwarder.forward("s3", request()));
        assertThat(line).isEqualTo("PUT /base/bucket/a%2Fb?acl&x=%20");
        assertThat(body).isEqualTo("hello");
        assertThat(headers.get("Host")).containsExactly("bucket.localhost:4566");
        assertThat(headers.get("Authorization"))
                .containsExactly("AWS4-HMAC-SHA256 Credential=AK/20261122/us-east-1/s3/aws4_request");
        assertThat(headers.get("X-amz-meta-a")).containsExactly("b");
        assertThat(headers).doesNotContainKey("X-hop");

        assertThat(response.status()).isEqualTo(404);
        assertThat(new String(response.body(), StandardCharsets.UTF_8)).isEqualTo("no such key");
        assertThat(response.headers())
                .filteredOn(it -> it.name().equalsIgnoreCase("x-amz-id"))
                .extracting(Header::value)
                .containsExactly("7");
        assertThat(response.headers())
                .extracting(it -> it.name().toLowerCase(java.util.Locale.ROOT))
                .doesNotContain("connection", "x-private", "content-length", "date");
    }

    @Test
    void theServicesOwnUpstreamComesFirst() {
        UpstreamForwarder forwarder =
                new UpstreamForwarder(Map.of("aws", URI.create("http://127.0.0.1:1"), "s3", url("")));
        assertThat(requireNonNull(forwarder.forward("s3", request())).status()).isEqualTo(404);
        assertThat(new UpstreamForwarder(Map.of("s3", url(""))).forward("sqs", request()))
                .isNull();
    }

    @Test
    void anUpstreamThatFailsIsAnErrorOfTheService() {
        UpstreamForwarder dead = new UpstreamForwarder(Map.of("aws", URI.create("http://127.0.0.1:1")));
        assertThatThrownBy(() -> dead.forward("s3", request()))
                .isInstanceOfSatisfying(
                        ServiceException.class, e -> assertThat(e.status()).isEqualTo(502))
                .hasMessageContaining("http://127.0.0.1:1");
        UpstreamForwarder slow = new UpstreamForwarder(Map.of("aws", url("/slow")), Duration.ofMillis(200));
        assertThatThrownBy(() -> slow.forward("s3", request()))
                .isInstanceOfSatisfying(
                        ServiceException.class, e -> assertThat(e.status()).isEqualTo(504));
    }

    @Test
    void chunkedAnswersAreTakenWhole() {
        WireRequest get = new WireRequest("GET", "/bucket/c", null, request().headers(), new byte[0], "127.0.0.1");
        WireResponse response = requireNonNull(new UpstreamForwarder(Map.of("aws", url(""))).forward("s3", get));
        assertThat(line).isEqualTo("GET /bucket/c");
        assertThat(new String(response.body(), StandardCharsets.UTF_8)).isEqualTo("no such key");
        assertThat(response.headers())
                .extracting(it -> it.name().toLowerCase(java.util.Locale.ROOT))
                .doesNotContain("transfer-encoding");
    }

    @Test
    void aLoopIsCut() {
        UpstreamForwarder forwarder = new UpstreamForwarder(Map.of("aws", url("")));
        assertThatThrownBy(() -> forwarder.forward("s3", request(new Header("Via", "1.1 sallyport"))))
                .isInstanceOfSatisfying(
                        ServiceException.class, e -> assertThat(e.status()).isEqualTo(508));
        assertThat(line).isNull();
    }
}
