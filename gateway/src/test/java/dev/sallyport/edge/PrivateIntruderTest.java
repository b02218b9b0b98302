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

import dev.sallyport.edge.RawClient.Answer;
import dev.sallyport.edge.StubBackend.Behaviour;
import dev.sallyport.iam.IpRange;
import dev.sallyport.snapshot.TestIntegration;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Nobody reaches a private API who does not come by its VPC endpoint, from its network, and nobody gets there by saying so;
 * the same requests by the right way do (issue 6).
 */
@Timeout(30)
class PrivateIntruderTest {

    private static final String PROXY = "127.0.0.2";
    private static final String STRANGER = "127.0.0.3";
    private static final String IN_NETWORK = "10.1.0.7";

    private static final int PUBLIC = 0;
    private static final int BY_ONE = 1;
    private static final int BY_TWO = 2;
    private static final int PUBLIC_RELAYED = 3;
    private static final int BY_TWO_RELAYED = 4;
    private static final int CLOSED = 0;

    @RegisterExtension
    static final DataPlaneFixture GATEWAY = new DataPlaneFixture()
            .also(ONE, null, new TrustedProxies(List.of(range(PROXY))))
            .also(TWO, null, new TrustedProxies(List.of(range(PROXY))))
            .also(null, protocol(), null)
            .also(TWO, protocol(), null);

    private static IpRange range(String text) {
        return Objects.requireNonNull(IpRange.parse(text));
    }

    private static ProxyProtocol protocol() {
        return new ProxyProtocol(List.of(range(PROXY)), List.of(ONE, TWO), System::nanoTime);
    }

    /**
     * A connection that must not reach the API.
     *
     * @param status of the answer; 0 when the connection has to be closed without one
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Case(String name, int entrance, String from, byte[] bytes, int status) {
        @Override
        public String toString() {
            return name + " -> " + (status == CLOSED ? "closed" : status);
        }
    }

    private static final List<Case> CASES = new ArrayList<>();

    @BeforeAll
    static void publish() {
        GATEWAY.backend().behave(Behaviour.answer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nin"));
        GATEWAY.publish(
                withPolicy(
                        api().on(
                                        "GET",
                                        "/secret",
                                        TestIntegration.httpProxy(
                                                "GET", GATEWAY.backend().uri("/b"))),
                        statement("Allow", viaVpce(ONE) + ",'IpAddress':{'aws:VpcSourceIp':'10.1.0.0/16'}")),
                List.of(ONE.id()));
    }

    private static void add(String name, int entrance, String from, int status, String request) {
        CASES.add(new Case(name, entrance, from, request.getBytes(StandardCharsets.ISO_8859_1), status));
    }

    private static String secret(String host, String... lines) {
        return request(host, "/test/secret", lines);
    }

    static List<Case> cases() throws Exception {
        if (CASES.isEmpty()) {
            inPublic();
            byEndpoints();
            byForwarding();
            byHeaders();
        }
        return CASES;
    }

    private static void inPublic() {
        String alias = "abc123-" + ONE.id() + ".execute-api.eu-west-1.amazonaws.com";
        String own = ONE.id() + "-x.execute-api.eu-west-1.vpce.amazonaws.com";
        add("public: host", PUBLIC, PROXY, 403, secret(HOST));
        add("public: alias", PUBLIC, PROXY, 403, secret(alias));
        add("public: the endpoint's own name", PUBLIC, PROXY, 403, secret(own, "x-apigw-api-id: abc123"));
        add("public: path", PUBLIC, PROXY, 403, request("localhost", "/_aws/execute-api/abc123/test/secret"));
        add(
                "public: old path",
                PUBLIC,
                PROXY,
                403,
                request("localhost", "/restapis/abc123/test/_user_request_/secret"));
        for (String line : List.of(
                "x-amzn-vpce-id: " + ONE.id(),
                "X-Amzn-Vpce-Id: " + ONE.id() + "\r\nx-amzn-vpc-id: " + ONE.vpcId() + "\r\nx-amzn-vpce-config: 1",
                "aws:SourceVpce: " + ONE.id(),
                "X-Forwarded-For: " + IN_NETWORK,
                "Forwarded: for=" + IN_NETWORK,
                "x-apigw-api-id: abc123",
                "X-Amz-Source-Vpce: " + ONE.id())) {
            add("public: " + line, PUBLIC, PROXY, 403, secret(HOST, line));
        }
        add("public: absolute form", PUBLIC, PROXY, 403, request(HOST, "http://" + HOST + "/test/secret"));
        add("public: upper case", PUBLIC, PROXY, 403, secret(HOST.toUpperCase(Locale.ROOT)));
        add("public: a dot behind the host", PUBLIC, PROXY, 403, secret("abc123.execute-api.eu-west-1.amazonaws.com."));
    }

    private static void byEndpoints() {
        String right = "X-Forwarded-For: " + IN_NETWORK;
        String own = ONE.id() + "-x.execute-api.eu-west-1.vpce.amazonaws.com";
        add("other endpoint", BY_TWO, PROXY, 403, secret(HOST, right));
        add(
                "other endpoint, alias of the right one",
                BY_TWO,
                PROXY,
                403,
                secret("abc123-" + ONE.id() + ".execute-api.x", right));
        add("other endpoint, own alias", BY_TWO, PROXY, 403, secret("abc123-" + TWO.id() + ".execute-api.x", right));
        add("other endpoint, name of the right one", BY_TWO, PROXY, 403, secret(own, "x-apigw-api-id: abc123", right));
        add(
                "other endpoint, id of the right one in a header",
                BY_TWO,
                PROXY,
                403,
                secret(HOST, right, "x-amzn-vpce-id: " + ONE.id()));
        add(
                "other endpoint, path",
                BY_TWO,
                PROXY,
                403,
                request("localhost", "/_aws/execute-api/abc123/test/secret", right));
        add("endpoint, outside of the network", BY_ONE, STRANGER, 403, secret(HOST));
        add("endpoint, no API", BY_ONE, PROXY, 403, secret(own, right));
        add(
                "endpoint, two APIs",
                BY_ONE,
                PROXY,
                403,
                secret(own, right, "x-apigw-api-id: abc123", "x-apigw-api-id: abc123"));
        add("endpoint, a list of APIs", BY_ONE, PROXY, 403, secret(own, right, "x-apigw-api-id: abc123, abc123"));
        add("endpoint, other stage", BY_ONE, PROXY, 403, request(HOST, "/prod/secret", right));
        add("endpoint, escaped stage", BY_ONE, PROXY, 403, request(HOST, "/%74est/secret", right));
        add("endpoint, no Host", BY_ONE, PROXY, 400, "GET /test/secret HTTP/1.1\r\n" + right + "\r\n\r\n");
        add("endpoint, two Hosts", BY_ONE, PROXY, 400, secret(HOST, right, "Host: " + HOST));
        add("endpoint, health", BY_ONE, PROXY, 403, request("localhost", "/health", right));
        add("endpoint, audit", BY_ONE, PROXY, 403, request("localhost", "/_sallyport/audit"));
        add("endpoint, control plane", BY_ONE, PROXY, 403, request("localhost", "/restapis", right));
        add(
                "endpoint, functions",
                BY_ONE,
                PROXY,
                403,
                request("lambda.eu-west-1.amazonaws.com", "/2015-03-31/functions"));
    }

    private static void byForwarding() {
        for (String forged : List.of(
                IN_NETWORK,
                IN_NETWORK + ", " + PROXY,
                "[" + IN_NETWORK + "]",
                PROXY + ", " + IN_NETWORK,
                "::ffff:" + IN_NETWORK)) {
            add("a stranger forwards " + forged, BY_ONE, STRANGER, 403, secret(HOST, "X-Forwarded-For: " + forged));
        }
        for (String outside : List.of(
                "192.0.2.7",
                IN_NETWORK + ", 192.0.2.7",
                IN_NETWORK + ",192.0.2.7," + PROXY,
                IN_NETWORK + ", 192.0.2.7,",
                IN_NETWORK + "\r\nX-Forwarded-For: 192.0.2.7",
                IN_NETWORK + "\r\nx-forwarded-for: 192.0.2.7, " + PROXY,
                IN_NETWORK + ", ::ffff:192.0.2.7",
                IN_NETWORK + ", 2001:db8::7",
                IN_NETWORK + ", 192.0.2.7:" + "10",
                ", ,")) {
            add("a proxy forwards " + outside, BY_ONE, PROXY, 403, secret(HOST, "X-Forwarded-For: " + outside));
        }
        for (String odd : List.of(
                IN_NETWORK + ", x",
                IN_NETWORK + ", unknown",
                "\"" + IN_NETWORK + "\"",
                "for=" + IN_NETWORK,
                "10.1.0.07",
                "10.1.7",
                "0x0a.1.0.7",
                IN_NETWORK + "/32",
                IN_NETWORK + " " + IN_NETWORK,
                IN_NETWORK + ";x",
                IN_NETWORK + ", " + (PROXY + ", ").repeat(70))) {
            add("a proxy forwards " + odd, BY_ONE, PROXY, 400, secret(HOST, "X-Forwarded-For: " + odd));
        }
        add(
                "a proxy forwards nobody, others say so",
                BY_ONE,
                PROXY,
                403,
                secret(
                        HOST,
                        "X-Real-IP: " + IN_NETWORK,
                        "Forwarded: for=" + IN_NETWORK,
                        "True-Client-IP: " + IN_NETWORK,
                        "X_Forwarded_For: " + IN_NETWORK));
    }

    private static void relayed(String name, int entrance, String from, int status, byte[] header) {
        byte[] rest = secret(HOST).getBytes(StandardCharsets.ISO_8859_1);
        byte[] all = Arrays.copyOf(header, header.length + rest.length);
        System.arraycopy(rest, 0, all, header.length, rest.length);
        CASES.add(new Case(name, entrance, from, all, status));
    }

    private static void byHeaders() throws Exception {
        byte[] right = new ProxyHeaders().vpce(ONE.id()).from(IN_NETWORK);
        relayed("header: a stranger", PUBLIC_RELAYED, STRANGER, CLOSED, right);
        relayed("header: where none is read", PUBLIC, PROXY, 400, right);
        relayed("header: where none is read, by the endpoint", BY_ONE, PROXY, 400, right);
        relayed("header: the other endpoint's address", BY_TWO_RELAYED, PROXY, CLOSED, right);
        relayed(
                "header: the other endpoint",
                PUBLIC_RELAYED,
                PROXY,
                403,
                new ProxyHeaders().vpce(TWO.id()).from(IN_NETWORK));
        relayed(
                "header: outside of the network",
                PUBLIC_RELAYED,
                PROXY,
                403,
                new ProxyHeaders().vpce(ONE.id()).from("192.0.2.7"));
        relayed("header: no endpoint", PUBLIC_RELAYED, PROXY, 403, new ProxyHeaders().from(IN_NETWORK));
        relayed(
                "header: an unknown endpoint",
                PUBLIC_RELAYED,
                PROXY,
                403,
                new ProxyHeaders().vpce(ONE.id() + "0").from(IN_NETWORK));
        relayed(
                "header: another case",
                PUBLIC_RELAYED,
                PROXY,
                403,
                new ProxyHeaders().vpce(ONE.id().toUpperCase(Locale.ROOT)).from(IN_NETWORK));
        relayed(
                "header: an endpoint in another field",
                PUBLIC_RELAYED,
                PROXY,
                403,
                new ProxyHeaders()
                        .field(0xE0, ("\u0001" + ONE.id()).getBytes(StandardCharsets.US_ASCII))
                        .from(IN_NETWORK));
        relayed(
                "header: the proxy itself",
                PUBLIC_RELAYED,
                PROXY,
                403,
                new ProxyHeaders().vpce(ONE.id()).header(0x20, 0, new byte[0]));
        relayed(
                "header: a line",
                PUBLIC_RELAYED,
                PROXY,
                403,
                ("PROXY TCP4 " + IN_NETWORK + " 10.1.0.1 1 443\r\n").getBytes(StandardCharsets.US_ASCII));
        relayed("header: none", PUBLIC_RELAYED, PROXY, CLOSED, new byte[0]);
        byte[] twice = Arrays.copyOf(new ProxyHeaders().from("192.0.2.7"), 28 + right.length);
        System.arraycopy(right, 0, twice, 28, right.length);
        relayed("header: a second one", PUBLIC_RELAYED, PROXY, 400, twice);
        byte[] broken = right.clone();
        broken[broken.length - 1 - ONE.id().length() - 1]++;
        relayed("header: broken", PUBLIC_RELAYED, PROXY, CLOSED, broken);
    }

    private static int status(int entrance, String from, byte[] bytes) throws IOException {
        try (RawClient client =
                RawClient.from(InetAddress.getByName(from), GATEWAY.listener().address(entrance))) {
            return client.send(bytes).answer().status();
        } catch (EOFException | SocketException ended) {
            return CLOSED;
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    @DisplayName("nobody reaches a private API who does not belong")
    void refused(Case intrusion) throws Exception {
        int before = GATEWAY.backend().received().size();

        int status = status(intrusion.entrance(), intrusion.from(), intrusion.bytes());

        assertThat(GATEWAY.backend().received().size())
                .as("calls of what is protected")
                .isEqualTo(before);
        assertThat(status).isEqualTo(intrusion.status());
    }

    @Test
    @DisplayName("by the right way and from the right network everybody gets there")
    void letIn() throws Exception {
        String right = "X-Forwarded-For: 6.6.6.6, " + IN_NETWORK;
        String own = ONE.id() + "-x.execute-api.eu-west-1.vpce.amazonaws.com";
        String alias = "abc123-" + ONE.id() + ".execute-api.eu-west-1.amazonaws.com";
        for (String request : List.of(
                secret(HOST, right),
                secret(alias, right),
                secret(own, right, "x-apigw-api-id: abc123"),
                request("localhost", "/_aws/execute-api/abc123/test/secret", right))) {
            assertThat(status(BY_ONE, PROXY, request.getBytes(StandardCharsets.ISO_8859_1)))
                    .as(request)
                    .isEqualTo(200);
        }
        try (RawClient client =
                RawClient.from(InetAddress.getByName(PROXY), GATEWAY.listener().address(PUBLIC_RELAYED))) {
            Answer answer = client.send(new ProxyHeaders().vpce(ONE.id()).from(IN_NETWORK))
                    .send(secret(HOST))
                    .answer();
            assertThat(answer.status()).isEqualTo(200);
        }
    }

    @Test
    @DisplayName("there are many cases, and no two are the same")
    void enough() throws Exception {
        assertThat(cases()).hasSizeGreaterThan(60);
        assertThat(cases().stream().map(Case::name)).doesNotHaveDuplicates();
    }
}
