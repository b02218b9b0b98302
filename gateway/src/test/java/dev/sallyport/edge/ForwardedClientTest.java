package dev.sallyport.edge;

import static dev.sallyport.edge.PrivateApis.request;
import static dev.sallyport.edge.PrivateApis.withPolicy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.control.WireResponse;
import dev.sallyport.edge.RawClient.Answer;
import dev.sallyport.edge.StubBackend.Behaviour;
import dev.sallyport.edge.StubBackend.Received;
import dev.sallyport.iam.IpRange;
import dev.sallyport.snapshot.TestApi;
import dev.sallyport.snapshot.TestIntegration;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who the client is behind proxies that are trusted, and behind those that are not (AUT-71, HDR-34). */
@Timeout(30)
class ForwardedClientTest {

    private static final String PROXY = "127.0.0.2";
    private static final String STRANGER = "127.0.0.3";
    private static final String HOST = "pub123.execute-api.eu-west-1.amazonaws.com";
    private static final int TRUSTING = 1;
    private static final int BY_ENDPOINT = 2;

    @RegisterExtension
    static final DataPlaneFixture GATEWAY =
            new DataPlaneFixture().also(null, null, trusted()).also(PrivateApis.ONE, null, trusted());

    private static TrustedProxies trusted() {
        return new TrustedProxies(List.of(Objects.requireNonNull(IpRange.parse(PROXY))));
    }

    private static TestApi who(TestApi api) {
        return api.on(
                        "GET",
                        "/who",
                        TestIntegration.of("MOCK", null, null)
                                .template("{\"statusCode\": 200}")
                                .response("200", null, Map.of(), "$context.identity.sourceIp"))
                .on(
                        "GET",
                        "/back",
                        TestIntegration.httpProxy("GET", GATEWAY.backend().uri("/b")));
    }

    @BeforeEach
    void publish() {
        GATEWAY.backend().behave(Behaviour.answer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"));
        GATEWAY.publish(who(new TestApi("pub123")));
    }

    private static Answer get(int entrance, String from, String host, String path, String... lines) throws IOException {
        try (RawClient client =
                RawClient.from(InetAddress.getByName(from), GATEWAY.listener().address(entrance))) {
            return client.send(request(host, path, lines)).answer();
        }
    }

    private static String who(int entrance, String from, String... lines) throws IOException {
        return get(entrance, from, HOST, "/test/who", lines).body();
    }

    @Test
    @DisplayName("AUT-71: a trusted proxy names the client; a stranger and an entrance without trust name nobody")
    void trust() throws Exception {
        String spoofed = "X-Forwarded-For: 6.6.6.6, 192.0.2.7";
        assertThat(who(TRUSTING, PROXY, spoofed)).isEqualTo("192.0.2.7");
        assertThat(who(TRUSTING, PROXY)).isEqualTo(PROXY);
        assertThat(who(TRUSTING, STRANGER, spoofed)).isEqualTo(STRANGER);
        assertThat(who(PrivateApis.PUBLIC, PROXY, spoofed)).isEqualTo(PROXY);
    }

    @Test
    @DisplayName("each request of a proxy's connection has a client of its own")
    void severalClients() throws Exception {
        try (RawClient client =
                RawClient.from(InetAddress.getByName(PROXY), GATEWAY.listener().address(TRUSTING))) {
            for (String address : List.of("192.0.2.1", "192.0.2.2", PROXY, "192.0.2.3")) {
                String[] lines = address.equals(PROXY) ? new String[0] : new String[] {"X-Forwarded-For: " + address};
                assertThat(client.send(request(HOST, "/test/who", lines))
                                .answer()
                                .body())
                        .isEqualTo(address);
            }
            client.send(request(HOST, "/test/who", "X-Forwarded-For: 192.0.2.4")
                    + request(HOST, "/test/who", "X-Forwarded-For: 192.0.2.5"));
            assertThat(client.answer().body()).isEqualTo("192.0.2.4");
            assertThat(client.answer().body()).isEqualTo("192.0.2.5");
        }
    }

    @Test
    @DisplayName("HDR-34: the header is passed on with the peer behind it, whoever is trusted")
    void passedOn() throws Exception {
        String[] lines = {"X-Forwarded-For: 6.6.6.6, 192.0.2.7", "X-Forwarded-Proto: https", "X-Forwarded-Port: 443"};
        assertThat(get(TRUSTING, PROXY, HOST, "/test/back", lines).status()).isEqualTo(200);
        Received trusted = GATEWAY.backend().received().getLast();
        assertThat(trusted.headers("X-Forwarded-For")).containsExactly("6.6.6.6, 192.0.2.7, " + PROXY);
        assertThat(trusted.headers("X-Forwarded-Proto")).containsExactly("https");
        assertThat(trusted.headers("X-Forwarded-Port")).containsExactly("443");

        assertThat(get(TRUSTING, STRANGER, HOST, "/test/back", lines).status()).isEqualTo(200);
        Received stranger = GATEWAY.backend().received().getLast();
        assertThat(stranger.headers("X-Forwarded-For")).containsExactly("6.6.6.6, 192.0.2.7, " + STRANGER);
        assertThat(stranger.headers("X-Forwarded-Proto")).containsExactly("http");
        assertThat(stranger.headers("X-Forwarded-Port"))
                .containsExactly(
                        Integer.toString(GATEWAY.listener().address(TRUSTING).getPort()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Forwarded-For: unknown",
                "X-Forwarded-For: 192.0.2.7, garbage",
                "X-Forwarded-For: 192.0.2.7\r\nX-Forwarded-For: x",
                "X-Forwarded-For: 192.0.2.07",
                "X-Forwarded-For: 192.0.2.7\r\n folded",
                "X-Forwarded-For : 192.0.2.7"
            })
    @DisplayName("what a trusted proxy says and cannot be read is refused, and never the proxy itself let in for it")
    void unreadable(String lines) throws Exception {
        Answer answer = get(TRUSTING, PROXY, HOST, "/test/who", lines);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.header("Connection")).isEqualTo("close");
    }

    @Test
    @DisplayName("AUT-71: policies see the client: aws:SourceIp, aws:SecureTransport")
    void policies() throws Exception {
        GATEWAY.publish(withPolicy(
                new TestApi("adr123").on("GET", "/open", TestIntegration.mock("in")),
                "{'Effect':'Allow','Principal':'*','Action':'*','Resource':'*','Condition':"
                        + "{'IpAddress':{'aws:SourceIp':'192.0.2.0/24'},'Bool':{'aws:SecureTransport':'true'}}}"));
        String host = "adr123.execute-api.x";
        String secure = "X-Forwarded-Proto: https";
        assertThat(get(TRUSTING, PROXY, host, "/test/open", "X-Forwarded-For: 192.0.2.7", secure)
                        .status())
                .isEqualTo(200);
        assertThat(get(TRUSTING, PROXY, host, "/test/open", "X-Forwarded-For: 192.0.2.7")
                        .status())
                .isEqualTo(403);
        assertThat(get(TRUSTING, PROXY, host, "/test/open", "X-Forwarded-For: 192.0.2.7, 198.51.100.7", secure)
                        .status())
                .isEqualTo(403);
        assertThat(get(TRUSTING, PROXY, host, "/test/open", secure).status()).isEqualTo(403);
        assertThat(get(TRUSTING, STRANGER, host, "/test/open", "X-Forwarded-For: 192.0.2.7", secure)
                        .status())
                .isEqualTo(403);
        assertThat(get(0, PROXY, host, "/test/open", "X-Forwarded-For: 192.0.2.7", secure)
                        .status())
                .isEqualTo(403);
    }

    @Test
    @DisplayName("AUT-71: by a VPC endpoint the named client is aws:VpcSourceIp")
    void byEndpoint() throws Exception {
        GATEWAY.publish(withPolicy(
                who(PrivateApis.api()), PrivateApis.statement("Allow", "'IpAddress':{'aws:VpcSourceIp':'192.0.2.7'}")));
        assertThat(get(BY_ENDPOINT, PROXY, PrivateApis.HOST, "/test/who", "X-Forwarded-For: 192.0.2.7")
                        .body())
                .isEqualTo("192.0.2.7");
        assertThat(get(BY_ENDPOINT, STRANGER, PrivateApis.HOST, "/test/who", "X-Forwarded-For: 192.0.2.7")
                        .status())
                .isEqualTo(403);
    }

    @Test
    @DisplayName("the control plane's audit has the client, and the page of the audit is for none behind a proxy")
    void controlPlane() throws Exception {
        GATEWAY.controlPlane(
                call -> new WireResponse(200, List.of(), call.remoteAddress().getBytes(StandardCharsets.US_ASCII)));
        try {
            assertThat(get(TRUSTING, PROXY, "localhost", "/restapis", "X-Forwarded-For: 192.0.2.7")
                            .body())
                    .isEqualTo("192.0.2.7");
            assertThat(get(TRUSTING, STRANGER, "localhost", "/restapis", "X-Forwarded-For: 192.0.2.7")
                            .body())
                    .isEqualTo(STRANGER);
        } finally {
            GATEWAY.controlPlane(DataPlaneFixture::echo);
        }
        String audit = "/_sallyport/audit";
        assertThat(get(TRUSTING, PROXY, "localhost", audit).status()).isEqualTo(200);
        assertThat(get(TRUSTING, PROXY, "localhost", audit, "X-Forwarded-For: 127.0.0.1")
                        .status())
                .isEqualTo(403);
    }
}
