package dev.sallyport.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.edge.RawClient.Answer;
import dev.sallyport.edge.StubBackend.Behaviour;
import dev.sallyport.snapshot.TestApi;
import dev.sallyport.snapshot.TestIntegration;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** INT-100 to INT-103: integrations that go through VPC links. */
class PrivateIntegrationsTest {

    @RegisterExtension
    static final DataPlaneFixture GATEWAY = new DataPlaneFixture();

    @TempDir
    Path folder;

    @BeforeEach
    void links() {
        GATEWAY.links().clear();
        GATEWAY.links().put("l1nk12", at(GATEWAY.backend().port()));
        GATEWAY.backend().behave(Behaviour.answer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"));
    }

    private static InetSocketAddress at(int port) {
        return InetSocketAddress.createUnresolved("localhost", port);
    }

    private static TestIntegration integration(String type, String uri) {
        return TestIntegration.of(type, "GET", uri).response("200", null);
    }

    private static Answer call(TestIntegration integration) throws Exception {
        GATEWAY.publish(new TestApi("abc123").on("GET", "/x/{p}", integration), Map.of("link", "l1nk12"));
        return GATEWAY.get("/test/x/1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP", "HTTP_PROXY"})
    @DisplayName("INT-100, INT-101: the URI gives Host and path, the link the address")
    void throughTheLink(String type) throws Exception {
        for (String link : new String[] {"l1nk12", "${stageVariables.link}"}) {
            Answer answer = call(integration(type, "http://nlb.private.example:8080/v1/{p}")
                    .map("path.p", "method.request.path.p")
                    .link(link));

            assertThat(answer.status()).isEqualTo(200);
            StubBackend.Received received = GATEWAY.backend().received().getLast();
            assertThat(received.line()).isEqualTo("GET /v1/1 HTTP/1.1");
            assertThat(received.header("Host")).isEqualTo("nlb.private.example:8080");
        }
    }

    @Test
    @DisplayName(
            "INT-101: places before the path, which make the host known with the request alone, go through the link too")
    void hostOfTheRequest() throws Exception {
        Answer answer = call(integration("HTTP_PROXY", "http://{p}.private.example/")
                .map("path.p", "method.request.path.p")
                .link("l1nk12"));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(GATEWAY.backend().received().getLast().header("Host")).isEqualTo("1.private.example");
    }

    @Test
    @DisplayName("INT-100, INT-110: a private integration streams as any other does")
    void streamed() throws Exception {
        Answer answer =
                call(integration("HTTP_PROXY", "http://b/").link("l1nk12").transfer("STREAM"));

        assertThat(answer.body()).isEqualTo("ok");
    }

    @Test
    @DisplayName("INT-101: with integrationTarget the load balancer decides")
    void secondKind() throws Exception {
        try (StubBackend other = new StubBackend()) {
            other.behave(Behaviour.answer("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nother"));
            GATEWAY.links().put("arn:listener", at(other.port()));

            assertThat(call(integration("HTTP_PROXY", "http://b/").link("l1nk12"))
                            .body())
                    .isEqualTo("ok");
            assertThat(call(integration("HTTP_PROXY", "http://b/").link("l1nk12", "arn:listener"))
                            .body())
                    .isEqualTo("other");
            assertThat(call(integration("HTTP", "http://b/").link("l1nk12")).body())
                    .isEqualTo("ok");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP", "HTTP_PROXY"})
    @DisplayName("INT-101, INT-7: over TLS it is the URI's name that the certificate must have")
    void tls(String type) throws Exception {
        Path store = TlsBackend.selfSigned(folder, "private", "-ext", "san=dns:nlb.private.example");
        try (TlsBackend backend = new TlsBackend(store)) {
            GATEWAY.links().put("secure", at(backend.port()));

            assertThat(call(integration(type, "https://nlb.private.example/")
                                    .link("secure")
                                    .insecure(true))
                            .body())
                    .isEqualTo("ok");
            for (TestIntegration refused : new TestIntegration[] {
                integration(type, "https://other.private.example/")
                        .link("secure")
                        .insecure(true),
                integration(type, "https://localhost/").link("secure").insecure(true),
                integration(type, "https://nlb.private.example/").link("secure")
            }) {
                assertThat(call(refused).status()).isEqualTo(504);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP", "HTTP_PROXY"})
    @DisplayName("INT-103: a link that leads nowhere closes the method; one whose target is down is a network error")
    void unavailable(String type) throws Exception {
        for (String link : new String[] {"gone12", "${stageVariables.nothing}"}) {
            Answer closed = call(integration(type, "http://127.0.0.1:1/").link(link));
            assertThat(closed.status()).isEqualTo(500);
            assertThat(closed.body()).isEqualTo("{\"message\": \"Internal server error\"}");
        }
        GATEWAY.links().put("down", at(1));
        assertThat(call(integration(type, GATEWAY.backend().uri("/")).link("down"))
                        .body())
                .isEqualTo("{\"message\": \"Network error communicating with endpoint\"}");
        GATEWAY.links().put("nameless", InetSocketAddress.createUnresolved("no-such-host.invalid", 80));
        assertThat(call(integration(type, GATEWAY.backend().uri("/")).link("nameless"))
                        .status())
                .isEqualTo(504);
    }
}
