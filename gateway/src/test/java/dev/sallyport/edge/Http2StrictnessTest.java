package dev.sallyport.edge;

import static dev.sallyport.edge.RawHttp2.CONTINUATION;
import static dev.sallyport.edge.RawHttp2.DATA;
import static dev.sallyport.edge.RawHttp2.END_HEADERS;
import static dev.sallyport.edge.RawHttp2.END_STREAM;
import static dev.sallyport.edge.RawHttp2.HEADERS;
import static dev.sallyport.edge.RawHttp2.PADDED;
import static dev.sallyport.edge.RawHttp2.PING;
import static dev.sallyport.edge.RawHttp2.PRIORITY;
import static dev.sallyport.edge.RawHttp2.PUSH_PROMISE;
import static dev.sallyport.edge.RawHttp2.RST_STREAM;
import static dev.sallyport.edge.RawHttp2.SETTINGS;
import static dev.sallyport.edge.RawHttp2.WINDOW_UPDATE;
import static dev.sallyport.edge.RawHttp2.fields;
import static dev.sallyport.edge.RawHttp2.number;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.edge.tls.TlsFront;
import dev.sallyport.functions.InvocationResult;
import dev.sallyport.snapshot.TestApi;
import dev.sallyport.snapshot.TestIntegration;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * HARDENING B4: what a client must not do, by the section of RFC 9113 that forbids it. An error of a stream leaves the
 * connection in use; an error of the connection is told by GOAWAY and ends it.
 */
class Http2StrictnessTest {

    private static final TlsWorld WORLD = Http2World.of(new TlsFront());
    private static final String PATH = "/test/mock";

    @RegisterExtension
    static final DataPlaneFixture GATEWAY = new DataPlaneFixture().tls(WORLD.front);

    /** Answers never. */
    private static final CompletableFuture<InvocationResult> NEVER = new CompletableFuture<>();

    @BeforeAll
    static void api() {
        GATEWAY.functions().runs("never", invocation -> NEVER);
        GATEWAY.publish(new TestApi("abc123")
                .on("ANY", "/mock", TestIntegration.mock("mock"))
                .on("ANY", "/never", TestIntegration.lambdaProxy("never")));
    }

    /** What a client does. */
    @FunctionalInterface
    private interface Deed {
        void by(RawHttp2 client) throws Exception;
    }

    record Case(String label, int code, Deed deed) {
        @Override
        public String toString() {
            return label;
        }
    }

    private static RawHttp2 open() throws Exception {
        return RawHttp2.open(GATEWAY.tlsAddress());
    }

    // ---- malformed requests: RFC 9113 8.1.1

    static Stream<Map.Entry<String, String[]>> malformedHeads() {
        Map<String, String[]> heads = new LinkedHashMap<>();
        heads.put("8.2 a name in upper case", fields("GET", PATH, "X-Upper", "1"));
        heads.put("8.2.1 an empty name", fields("GET", PATH, "", "1"));
        heads.put("8.2.1 a blank in a name", fields("GET", PATH, "x y", "1"));
        heads.put("8.2.1 a colon in a name", fields("GET", PATH, "x:y", "1"));
        heads.put("8.2.1 a byte above ASCII in a name", fields("GET", PATH, "x\u00e4", "1"));
        heads.put("8.2.1 NUL in a name", fields("GET", PATH, "x\0", "1"));
        heads.put("8.2.1 a name that is no token", fields("GET", PATH, "x(y)", "1"));
        heads.put("8.2.1 CR LF in a value", fields("GET", PATH, "x", "1\r\nevil: 2"));
        heads.put("8.2.1 LF in a value", fields("GET", PATH, "x", "1\nevil: 2"));
        heads.put("8.2.1 CR in a value", fields("GET", PATH, "x", "1\r2"));
        heads.put("8.2.1 NUL in a value", fields("GET", PATH, "x", "1\0002"));
        heads.put("8.2.1 a control character in a value", fields("GET", PATH, "x", "1\u00012"));
        heads.put("8.2.1 a blank before a value", fields("GET", PATH, "x", " 1"));
        heads.put("8.2.1 a tab behind a value", fields("GET", PATH, "x", "1\t"));
        heads.put("8.2.1 LF in :path", fields("GET", PATH + "\nx", "x", "1"));
        heads.put("8.2.1 CR LF in :method", fields("GET / HTTP/1.1\r\nx: y", PATH));
        heads.put("8.2.2 Connection", fields("GET", PATH, "connection", "close"));
        heads.put("8.2.2 Keep-Alive", fields("GET", PATH, "keep-alive", "timeout=5"));
        heads.put("8.2.2 Proxy-Connection", fields("GET", PATH, "proxy-connection", "keep-alive"));
        heads.put("8.2.2 Transfer-Encoding", fields("POST", PATH, "transfer-encoding", "chunked"));
        heads.put("8.2.2 Upgrade", fields("GET", PATH, "upgrade", "websocket"));
        heads.put("8.2.2 TE of another value", fields("GET", PATH, "te", "gzip"));
        heads.put("8.2.2 TE with more than trailers", fields("GET", PATH, "te", "trailers, gzip"));
        heads.put("8.3 an unknown pseudo-header", fields("GET", PATH, ":test", "1"));
        heads.put("8.3 a pseudo-header of answers", fields("GET", PATH, ":status", "200"));
        heads.put("8.3 :protocol without extended CONNECT", fields("CONNECT", PATH, ":protocol", "websocket"));
        heads.put(
                "8.3 a pseudo-header behind a field",
                new String[] {":method", "GET", ":scheme", "https", "x", "1", ":authority", "a", ":path", PATH});
        heads.put("8.3 :method twice", fields("GET", PATH, ":method", "GET"));
        heads.put("8.3 :scheme twice", fields("GET", PATH, ":scheme", "https"));
        heads.put("8.3 :path twice", fields("GET", PATH, ":path", PATH));
        heads.put("8.3 :authority twice", fields("GET", PATH, ":authority", "a"));
        heads.put("8.3.1 no :method", new String[] {":scheme", "https", ":authority", "a", ":path", PATH});
        heads.put("8.3.1 no :scheme", new String[] {":method", "GET", ":authority", "a", ":path", PATH});
        heads.put("8.3.1 no :path", new String[] {":method", "GET", ":scheme", "https", ":authority", "a"});
        heads.put("8.3.1 nothing at all", new String[] {});
        heads.put("8.3.1 an empty :path", fields("GET", ""));
        heads.put("8.3.1 a :path without a slash", fields("GET", "test/mock"));
        heads.put("8.3.1 a whole URL as :path", fields("GET", "https://evil.example" + PATH));
        heads.put("8.3.1 an empty :method", fields("", PATH));
        heads.put("8.3.1 a :method that is no token", fields("GE T", PATH));
        heads.put(
                "8.3.1 another :scheme",
                new String[] {":method", "GET", ":scheme", "file", ":authority", "a", ":path", PATH});
        heads.put(
                "8.3.1 a :scheme that smuggles",
                new String[] {":method", "GET", ":scheme", "https://evil/?", ":authority", "a", ":path", PATH});
        heads.put("8.3.1 Host and :authority differ", fields("GET", PATH, "host", "evil.example"));
        heads.put("8.3.1 two Hosts", new String[] {
            ":method", "GET", ":scheme", "https", ":path", PATH, "host", "a.example", "host", "a.example"
        });
        heads.put("8.5 CONNECT with a :path", fields("CONNECT", PATH));
        heads.put("8.1.1 a length without a body", fields("POST", PATH, "content-length", "1"));
        return heads.entrySet().stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("malformedHeads")
    @DisplayName("RFC 9113 8.1.1: a malformed request resets its stream with PROTOCOL_ERROR, the connection goes on")
    void malformed(Map.Entry<String, String[]> head) throws Exception {
        try (RawHttp2 client = open()) {
            int stream = client.literalRequest(true, head.getValue());
            assertThat(client.resetOf(stream)).isEqualTo(RawHttp2.PROTOCOL_ERROR);
            assertThat(client.ask(PATH).body()).isEqualTo("mock");
        }
    }

    // ---- errors of a stream

    static Stream<Case> streamErrors() {
        return Stream.of(
                new Case("8.1.1 more than Content-Length", RawHttp2.PROTOCOL_ERROR, client -> {
                    int stream = client.request(false, fields("POST", "/test/never", "content-length", "3"));
                    client.data(stream, "1234", true);
                }),
                new Case("8.1.1 less than Content-Length", RawHttp2.PROTOCOL_ERROR, client -> {
                    int stream = client.request(false, fields("POST", "/test/never", "content-length", "3"));
                    client.data(stream, "12", true);
                }),
                new Case("8.1.1 less than Content-Length before trailers", RawHttp2.PROTOCOL_ERROR, client -> {
                    int stream = client.request(false, fields("POST", "/test/never", "content-length", "3"));
                    client.data(stream, "12", false);
                    client.frame(HEADERS, END_HEADERS | END_STREAM, stream, client.block("x", "1"));
                }),
                new Case("8.1 trailers that do not end the stream", RawHttp2.PROTOCOL_ERROR, client -> {
                    int stream = client.request(false, fields("POST", "/test/never"));
                    client.frame(HEADERS, END_HEADERS, stream, client.block("x", "1"));
                }),
                new Case("8.1 a pseudo-header in trailers", RawHttp2.PROTOCOL_ERROR, client -> {
                    int stream = client.request(false, fields("POST", "/test/never"));
                    client.frame(HEADERS, END_HEADERS | END_STREAM, stream, client.block(":path", "/"));
                }),
                new Case("8.2 upper case in trailers", RawHttp2.PROTOCOL_ERROR, client -> {
                    int stream = client.request(false, fields("POST", "/test/never"));
                    client.frame(HEADERS, END_HEADERS | END_STREAM, stream, RawHttp2.literals("X-A", "1"));
                }),
                new Case("HARDENING: too many trailers", RawHttp2.PROTOCOL_ERROR, client -> {
                    int stream = client.request(false, fields("POST", "/test/never"));
                    client.frame(HEADERS, END_HEADERS | END_STREAM, stream, RawHttp2.literals("x", "1".repeat(9_000)));
                }),
                new Case("5.1 DATA behind the end of a request", RawHttp2.STREAM_CLOSED, client -> {
                    int stream = client.get("/test/never");
                    client.data(stream, "x", false);
                }),
                new Case("5.1 HEADERS behind the end of a request", RawHttp2.STREAM_CLOSED, client -> {
                    int stream = client.get("/test/never");
                    client.frame(HEADERS, END_HEADERS | END_STREAM, stream, client.block("x", "1"));
                }),
                new Case(
                        "6.9 a window that grows by nothing",
                        RawHttp2.PROTOCOL_ERROR,
                        client -> client.windowUpdate(client.get("/test/never"), 0)),
                new Case(
                        "6.9.1 a window that grows too large",
                        RawHttp2.FLOW_CONTROL_ERROR,
                        client -> client.windowUpdate(client.get("/test/never"), Integer.MAX_VALUE)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("streamErrors")
    @DisplayName("RFC 9113 5.4.2: an error of a stream resets it, the connection goes on")
    void streamError(Case of) throws Exception {
        try (RawHttp2 client = open()) {
            of.deed.by(client);
            assertThat(client.resetOf(1)).isEqualTo(of.code);
            assertThat(client.ask(PATH).body()).isEqualTo("mock");
        }
    }

    // ---- errors of the connection

    static Stream<Case> connectionErrors() {
        return Stream.of(
                new Case(
                        "3.4 the first frame is no SETTINGS",
                        RawHttp2.PROTOCOL_ERROR,
                        client -> client.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII))
                                .frame(PING, 0, 0, new byte[8])),
                new Case(
                        "3.4 the first frame is an answer to SETTINGS",
                        RawHttp2.PROTOCOL_ERROR,
                        client -> client.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII))
                                .frame(SETTINGS, RawHttp2.ACK, 0)),
                new Case(
                        "3.4 no preface",
                        RawHttp2.PROTOCOL_ERROR,
                        client -> client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII))),
                begun(
                        "4.2 a frame that is too long",
                        RawHttp2.FRAME_SIZE_ERROR,
                        client -> client.frame(
                                DATA, 0, client.request(false, fields("POST", "/test/never")), new byte[16_385])),
                begun(
                        "4.2 SETTINGS of no whole entries",
                        RawHttp2.FRAME_SIZE_ERROR,
                        client -> client.frame(SETTINGS, 0, 0, new byte[5])),
                begun(
                        "4.3 a block that cannot be unpacked",
                        RawHttp2.COMPRESSION_ERROR,
                        client -> client.frame(
                                HEADERS, END_HEADERS | END_STREAM, 1, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, (byte)
                                        0x7F)),
                begun(
                        "4.3 an index that leads nowhere",
                        RawHttp2.COMPRESSION_ERROR,
                        client -> client.frame(HEADERS, END_HEADERS | END_STREAM, 1, (byte) 0xFE)),
                begun(
                        "4.3 index 0",
                        RawHttp2.COMPRESSION_ERROR,
                        client -> client.frame(HEADERS, END_HEADERS | END_STREAM, 1, (byte) 0x80)),
                begun(
                        "4.3 a table that is too large",
                        RawHttp2.COMPRESSION_ERROR,
                        client -> client.frame(
                                HEADERS, END_HEADERS | END_STREAM, 1, (byte) 0x3F, (byte) 0xE1, (byte) 0xFF, (byte)
                                        0x03)),
                begun("5.1 DATA on an idle stream", RawHttp2.PROTOCOL_ERROR, client -> client.data(1, "x", true)),
                begun("5.1 RST_STREAM on an idle stream", RawHttp2.PROTOCOL_ERROR, client -> client.reset(1, 8)),
                begun(
                        "5.1 WINDOW_UPDATE on an idle stream",
                        RawHttp2.PROTOCOL_ERROR,
                        client -> client.windowUpdate(1, 9)),
                begun("5.1 HEADERS on a stream that has ended", RawHttp2.STREAM_CLOSED, client -> {
                    client.ask(PATH);
                    client.frame(HEADERS, END_HEADERS | END_STREAM, 1, client.block(fields("GET", PATH)));
                }),
                begun("5.1 DATA on a stream that has ended", RawHttp2.STREAM_CLOSED, client -> {
                    client.ask(PATH);
                    client.data(1, "x", true);
                }),
                begun(
                        "5.1.1 a stream of an even number",
                        RawHttp2.PROTOCOL_ERROR,
                        client ->
                                client.frame(HEADERS, END_HEADERS | END_STREAM, 2, client.block(fields("GET", PATH)))),
                begun("5.1.1 a stream of a lower number", RawHttp2.PROTOCOL_ERROR, client -> {
                    client.frame(HEADERS, END_HEADERS | END_STREAM, 5, client.block(fields("GET", PATH)));
                    client.answer(5);
                    client.frame(HEADERS, END_HEADERS | END_STREAM, 3, client.block(fields("GET", PATH)));
                }),
                begun("6.1 DATA on stream 0", RawHttp2.PROTOCOL_ERROR, client -> client.data(0, "x", true)),
                begun(
                        "6.1 padding longer than the frame",
                        RawHttp2.PROTOCOL_ERROR,
                        client -> client.frame(
                                DATA, PADDED, client.request(false, fields("POST", "/test/never")), (byte) 9, (byte)
                                        'x')),
                begun(
                        "6.2 HEADERS on stream 0",
                        RawHttp2.PROTOCOL_ERROR,
                        client ->
                                client.frame(HEADERS, END_HEADERS | END_STREAM, 0, client.block(fields("GET", PATH)))),
                begun(
                        "6.2 padding longer than the head",
                        RawHttp2.PROTOCOL_ERROR,
                        client -> client.frame(HEADERS, END_HEADERS | END_STREAM | PADDED, 1, (byte) 200, (byte) 0x82)),
                begun(
                        "6.2 DATA within a head",
                        RawHttp2.PROTOCOL_ERROR,
                        client -> client.frame(HEADERS, 0, 1, (byte) 0x82).data(1, "x", true)),
                begun(
                        "6.2 another stream's HEADERS within a head",
                        RawHttp2.PROTOCOL_ERROR,
                        client -> client.frame(HEADERS, 0, 1, (byte) 0x82).frame(HEADERS, END_HEADERS, 3, (byte) 0x82)),
                begun(
                        "6.2 an unknown frame within a head",
                        RawHttp2.PROTOCOL_ERROR,
                        client -> client.frame(HEADERS, 0, 1, (byte) 0x82).frame(77, 0, 0)),
                begun(
                        "6.3 PRIORITY on stream 0",
                        RawHttp2.PROTOCOL_ERROR,
                        client -> client.frame(PRIORITY, 0, 0, new byte[5])),
                begun(
                        "6.3 PRIORITY of another length",
                        RawHttp2.FRAME_SIZE_ERROR,
                        client -> client.frame(PRIORITY, 0, 1, new byte[4])),
                begun("6.4 RST_STREAM on stream 0", RawHttp2.PROTOCOL_ERROR, client -> client.reset(0, 8)),
                begun(
                        "6.4 RST_STREAM of another length",
                        RawHttp2.FRAME_SIZE_ERROR,
                        client -> client.frame(RST_STREAM, 0, client.get("/test/never"), new byte[3])),
                begun("6.5 SETTINGS on a stream", RawHttp2.PROTOCOL_ERROR, client -> client.frame(SETTINGS, 0, 1)),
                begun(
                        "6.5 an answer to SETTINGS that is not empty",
                        RawHttp2.FRAME_SIZE_ERROR,
                        client -> client.frame(SETTINGS, RawHttp2.ACK, 0, new byte[6])),
                begun("6.5.2 ENABLE_PUSH of 2", RawHttp2.PROTOCOL_ERROR, client -> client.setting(2, 2)),
                begun(
                        "6.5.2 a window above 2^31-1",
                        RawHttp2.FLOW_CONTROL_ERROR,
                        client -> client.setting(4, 1L << 31)),
                begun("6.5.2 frames below 16384", RawHttp2.PROTOCOL_ERROR, client -> client.setting(5, 16_383)),
                begun("6.5.2 frames above 2^24-1", RawHttp2.PROTOCOL_ERROR, client -> client.setting(5, 1 << 24)),
                begun(
                        "6.6 PUSH_PROMISE of a client",
                        RawHttp2.PROTOCOL_ERROR,
                        client -> client.frame(PUSH_PROMISE, END_HEADERS, client.get("/test/never"), number(2))),
                begun(
                        "6.7 PING of another length",
                        RawHttp2.FRAME_SIZE_ERROR,
                        client -> client.frame(PING, 0, 0, new byte[6])),
                begun("6.7 PING on a stream", RawHttp2.PROTOCOL_ERROR, client -> client.frame(PING, 0, 1, new byte[8])),
                begun(
                        "6.8 GOAWAY on a stream",
                        RawHttp2.PROTOCOL_ERROR,
                        client -> client.frame(RawHttp2.GOAWAY, 0, 1, new byte[8])),
                begun(
                        "6.9 the connection's window grows by nothing",
                        RawHttp2.PROTOCOL_ERROR,
                        client -> client.windowUpdate(0, 0)),
                begun(
                        "6.9 WINDOW_UPDATE of another length",
                        RawHttp2.FRAME_SIZE_ERROR,
                        client -> client.frame(WINDOW_UPDATE, 0, 0, new byte[3])),
                begun(
                        "6.9.1 the connection's window grows too large",
                        RawHttp2.FLOW_CONTROL_ERROR,
                        client -> client.windowUpdate(0, Integer.MAX_VALUE)),
                begun("6.9.2 SETTINGS make a stream's window too large", RawHttp2.FLOW_CONTROL_ERROR, client -> {
                    int stream = client.get("/test/never");
                    client.windowUpdate(stream, Integer.MAX_VALUE - 65_535).setting(4, 65_536);
                }),
                begun(
                        "6.10 CONTINUATION of nothing",
                        RawHttp2.PROTOCOL_ERROR,
                        client -> client.frame(CONTINUATION, END_HEADERS, 1, (byte) 0x82)),
                begun(
                        "6.10 CONTINUATION of another stream",
                        RawHttp2.PROTOCOL_ERROR,
                        client -> client.frame(HEADERS, 0, 1, (byte) 0x82)
                                .frame(CONTINUATION, END_HEADERS, 3, (byte) 0x84)),
                begun(
                        "6.10 CONTINUATION on stream 0",
                        RawHttp2.PROTOCOL_ERROR,
                        client -> client.frame(HEADERS, 0, 1, (byte) 0x82)
                                .frame(CONTINUATION, END_HEADERS, 0, (byte) 0x84)));
    }

    private static Case begun(String label, int code, Deed deed) {
        return new Case(label, code, client -> deed.by(client.begin()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("connectionErrors")
    @DisplayName("RFC 9113 5.4.1: an error of the connection is told by GOAWAY and ends it")
    void connectionError(Case of) throws Exception {
        try (RawHttp2 client = new RawHttp2(TlsWorld.client(null), GATEWAY.tlsAddress(), "localhost")) {
            of.deed.by(client);
            assertThat(client.untilClosed()).isEqualTo(of.code);
        }
    }

    // ---- what is allowed

    static Stream<Case> allowed() {
        return Stream.of(
                new Case("4.1 an unknown frame", 0, client -> client.frame(77, 0xFF, 0, new byte[10])),
                new Case(
                        "4.1 an unknown frame on a stream",
                        0,
                        client -> client.frame(77, 0, client.get(PATH), new byte[10])),
                new Case("5.1 PRIORITY on an idle stream", 0, client -> client.frame(PRIORITY, 0, 99, new byte[5])),
                new Case("5.1 RST_STREAM on a stream that has ended", 0, client -> {
                    client.ask(PATH);
                    client.reset(1, 8);
                }),
                new Case("5.1 WINDOW_UPDATE on a stream that has ended", 0, client -> {
                    client.ask(PATH);
                    client.windowUpdate(1, 8);
                }),
                new Case("6.1 padded DATA", 0, client -> {
                    int stream = client.request(false, fields("POST", PATH, "content-length", "1"));
                    client.frame(DATA, PADDED | END_STREAM, stream, (byte) 2, (byte) 'x', (byte) 0, (byte) 0);
                    assertThat(client.answer(stream).status()).isEqualTo(200);
                }),
                new Case("6.2 a head in several frames", 0, client -> {
                    client.skipStream();
                    byte[] block = client.block(fields("GET", PATH));
                    client.frame(HEADERS, END_STREAM, 1, Arrays.copyOf(block, 3));
                    client.frame(CONTINUATION, 0, 1);
                    client.frame(CONTINUATION, END_HEADERS, 1, Arrays.copyOfRange(block, 3, block.length));
                    assertThat(client.answer(1).status()).isEqualTo(200);
                }),
                new Case("6.5 unknown settings", 0, client -> client.setting(99, 99)),
                new Case("6.5.2 a client that wants no table", 0, client -> {
                    client.setting(1, 0);
                    assertThat(client.ask(PATH).status()).isEqualTo(200);
                }),
                new Case("6.7 PING", 0, RawHttp2::ping),
                new Case(
                        "8.3.1 Host beside the same :authority",
                        0,
                        client -> assertThat(client.ask(PATH, "host", "abc123.execute-api.eu-west-1.amazonaws.com")
                                        .status())
                                .isEqualTo(200)),
                new Case(
                        "8.2.2 TE: trailers",
                        0,
                        client -> assertThat(client.ask(PATH, "te", "trailers").status())
                                .isEqualTo(200)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("allowed")
    @DisplayName("What RFC 9113 allows harms nobody")
    void fine(Case of) throws Exception {
        try (RawHttp2 client = open()) {
            of.deed.by(client);
            assertThat(client.ask(PATH).body()).isEqualTo("mock");
        }
    }

    @Test
    @DisplayName("The connection's beginning may come byte by byte")
    void byteByByte() throws Exception {
        try (RawHttp2 client = new RawHttp2(TlsWorld.client(null), GATEWAY.tlsAddress(), "localhost")) {
            client.gather().begin();
            int stream = client.get(PATH);
            client.leaveByteByByte();
            assertThat(client.answer(stream).body()).isEqualTo("mock");
        }
    }

    @Test
    @DisplayName("What was on its way to a stream that the gateway has reset is no error")
    void late() throws Exception {
        try (RawHttp2 client = open()) {
            int stream = client.request(false, fields("POST", PATH, "content-length", "10485761"));
            assertThat(client.answer(stream).status()).isEqualTo(413);
            client.resetOf(stream);
            client.data(stream, "x".repeat(16_384), false).data(stream, "x".repeat(16_384), true);
            assertThat(client.ask(PATH).body()).isEqualTo("mock");
        }
    }
}
