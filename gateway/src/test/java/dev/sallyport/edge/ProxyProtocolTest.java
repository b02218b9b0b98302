package dev.sallyport.edge;

import static dev.sallyport.edge.PrivateApis.HOST;
import static dev.sallyport.edge.PrivateApis.ONE;
import static dev.sallyport.edge.PrivateApis.TWO;
import static dev.sallyport.edge.PrivateApis.api;
import static dev.sallyport.edge.PrivateApis.request;
import static dev.sallyport.edge.PrivateApis.statement;
import static dev.sallyport.edge.PrivateApis.viaVpce;
import static dev.sallyport.edge.PrivateApis.withPolicy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.sallyport.edge.RawClient.Answer;
import dev.sallyport.edge.StubBackend.Behaviour;
import dev.sallyport.edge.StubBackend.Received;
import dev.sallyport.iam.IpRange;
import dev.sallyport.snapshot.TestApi;
import dev.sallyport.snapshot.TestIntegration;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Connections that begin with a PROXY header, and those that should and do not. */
@Timeout(30)
class ProxyProtocolTest {

    private static final String PROXY = "127.0.0.2";
    private static final String PUBLIC = "pub123.execute-api.eu-west-1.amazonaws.com";
    private static final int OPEN = 1;
    private static final int BY_ONE = 2;
    private static final long SECOND = 1_000_000_000L;

    private static final AtomicLong NANOS = new AtomicLong(1);

    @RegisterExtension
    static final DataPlaneFixture GATEWAY = new DataPlaneFixture(DataPlaneFixture.impatient())
            .also(null, protocol(), null)
            .also(ONE, protocol(), null);

    private static ProxyProtocol protocol() {
        IpRange proxies = Objects.requireNonNull(IpRange.parse(PROXY + "/32"));
        return new ProxyProtocol(List.of(proxies), List.of(ONE, TWO), NANOS::get);
    }

    @BeforeEach
    void publish() {
        TestIntegration shown = TestIntegration.of("MOCK", null, null)
                .template("{\"statusCode\": 200}")
                .response("200", null, Map.of(), "$context.identity.sourceIp $context.identity.vpceId");
        GATEWAY.publish(new TestApi("pub123")
                .on("GET", "/who", shown)
                .on(
                        "POST",
                        "/back",
                        TestIntegration.httpProxy("POST", GATEWAY.backend().uri("/b"))));
        GATEWAY.publish(withPolicy(api().on("GET", "/who", shown), statement("Allow", "")));
    }

    private static RawClient client(int entrance, String from) throws IOException {
        InetSocketAddress address = GATEWAY.listener().address(entrance);
        return RawClient.from(InetAddress.getByName(from), address);
    }

    private static Answer who(int entrance, byte[] header, String host) throws IOException {
        try (RawClient client = client(entrance, PROXY)) {
            return client.send(header).send(request(host, "/test/who")).answer();
        }
    }

    private static byte[] line(String text) {
        return (text + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Nothing comes, and the connection ends, be it with a reset. */
    private static void closed(RawClient client) throws IOException {
        try {
            assertThat(client.untilClosed()).isEmpty();
        } catch (SocketException reset) {
            assertThat(reset).hasMessageContaining("reset");
        }
    }

    @Test
    @DisplayName("the client is whom the header names, in both versions and families")
    void named() throws Exception {
        assertThat(who(OPEN, line("PROXY TCP4 192.0.2.7 198.51.100.1 5000 443"), PUBLIC)
                        .body())
                .isEqualTo("192.0.2.7 ");
        assertThat(who(OPEN, line("PROXY TCP6 2001:db8::7 2001:db8::1 5000 443"), PUBLIC)
                        .body())
                .isEqualTo("2001:db8:0:0:0:0:0:7 ");
        assertThat(who(OPEN, new ProxyHeaders().from("192.0.2.8"), PUBLIC).body())
                .isEqualTo("192.0.2.8 ");
        assertThat(who(OPEN, new ProxyHeaders().from("2001:db8::8"), PUBLIC).body())
                .isEqualTo("2001:db8:0:0:0:0:0:8 ");
    }

    @Test
    @DisplayName("a proxy that speaks for itself, or does not know for whom, is the client")
    void unnamed() throws Exception {
        assertThat(who(OPEN, line("PROXY UNKNOWN"), PUBLIC).body()).isEqualTo(PROXY + " ");
        assertThat(who(OPEN, new ProxyHeaders().header(0x20, 0, new byte[0]), PUBLIC)
                        .body())
                .isEqualTo(PROXY + " ");
    }

    @Test
    @DisplayName("requests of a connection follow each other as on any other, in one piece or byte by byte")
    void requests() throws Exception {
        GATEWAY.backend().behave(Behaviour.answer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"));
        byte[] header = new ProxyHeaders().vpce("vpce-0unknown").fromWithChecksum("192.0.2.7");
        try (RawClient client = client(OPEN, PROXY)) {
            for (byte octet : header) {
                client.send(new byte[] {octet});
            }
            for (int i = 0; i < 3; i++) {
                assertThat(client.send(request(PUBLIC, "/test/who")).answer().body())
                        .isEqualTo("192.0.2.7 ");
            }
            client.send("POST /test/back HTTP/1.1\r\nHost: " + PUBLIC
                    + "\r\nX-Forwarded-For: 6.6.6.6\r\nContent-Length: 3\r\n\r\nabc");
            assertThat(client.answer().body()).isEqualTo("ok");
        }
        Received told = GATEWAY.backend().received().getLast();
        assertThat(told.body()).isEqualTo("abc");
        assertThat(told.header("X-Forwarded-For")).isEqualTo("6.6.6.6, 192.0.2.7");
        assertThat(told.header("X-Forwarded-Port")).isEqualTo("443");
        assertThat(told.header("X-Forwarded-Proto")).isEqualTo("http");
    }

    @Test
    @DisplayName("a client that speaks TLS to the proxy is secure")
    void secure() throws Exception {
        GATEWAY.publish(PrivateApis.withPolicy(
                new TestApi("sec123").on("GET", "/open", TestIntegration.mock("in")),
                "{'Effect':'Allow','Principal':'*','Action':'*','Resource':'*','Condition':"
                        + "{'Bool':{'aws:SecureTransport':'true'}}}"));
        String host = "sec123.execute-api.x";
        byte[] tls = new ProxyHeaders().field(0x20, new byte[] {1, 0, 0, 0, 0}).from("192.0.2.7");
        try (RawClient client = client(OPEN, PROXY)) {
            assertThat(client.send(tls)
                            .send(request(host, "/test/open"))
                            .answer()
                            .status())
                    .isEqualTo(200);
        }
        try (RawClient client = client(OPEN, PROXY)) {
            byte[] plain = new ProxyHeaders().from("192.0.2.7");
            assertThat(client.send(plain)
                            .send(request(host, "/test/open"))
                            .answer()
                            .status())
                    .isEqualTo(403);
        }
    }

    @Test
    @DisplayName("an endpoint's address: the header tells the client, and no other endpoint")
    void endpoint() throws Exception {
        assertThat(who(BY_ONE, line("PROXY TCP4 10.0.0.7 10.0.0.1 5000 443"), HOST)
                        .body())
                .isEqualTo("10.0.0.7 " + ONE.id());
        assertThat(who(BY_ONE, new ProxyHeaders().vpce(ONE.id()).from("10.0.0.7"), HOST)
                        .body())
                .isEqualTo("10.0.0.7 " + ONE.id());
        try (RawClient client = client(BY_ONE, PROXY)) {
            client.send(new ProxyHeaders().vpce(TWO.id()).from("10.0.0.7"));
            closed(client);
        }
        GATEWAY.publish(withPolicy(api(), statement("Allow", "'IpAddress':{'aws:VpcSourceIp':'10.0.0.7'}")));
        for (String address : List.of("10.0.0.7", "10.0.0.8")) {
            try (RawClient client = client(BY_ONE, PROXY)) {
                Answer answer = client.send(new ProxyHeaders().from(address))
                        .send(request(HOST, "/test/open"))
                        .answer();
                assertThat(answer.status()).isEqualTo(address.endsWith("7") ? 200 : 403);
            }
        }
    }

    @Test
    @DisplayName("the public address: whose header names a known endpoint comes by it, and by nothing else")
    void endpointOfPublicAddress() throws Exception {
        byte[] byTwo = new ProxyHeaders().vpce(TWO.id()).from("10.0.0.7");
        assertThat(who(OPEN, byTwo, HOST).body()).isEqualTo("10.0.0.7 " + TWO.id());
        assertThat(who(OPEN, byTwo, PUBLIC).status()).isEqualTo(403);
        byte[] byUnknown = new ProxyHeaders().vpce("vpce-0unknown").from("10.0.0.7");
        assertThat(who(OPEN, byUnknown, HOST).status()).isEqualTo(403);
        assertThat(who(OPEN, byUnknown, PUBLIC).body()).isEqualTo("10.0.0.7 ");
        GATEWAY.publish(withPolicy(api(), statement("Allow", viaVpce(ONE))));
        try (RawClient client = client(OPEN, PROXY)) {
            assertThat(client.send(byTwo)
                            .send(request(HOST, "/test/open"))
                            .answer()
                            .status())
                    .isEqualTo(403);
        }
    }

    @Test
    @DisplayName("the audit is not shown to a client whose address is told")
    void audit() throws Exception {
        try (RawClient client = client(OPEN, PROXY)) {
            client.send(line("PROXY TCP4 127.0.0.1 127.0.0.1 5000 443"));
            assertThat(client.send(request("localhost", "/_sallyport/audit"))
                            .answer()
                            .status())
                    .isEqualTo(403);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /test/who HTTP/1.1\r\nHost: " + PUBLIC + "\r\n\r\n",
                "PROXY TCP4 192.0.2.7 198.51.100.1 5000\r\n",
                "PROXY TCP4 192.0.2.7 198.51.100.1 5000 443\n",
                "PROXY UNKNOWN xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
                "\r\n\r\n\0\r\nQUIT\n1\u0011\0\f",
                "\r\n\r\nGET / HTTP/1.1\r\n\r\n",
                "\0"
            })
    @DisplayName("what begins otherwise is closed without an answer")
    void malformed(String bytes) throws Exception {
        for (int entrance : new int[] {OPEN, BY_ONE}) {
            try (RawClient client = client(entrance, PROXY)) {
                client.send(bytes);
                closed(client);
            }
        }
    }

    @Test
    @DisplayName("who is none of the proxies is closed, whatever it says")
    void untrusted() throws Exception {
        strangersConnect();
    }

    private static void strangersConnect() throws IOException {
        try (RawClient client = client(OPEN, "127.0.0.1")) {
            client.send(line("PROXY TCP4 192.0.2.7 198.51.100.1 5000 443"));
            closed(client);
        } catch (SocketException reset) {
            assertThat(reset).isNotNull(); // the connection may end before anything is sent
        }
        try (RawClient client = client(OPEN, "127.0.0.3")) {
            closed(client);
        }
    }

    @Test
    @DisplayName("a header that does not come, or ends early, is not waited for")
    void silent() throws Exception {
        try (RawClient client = client(OPEN, PROXY)) {
            closed(client);
        }
        try (RawClient client = client(OPEN, PROXY)) {
            client.send("PROXY TCP4 ");
            closed(client);
        }
        try (RawClient client = client(OPEN, PROXY)) {
            client.send("PROXY TCP4 ").shutdownOutput();
            closed(client);
        }
    }

    @Test
    @DisplayName("a second header is no request")
    void twice() throws Exception {
        byte[] header = line("PROXY TCP4 192.0.2.7 198.51.100.1 5000 443");
        try (RawClient client = client(OPEN, PROXY)) {
            assertThat(client.send(header)
                            .send(header)
                            .send(request(PUBLIC, "/test/who"))
                            .answer()
                            .status())
                    .isEqualTo(400);
        }
    }

    @Test
    @DisplayName("elsewhere a PROXY header is no request")
    void elsewhere() throws Exception {
        try (RawClient client = GATEWAY.client()) {
            client.send(line("PROXY TCP4 192.0.2.7 198.51.100.1 5000 443"));
            assertThat(client.answer().status()).isEqualTo(400);
        }
    }

    @Test
    @DisplayName("the log tells of closed connections, not of each")
    void log() throws Exception {
        Logger logger = (Logger) LoggerFactory.getLogger(ProxyProtocol.class);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        logger.addAppender(lines);
        try {
            NANOS.addAndGet(60 * SECOND);
            for (int i = 0; i < 5; i++) {
                strangersConnect();
            }
            await().untilAsserted(() -> assertThat(List.copyOf(lines.list)).hasSize(1));
            assertThat(lines.list.getFirst().getFormattedMessage())
                    .startsWith("closed a connection of 127.0.0.")
                    .contains("it is none of the proxies that may connect");
            NANOS.addAndGet(60 * SECOND);
            strangersConnect();
            await().untilAsserted(() -> assertThat(List.copyOf(lines.list)).hasSize(2));
            assertThat(lines.list.getLast().getFormattedMessage()).containsPattern("and \\d+ more connections");
        } finally {
            logger.detachAppender(lines);
        }
    }
}
