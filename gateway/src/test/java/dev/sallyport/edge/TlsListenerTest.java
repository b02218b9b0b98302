package dev.sallyport.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.certificates.PemFiles;
import dev.sallyport.edge.RawClient.Answer;
import dev.sallyport.edge.tls.TlsFront;
import dev.sallyport.model.BasePathMapping;
import dev.sallyport.snapshot.DomainLoader;
import dev.sallyport.snapshot.TestApi;
import dev.sallyport.snapshot.TestIntegration;
import dev.sallyport.store.Kind;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** TLS over real sockets: whom a client gets, by which rules, and what may come by such a connection. */
class TlsListenerTest {

    private static final Path PEM;
    private static final TlsWorld WORLD;
    private static final DomainLoader DOMAINS;

    static {
        try {
            TlsWorld before = new TlsWorld(List.of(), domain -> null, new TlsFront());
            PEM = Files.createTempFile("certificate", ".pem");
            before.write(PEM, "own.example.org", "*.own.example.org");
            WORLD = new TlsWorld(List.of(new PemFiles.Pair(PEM, PEM)), domain -> null, new TlsFront(2_000));
            DOMAINS = new DomainLoader(WORLD.store);
            DOMAINS.start();
        } catch (Exception failure) {
            throw new ExceptionInInitializerError(failure);
        }
    }

    @RegisterExtension
    static final DataPlaneFixture GATEWAY =
            new DataPlaneFixture().domains(DOMAINS).tls(WORLD.front);

    @BeforeAll
    static void names() {
        GATEWAY.publish(new TestApi("abc123")
                .on(
                        "GET",
                        "/pets",
                        TestIntegration.mock("$context.domainName|$context.tlsVersion|$context.cipherSuite"))
                .on("GET", "/secure", TestIntegration.mock("$context.identity.sourceIp"))
                .on(
                        "ANY",
                        "/backend",
                        TestIntegration.httpProxy("ANY", GATEWAY.backend().uri("/x"))));
        domain("api.example.com", "TLS_1_2", null);
        domain("old.example.com", "TLS_1_0", null);
        domain("*.wild.example.com", "TLS_1_2", null);
        domain("new.example.com", "SecurityPolicy_TLS13_1_3_2025_09", "BASIC");
        domain("fips.example.com", "SecurityPolicy_TLS13_1_2_FIPS_PFS_PQ_2025_09", "BASIC");
        domain("strict.example.com", "SecurityPolicy_TLS13_1_2_PFS_PQ_2025_09", "STRICT");
    }

    private static void domain(String name, String policy, @Nullable String mode) {
        WORLD.domain(name, policy, mode, null);
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

    private static SSLSocket connect(@Nullable String name) throws Exception {
        return TlsWorld.connect(TlsWorld.client(null), GATEWAY.tlsAddress(), name);
    }

    private static Answer get(RawClient client, String host, String path) throws IOException {
        return client.send("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n")
                .answer();
    }

    private static Answer get(@Nullable String name, String host, String path) throws Exception {
        try (RawClient client = new RawClient(connect(name))) {
            return get(client, host, path);
        }
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource({
        "api.example.com, api.example.com",
        "API.Example.com, api.example.com",
        "a.wild.example.com, *.wild.example.com",
        "a.a.wild.example.com, own.example.org",
        "own.example.org, own.example.org",
        "x.own.example.org, own.example.org",
        "abc123.execute-api.eu-west-1.amazonaws.com, own.example.org"
    })
    @DisplayName("SNI: a domain name's certificate of ACM, the operator's, or the first of the operator's")
    void certificates(String name, String commonName) throws Exception {
        try (SSLSocket socket = connect(name)) {
            assertThat(TlsWorld.shown(socket)).isEqualTo(commonName);
        }
    }

    @Test
    @DisplayName("SNI: who names nobody gets the first of the operator's, and APIs by their own host")
    void withoutName() throws Exception {
        try (SSLSocket socket = connect(null)) {
            assertThat(TlsWorld.shown(socket)).isEqualTo("own.example.org");
            Answer answer = get(new RawClient(socket), "abc123.execute-api.eu-west-1.amazonaws.com", "/test/secure");
            assertThat(answer.body()).isEqualTo("127.0.0.1");
        }
    }

    @Test
    @DisplayName("TLS-5, INV-15: version and cipher, and https in what backends see")
    void facts() throws Exception {
        try (RawClient client = new RawClient(connect("api.example.com"))) {
            assertThat(get(client, "api.example.com", "/pets").body())
                    .matches("api\\.example\\.com\\|TLSv1\\.3\\|TLS_(AES|CHACHA20)_[A-Z0-9_]+");
            assertThat(get(client, "api.example.com", "/backend").status()).isEqualTo(200);
            var received = GATEWAY.backend().received().getLast();
            assertThat(received.header("X-Forwarded-Proto")).isEqualTo("https");
            assertThat(received.header("X-Forwarded-Port"))
                    .isEqualTo(Integer.toString(GATEWAY.tlsAddress().getPort()));
        }
        try (SSLSocket socket =
                TlsWorld.connect(TlsWorld.client(null), GATEWAY.tlsAddress(), "api.example.com", "TLSv1.2", null)) {
            assertThat(get(new RawClient(socket), "api.example.com", "/pets").body())
                    .matches("api\\.example\\.com\\|TLSv1\\.2\\|ECDHE-ECDSA-[A-Z0-9-]+");
        }
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @CsvSource({
        "api.example.com, TLSv1.2, '', true",
        "api.example.com, TLSv1.3, '', true",
        "new.example.com, TLSv1.2, '', false",
        "new.example.com, TLSv1.3, '', true",
        "new.example.com, TLSv1.3, TLS_CHACHA20_POLY1305_SHA256, true",
        "fips.example.com, TLSv1.3, TLS_AES_256_GCM_SHA384, true",
        "fips.example.com, TLSv1.2, TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, true",
        "fips.example.com, TLSv1.2, TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256, false",
        "strict.example.com, TLSv1.2, TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384, true",
        "strict.example.com, TLSv1.2, TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA, false"
    })
    @DisplayName("TLS-2, TLS-3, TLS-6: a security policy's protocols and ciphers, for its own name alone")
    void policies(String name, String protocol, String cipher, boolean works) throws Exception {
        SSLContext client = TlsWorld.client(null);
        String wanted = cipher.isEmpty() ? null : cipher;
        if (works) {
            try (SSLSocket socket = TlsWorld.connect(client, GATEWAY.tlsAddress(), name, protocol, wanted)) {
                assertThat(get(new RawClient(socket), name, "/pets").status()).isEqualTo(200);
            }
        } else {
            assertThatThrownBy(() -> TlsWorld.connect(client, GATEWAY.tlsAddress(), name, protocol, wanted))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    @DisplayName("TLS-3: a cipher of TLS 1.3 that FIPS does not know ends the connection before a request")
    void fipsOfThirteen() throws Exception {
        try (SSLSocket socket = TlsWorld.connect(
                TlsWorld.client(null),
                GATEWAY.tlsAddress(),
                "fips.example.com",
                "TLSv1.3",
                "TLS_CHACHA20_POLY1305_SHA256")) {
            assertThatThrownBy(() -> get(new RawClient(socket), "fips.example.com", "/pets"))
                    .isInstanceOf(IOException.class);
        } catch (IOException alreadyInTheHandshake) {
            assertThat(alreadyInTheHandshake).isNotNull();
        }
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "old.example.com, -tls1_1, true",
        "old.example.com, -tls1, true",
        "api.example.com, -tls1_1, false",
        "own.example.org, -tls1, false"
    })
    @DisplayName("TLS-1, TLS-2: TLS 1.0 and 1.1 for TLS_1_0 and nobody else")
    void oldProtocols(String name, String option, boolean works) throws Exception {
        String output = TlsWorld.openssl(
                GATEWAY.tlsAddress(),
                "GET /pets HTTP/1.1\r\nHost: " + name + "\r\nConnection: close\r\n\r\n",
                "-servername",
                name,
                option,
                "-cipher",
                "ALL:@SECLEVEL=0");
        if (works) {
            assertThat(output).contains("HTTP/1.1 200");
        } else {
            assertThat(output).doesNotContain("HTTP/1.1").contains("alert protocol version");
        }
    }

    @ParameterizedTest(name = "SNI {0}, Host {1}")
    @CsvSource({
        "api.example.com, a.wild.example.com, 200",
        "'', api.example.com, 200",
        "own.example.org, api.example.com, 200",
        "old.example.com, api.example.com, 421",
        "api.example.com, new.example.com, 421",
        "new.example.com, api.example.com, 421",
        "api.example.com, strict.example.com, 403",
        "strict.example.com, api.example.com, 421",
        "strict.example.com, strict.example.com, 200",
        "strict.example.com, STRICT.example.com:443, 200"
    })
    @DisplayName("TLS-4: the rules of the Host are not got round by another name in the handshake")
    void fronting(String name, String host, int status) throws Exception {
        String asked = name.isEmpty() ? null : name;
        assertThat(get(asked, host, "/pets").status()).isEqualTo(status);
        try (RawHttp2 client = RawHttp2.open(GATEWAY.tlsAddress(), asked)) {
            int stream =
                    client.request(true, ":method", "GET", ":scheme", "https", ":authority", host, ":path", "/pets");
            assertThat(client.answer(stream).status()).isEqualTo(status);
        }
    }

    @Test
    @DisplayName("RFC 9113 9.2: HTTP/2 is not spoken by ciphers and versions that it forbids")
    void inadequate() throws Exception {
        for (String[] how : new String[][] {
            {"TLSv1.2", "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384"}, {"TLSv1.2", "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA"}
        }) {
            try (RawHttp2 client =
                    new RawHttp2(TlsWorld.client(null), GATEWAY.tlsAddress(), "old.example.com", how[0], how[1])) {
                client.begin();
                if (how[1].contains("GCM")) {
                    int stream = client.request(
                            true,
                            ":method",
                            "GET",
                            ":scheme",
                            "https",
                            ":authority",
                            "old.example.com",
                            ":path",
                            "/pets");
                    assertThat(client.answer(stream).status()).isEqualTo(200);
                } else {
                    assertThat(client.untilClosed()).isEqualTo(RawHttp2.INADEQUATE_SECURITY);
                }
            }
        }
    }

    @Test
    @DisplayName("TLS-4, INV-15: without TLS a strict name is closed, others are open")
    void plain() throws Exception {
        try (RawClient client = GATEWAY.client()) {
            assertThat(get(client, "api.example.com", "/pets").body()).isEqualTo("api.example.com||");
            assertThat(get(client, "strict.example.com", "/pets").body()).isEqualTo("{\"message\":\"Forbidden\"}");
        }
    }

    @Test
    @DisplayName("Certificates are exchanged while connections live on")
    void exchanged() throws Exception {
        domain("turn.example.com", "TLS_1_2", null);
        try (RawClient client = new RawClient(connect("turn.example.com"))) {
            assertThat(get(client, "turn.example.com", "/pets").status()).isEqualTo(200);
            WORLD.certificateOf("turn.example.com", "second.example.com");
            assertThat(get(client, "turn.example.com", "/pets").status()).isEqualTo(200);
            try (SSLSocket socket = connect("turn.example.com")) {
                assertThat(TlsWorld.shown(socket)).isEqualTo("second.example.com");
            }
        }
        WORLD.store.write(tx -> tx.delete(Kind.DOMAIN_NAME, TestApi.OWNER, "", "turn.example.com"));
        try (SSLSocket socket = connect("turn.example.com")) {
            assertThat(TlsWorld.shown(socket)).isEqualTo("own.example.org");
        }
    }

    @Test
    @DisplayName("Changed files are taken into use, and what cannot be used changes nothing")
    void files() throws Exception {
        Path file = Files.createTempFile("certificate", ".pem");
        TlsWorld world = new TlsWorld(List.of(), domain -> null, new TlsFront());
        world.write(file, "first.example.org");
        PemFiles files = new PemFiles(List.of(new PemFiles.Pair(file, file)));
        assertThat(files.refresh()).isFalse();
        world.write(file, "second.example.org");
        assertThat(files.refresh()).isTrue();
        assertThat(files.certificates().getFirst().names()).containsExactly("second.example.org");
        Files.writeString(file, "rubbish");
        assertThat(files.refresh()).isFalse();
        assertThat(files.certificates().getFirst().names()).containsExactly("second.example.org");
        Files.delete(file);
        assertThat(files.refresh()).isFalse();
        world.write(file, "third.example.org");
        assertThat(files.refresh()).isTrue();
        assertThatThrownBy(() -> new PemFiles(List.of(new PemFiles.Pair(Path.of("/no/such"), file))))
                .hasMessageContaining("/no/such");
    }

    @ParameterizedTest
    @CsvSource({"-tls1_2", "-tls1_3"})
    @DisplayName("Sessions are taken up again")
    void resumption(String protocol) throws Exception {
        Path session = Files.createTempFile("session", ".pem");
        String request = "GET /pets HTTP/1.1\r\nHost: api.example.com\r\nConnection: close\r\n\r\n";
        String first = TlsWorld.openssl(
                GATEWAY.tlsAddress(), request, "-servername", "api.example.com", protocol, "-sess_out", "" + session);
        assertThat(first).contains("HTTP/1.1 200").contains("New, TLSv1");
        String second = TlsWorld.openssl(
                GATEWAY.tlsAddress(), request, "-servername", "api.example.com", protocol, "-sess_in", "" + session);
        assertThat(second).contains("HTTP/1.1 200").contains("Reused, TLSv1");
    }

    @Test
    @DisplayName("PERFORMANCE 10.7: handshakes are BoringSSL's")
    void library() {
        assertThat(TlsFront.library()).isEqualTo("BoringSSL");
    }

    @Test
    @DisplayName("ALPN: HTTP/1.1 is what is spoken")
    void alpn() throws Exception {
        String output = TlsWorld.openssl(
                GATEWAY.tlsAddress(),
                "GET /pets HTTP/1.1\r\nHost: api.example.com\r\nConnection: close\r\n\r\n",
                "-servername",
                "api.example.com",
                "-alpn",
                "http/1.1");
        assertThat(output).contains("ALPN protocol: http/1.1").contains("HTTP/1.1 200");
    }

    @Test
    @DisplayName("HARDENING L2: who says nothing, or half a greeting, is let go")
    void silence() throws Exception {
        for (byte[] start : List.of(new byte[0], new byte[] {22, 3, 1, 2, 0, 1, 0})) {
            try (Socket socket = new Socket()) {
                socket.connect(GATEWAY.tlsAddress());
                socket.setSoTimeout(30_000);
                socket.getOutputStream().write(start);
                assertThat(socket.getInputStream().readAllBytes()).hasSizeLessThan(16);
            }
        }
    }

    @Test
    @DisplayName("Who speaks no TLS is let go, and the others are served on")
    void noTls() throws Exception {
        try (Socket socket = new Socket()) {
            socket.connect(GATEWAY.tlsAddress());
            socket.setSoTimeout(30_000);
            socket.getOutputStream()
                    .write("GET / HTTP/1.1\r\nHost: api.example.com\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(socket.getInputStream().readAllBytes()).hasSizeLessThan(16);
        }
        assertThat(get("api.example.com", "api.example.com", "/pets").status()).isEqualTo(200);
    }

    @Test
    @DisplayName("Bodies of a megabyte both ways, and the connection stays")
    void bodies() throws Exception {
        String body = "x".repeat(1_048_576);
        GATEWAY.backend()
                .behave(call -> call.send("HTTP/1.1 200 OK\r\nContent-Length: "
                        + call.request().body().length() + "\r\n\r\n"
                        + call.request().body()));
        try (RawClient client = new RawClient(connect("api.example.com"))) {
            for (int i = 0; i < 5; i++) {
                Answer answer = client.send("POST /backend HTTP/1.1\r\nHost: api.example.com\r\nContent-Length: "
                                + body.length() + "\r\n\r\n" + body)
                        .answer();
                assertThat(answer.body()).isEqualTo(body);
            }
        }
    }

    @Test
    @DisplayName("RFC 9112 9.8: the gateway says farewell before it closes, and answers who says it first")
    void farewell() throws Exception {
        try (SSLSocket socket = connect("api.example.com")) {
            RawClient client = new RawClient(socket);
            client.send("GET /pets HTTP/1.1\r\nHost: api.example.com\r\nConnection: close\r\n\r\n");
            assertThat(client.answer().status()).isEqualTo(200);
            assertThat(client.untilClosed()).isEmpty(); // an end without close_notify would be an error
        }
        try (SSLSocket socket = connect("api.example.com")) {
            RawClient client = new RawClient(socket);
            client.send("GET /pets HTTP/1.1\r\nHost: api.example.com\r\n\r\n");
            socket.shutdownOutput();
            assertThat(client.answer().status()).isEqualTo(200);
            assertThat(client.untilClosed()).isEmpty();
        }
    }
}
