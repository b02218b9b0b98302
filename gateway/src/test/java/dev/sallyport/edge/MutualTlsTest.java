package dev.sallyport.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.certificates.ServerCertificate;
import dev.sallyport.certificates.TruststoreCheck;
import dev.sallyport.edge.RawClient.Answer;
import dev.sallyport.edge.tls.TlsFront;
import dev.sallyport.model.BasePathMapping;
import dev.sallyport.snapshot.DomainLoader;
import dev.sallyport.snapshot.TestApi;
import dev.sallyport.snapshot.TestIntegration;
import dev.sallyport.store.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Mutual TLS on custom domain names over real sockets; the certificates are OpenSSL's. */
class MutualTlsTest {

    private static final String HOST = "mutual.example.com";
    private static final String FORBIDDEN = "{\"message\":\"Forbidden\"}";
    private static final AtomicReference<Duration> AHEAD = new AtomicReference<>(Duration.ZERO);
    private static final TlsWorld WORLD;
    private static final DomainLoader DOMAINS;

    static {
        try {
            WORLD = new TlsWorld(
                    List.of(),
                    domain -> TruststoreCheck.of(domain, () -> Instant.now().plus(AHEAD.get())),
                    new TlsFront());
            DOMAINS = new DomainLoader(WORLD.store);
            DOMAINS.start();
        } catch (Exception failure) {
            throw new ExceptionInInitializerError(failure);
        }
    }

    @RegisterExtension
    static final DataPlaneFixture GATEWAY =
            new DataPlaneFixture().domains(DOMAINS).tls(WORLD.front);

    @TempDir
    static Path folder;

    @BeforeAll
    static void certificates() throws Exception {
        GATEWAY.functions().returns("event", "{\"statusCode\":200}");
        GATEWAY.publish(new TestApi("abc123")
                .on(
                        "GET",
                        "/pets",
                        TestIntegration.mock(
                                "$context.identity.clientCert.subjectDN"
                                        + "|$context.identity.clientCert.serialNumber|$context.identity.clientCert.validity.notAfter"))
                .on("GET", "/event", TestIntegration.lambdaProxy("event")));
        authority("root", null);
        authority("sub1", "root");
        authority("sub2", "sub1");
        authority("sub3", "sub2");
        authority("stranger", null);
        certificate("good", "root", "-days", "10");
        certificate("chained", "sub2", "-days", "10");
        certificate("deep", "sub3", "-days", "10");
        certificate("strange", "stranger", "-days", "10");
        certificate("short", "root", "-days", "1");
        certificate("sha1", "root", "-days", "10", "-sha1");
        openssl(
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:P-256",
                "-nodes",
                "-keyout",
                "own.key",
                "-out",
                "own.pem",
                "-subj",
                "/CN=own",
                "-days",
                "10");
        openssl("req", "-newkey", "rsa:1024", "-nodes", "-keyout", "weak.key", "-out", "weak.csr", "-subj", "/CN=weak");
        sign("weak", "root", "-days", "10");
        domain(HOST, read("root.pem") + read("sub1.pem") + read("sub2.pem") + read("sub3.pem"));
        domain("other.example.com", read("stranger.pem"));
        domain("open.example.com", null);
        domain("empty.example.com", "");
    }

    private static void domain(String name, @Nullable String truststore) {
        WORLD.domain(name, "TLS_1_2", null, truststore);
        WORLD.store.write(tx -> {
            tx.put(
                    Kind.BASE_PATH_MAPPING,
                    TestApi.OWNER,
                    name,
                    BasePathMapping.NONE,
                    new BasePathMapping(BasePathMapping.NONE, "abc123", "test"));
            return true;
        });
    }

    private static void openssl(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(Arrays.asList(arguments));
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
    }

    private static void authority(String name, @Nullable String issuer) throws Exception {
        List<String> request = new ArrayList<>(List.of(
                "req",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:P-256",
                "-nodes",
                "-keyout",
                name + ".key",
                "-subj",
                "/CN=" + name));
        if (issuer == null) {
            request.addAll(List.of(
                    "-x509", "-days", "100", "-out", name + ".pem", "-addext", "basicConstraints=critical,CA:true"));
            openssl(request.toArray(String[]::new));
        } else {
            request.addAll(List.of("-out", name + ".csr"));
            openssl(request.toArray(String[]::new));
            Files.writeString(folder.resolve("ca.ext"), "basicConstraints=critical,CA:true\n");
            openssl(
                    "x509",
                    "-req",
                    "-in",
                    name + ".csr",
                    "-CA",
                    issuer + ".pem",
                    "-CAkey",
                    issuer + ".key",
                    "-CAcreateserial",
                    "-out",
                    name + ".pem",
                    "-days",
                    "100",
                    "-extfile",
                    "ca.ext");
        }
    }

    private static void certificate(String name, String issuer, String... more) throws Exception {
        openssl(
                "req",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:P-256",
                "-nodes",
                "-keyout",
                name + ".key",
                "-out",
                name + ".csr",
                "-subj",
                "/C=DE/O=Shop/CN=" + name);
        sign(name, issuer, more);
    }

    private static void sign(String name, String issuer, String... more) throws Exception {
        Files.writeString(folder.resolve("client.ext"), "basicConstraints=CA:false\nextendedKeyUsage=clientAuth\n");
        List<String> command = new ArrayList<>(List.of(
                "x509",
                "-req",
                "-in",
                name + ".csr",
                "-CA",
                issuer + ".pem",
                "-CAkey",
                issuer + ".key",
                "-set_serial",
                "0xa1b2",
                "-out",
                name + ".pem",
                "-extfile",
                "client.ext"));
        command.addAll(Arrays.asList(more));
        openssl(command.toArray(String[]::new));
    }

    private static String read(String file) throws IOException {
        return Files.readString(folder.resolve(file));
    }

    private static ServerCertificate shown(String name, String... chain) throws Exception {
        StringBuilder behind = new StringBuilder();
        for (String each : chain) {
            behind.append(read(each + ".pem"));
        }
        return ServerCertificate.of(read(name + ".pem") + behind, null, read(name + ".key"));
    }

    private static SSLSocket connect(@Nullable String name, @Nullable ServerCertificate shown) throws Exception {
        return TlsWorld.connect(TlsWorld.client(shown), GATEWAY.tlsAddress(), name);
    }

    private static Answer get(SSLSocket socket, String host, String path) throws IOException {
        return new RawClient(socket)
                .send("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n")
                .answer();
    }

    @Test
    @DisplayName("AUT-83: the client's certificate in templates and events")
    void good() throws Exception {
        try (SSLSocket socket = connect(HOST, shown("good"))) {
            assertThat(get(socket, HOST, "/pets").body())
                    .matches("CN=good,O=Shop,C=DE\\|a1:b2\\|[A-Z][a-z]{2} [ 1-3]\\d \\d\\d:\\d\\d:\\d\\d \\d{4} GMT");
            assertThat(get(socket, HOST, "/event").status()).isEqualTo(200);
        }
        try (RawHttp2 client = new RawHttp2(TlsWorld.client(shown("good")), GATEWAY.tlsAddress(), HOST).begin()) {
            int stream =
                    client.request(true, ":method", "GET", ":scheme", "https", ":authority", HOST, ":path", "/pets");
            assertThat(client.answer(stream).body()).startsWith("CN=good,O=Shop,C=DE|a1:b2|");
        }
        String event = new String(GATEWAY.functions().invocations().getLast().payload(), StandardCharsets.UTF_8);
        assertThat(event)
                .contains("\"clientCert\":{\"clientCertPem\":\"-----BEGIN CERTIFICATE-----\\nMII")
                .contains(
                        "-----END CERTIFICATE-----\\n\",\"subjectDN\":\"CN=good,O=Shop,C=DE\",\"issuerDN\":\"CN=root\","
                                + "\"serialNumber\":\"a1:b2\",\"validity\":{\"notBefore\":\"")
                .contains(" GMT\"}}");
    }

    @Test
    @DisplayName("http-api R3.25, R3.35, R14: the client's certificate in events of both formats and in mappings")
    void goodForHttpApis() throws Exception {
        GATEWAY.functions().returns("two", "{\"statusCode\":200}");
        GATEWAY.functions().returns("one", "{\"statusCode\":200}");
        new TestHttpApi(GATEWAY, "http12")
                .route("GET /two", TestHttpApi.Target.function("two", "2.0"))
                .route("GET /one", TestHttpApi.Target.function("one", "1.0"))
                .publish("dev");
        WORLD.store.write(tx -> {
            tx.put(Kind.BASE_PATH_MAPPING, TestApi.OWNER, HOST, "h", new BasePathMapping("h", "http12", "dev"));
            return true;
        });
        try (SSLSocket socket = connect(HOST, shown("good"))) {
            assertThat(get(socket, HOST, "/h/two").status()).isEqualTo(200);
            assertThat(get(socket, HOST, "/h/one").status()).isEqualTo(200);
        }
        JsonNode two = TestHttpApi.lastEvent(GATEWAY, "two").get("requestContext");
        JsonNode shown = two.get("authentication").get("clientCert");
        assertThat(List.copyOf(shown.propertyNames()))
                .containsExactly("clientCertPem", "subjectDN", "issuerDN", "serialNumber", "validity");
        assertThat(shown.get("clientCertPem").stringValue()).startsWith("-----BEGIN CERTIFICATE-----\nMII");
        assertThat(shown.get("subjectDN").stringValue()).isEqualTo("CN=good,O=Shop,C=DE");
        assertThat(shown.get("serialNumber").stringValue()).isEqualTo("a1:b2");
        assertThat(List.copyOf(shown.get("validity").propertyNames())).containsExactly("notBefore", "notAfter");
        JsonNode one = TestHttpApi.lastEvent(GATEWAY, "one").get("requestContext");
        assertThat(one.get("identity").get("clientCert")).isEqualTo(shown);
        assertThat(two.get("http").get("path").stringValue()).isEqualTo("/two"); // R3.10
        assertThat(one.get("path").stringValue()).isEqualTo("/h/one"); // R3.31
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "good, '', true",
        "chained, sub2 sub1, true",
        "chained, '', true",
        "deep, sub3 sub2 sub1, false",
        "strange, '', false",
        "strange, stranger, false",
        "sha1, '', false",
        "weak, '', false",
        "own, '', false"
    })
    @DisplayName("AUT-81, AUT-82, R16.27: who is let in; everybody else gets 403")
    void who(String name, String chain, boolean letIn) throws Exception {
        try (SSLSocket socket = connect(HOST, shown(name, chain.isEmpty() ? new String[0] : chain.split(" ")))) {
            Answer answer = get(socket, HOST, "/pets");
            assertThat(answer.status()).isEqualTo(letIn ? 200 : 403);
            if (!letIn) {
                assertThat(answer.body()).isEqualTo(FORBIDDEN);
                assertThat(answer.header("x-amzn-ErrorType")).isEqualTo("ForbiddenException");
            }
        }
    }

    @Test
    @DisplayName("AUT-81: a certificate that has expired lets nobody in")
    void expired() throws Exception {
        ServerCertificate one = shown("short");
        try (SSLSocket socket = connect(HOST, one)) {
            assertThat(get(socket, HOST, "/pets").status()).isEqualTo(200);
        }
        AHEAD.set(Duration.ofDays(3));
        try (SSLSocket socket = connect(HOST, one)) {
            assertThat(get(socket, HOST, "/pets").body()).isEqualTo(FORBIDDEN);
        } finally {
            AHEAD.set(Duration.ZERO);
        }
    }

    @Test
    @DisplayName("AUT-82: without a certificate there is no connection")
    void without() throws Exception {
        assertThatThrownBy(() -> {
                    try (SSLSocket socket = connect(HOST, null)) {
                        get(socket, HOST, "/pets");
                    }
                })
                .isInstanceOf(IOException.class);
    }

    @Test
    @DisplayName("AUT-80, TLS-4: no other name in the handshake, and no connection without TLS, gets round it")
    void fronting() throws Exception {
        for (String name : Arrays.asList(null, "open.example.com", "fallback.test")) {
            try (SSLSocket socket = connect(name, shown("good"))) {
                assertThat(get(socket, HOST, "/pets").body()).isEqualTo(FORBIDDEN);
            }
        }
        try (SSLSocket socket = connect("other.example.com", shown("strange", "stranger"))) {
            assertThat(get(socket, "other.example.com", "/pets").status()).isEqualTo(200);
            assertThat(get(socket, HOST, "/pets").body()).isEqualTo(FORBIDDEN);
            assertThat(get(socket, "open.example.com", "/pets").body()).isEqualTo("||");
        }
        try (RawClient client = GATEWAY.client()) {
            client.send("GET /pets HTTP/1.1\r\nHost: " + HOST + "\r\n\r\n");
            assertThat(client.answer().body()).isEqualTo(FORBIDDEN);
        }
    }

    @Test
    @DisplayName("AUT-81: a truststore that nobody could read lets nobody in")
    void empty() throws Exception {
        try (SSLSocket socket = connect("empty.example.com", shown("good"))) {
            assertThat(get(socket, "empty.example.com", "/pets").body()).isEqualTo(FORBIDDEN);
        }
    }

    @Test
    @DisplayName("R16.30: switched on, it holds for connections that are there already")
    void switchedOn() throws Exception {
        domain("later.example.com", null);
        try (SSLSocket socket = connect("later.example.com", shown("good"))) {
            assertThat(get(socket, "later.example.com", "/pets").body()).isEqualTo("||");
            domain("later.example.com", read("root.pem"));
            assertThat(get(socket, "later.example.com", "/pets").body()).isEqualTo(FORBIDDEN);
        }
        try (SSLSocket socket = connect("later.example.com", shown("good"))) {
            assertThat(get(socket, "later.example.com", "/pets").status()).isEqualTo(200);
        }
        domain("later.example.com", read("stranger.pem"));
        try (SSLSocket socket = connect("later.example.com", shown("good"))) {
            assertThat(get(socket, "later.example.com", "/pets").body()).isEqualTo(FORBIDDEN);
        }
    }

    @Test
    @DisplayName("AUT-83: a session that is taken up again knows its client")
    void resumed() throws Exception {
        Path session = folder.resolve("session");
        String request = "GET /pets HTTP/1.1\r\nHost: " + HOST + "\r\nConnection: close\r\n\r\n";
        List<String> options =
                List.of("-servername", HOST, "-cert", folder + "/good.pem", "-key", folder + "/good.key");
        for (String protocol : List.of("-tls1_3", "-tls1_2")) {
            List<String> first = new ArrayList<>(options);
            first.addAll(List.of(protocol, "-sess_out", "" + session));
            assertThat(TlsWorld.openssl(GATEWAY.tlsAddress(), request, first.toArray(String[]::new)))
                    .contains("CN=good,O=Shop,C=DE");
            List<String> second = new ArrayList<>(options);
            second.addAll(List.of(protocol, "-sess_in", "" + session));
            assertThat(TlsWorld.openssl(GATEWAY.tlsAddress(), request, second.toArray(String[]::new)))
                    .contains("Reused, TLSv1")
                    .contains("CN=good,O=Shop,C=DE");
        }
    }
}
