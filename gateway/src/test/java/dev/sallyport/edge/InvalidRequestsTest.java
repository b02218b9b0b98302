package dev.sallyport.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.edge.StubBackend.Behaviour;
import dev.sallyport.edge.StubBackend.Received;
import dev.sallyport.snapshot.TestApi;
import dev.sallyport.snapshot.TestIntegration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * HARDENING B1 to B3: what two servers could read in two ways is refused, the connection ends, and no byte of a body is
 * ever run as a request. Each case carries a request for {@code /test/smuggled} where a lenient reader would find one.
 */
class InvalidRequestsTest {

    private static final String HOST = "Host: abc123.execute-api.eu-west-1.amazonaws.com\r\n";
    private static final String POST = "POST /test/proxy HTTP/1.1\r\n" + HOST;
    private static final String GET = "GET /test/proxy HTTP/1.1\r\n" + HOST;
    private static final String SMUGGLED = "GET /test/smuggled HTTP/1.1\r\n" + HOST + "\r\n";

    @RegisterExtension
    static final DataPlaneFixture GATEWAY = new DataPlaneFixture(DataPlaneFixture.impatient());

    @BeforeAll
    static void api() {
        GATEWAY.backend().behave(Behaviour.answer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"));
        GATEWAY.publish(new TestApi("abc123")
                .on(
                        "ANY",
                        "/proxy",
                        TestIntegration.httpProxy("ANY", GATEWAY.backend().uri("/proxy")))
                .on(
                        "ANY",
                        "/smuggled",
                        TestIntegration.httpProxy("ANY", GATEWAY.backend().uri("/smuggled"))));
    }

    private static String length(String value) {
        return POST + "Content-Length: " + value + "\r\n\r\n" + SMUGGLED;
    }

    private static String coding(String lines) {
        return POST + lines + "\r\n0\r\n\r\n" + SMUGGLED;
    }

    private static String chunks(String body) {
        return POST + "Transfer-Encoding: chunked\r\n\r\n" + body + SMUGGLED;
    }

    static Stream<Arguments> refused() {
        Map<String, String> cases = new LinkedHashMap<>();
        cases.put("CL.TE", POST + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + SMUGGLED);
        cases.put("TE.CL", POST + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n" + SMUGGLED);
        cases.put("two lengths", POST + "Content-Length: 0\r\nContent-Length: 5\r\n\r\n" + SMUGGLED);
        cases.put("two equal lengths", POST + "Content-Length: 0\r\nContent-Length: 0\r\n\r\n" + SMUGGLED);
        for (String value : new String[] {
            "", "-1", "+0", "0x0", "0,0", "0 0", "1e1", "00000000000000000000", "99999999999999999999", "\u00b2"
        }) {
            cases.put("length '" + value + "'", length(value));
        }
        cases.put("length with a blank before the colon", POST + "Content-Length : 0\r\n\r\n" + SMUGGLED);
        for (String lines : new String[] {
            "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
            "Transfer-Encoding: chunked\r\nTransfer-Encoding:\r\n",
            "Transfer-Encoding: identity\r\nTransfer-Encoding: chunked\r\n",
            "Transfer-Encoding: gzip, chunked\r\n",
            "Transfer-Encoding: chunked, identity\r\n",
            "Transfer-Encoding: xchunked\r\n",
            "Transfer-Encoding: \"chunked\"\r\n",
            "Transfer-Encoding: chunked;x=1\r\n",
            "Transfer-Encoding:\r\n chunked, gzip\r\n",
            "Transfer-Encoding : chunked\r\n",
            "Transfer-Encoding: \u000bchunked\r\n",
            "Transfer-Encoding: chunked, chunked\r\n"
        }) {
            cases.put("coding " + lines.strip().replace("\r\n", " | "), coding(lines));
        }
        cases.put(
                "coding in HTTP/1.0",
                "POST /test/proxy HTTP/1.0\r\n" + HOST + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + SMUGGLED);
        for (String body : new String[] {
            "x\r\n",
            "-1\r\n",
            "0x1\r\nx\r\n0\r\n\r\n",
            "+1\r\nx\r\n0\r\n\r\n",
            "1 1\r\nx\r\n0\r\n\r\n",
            "1\nx\r\n0\r\n\r\n",
            "1;a=b\nx\r\n0\r\n\r\n",
            "1\r\nxy\r\n0\r\n\r\n",
            "1\r\nx\n0\r\n\r\n",
            "ffffffffffffffff\r\nx\r\n0\r\n\r\n",
            "10000000000000001\r\nx\r\n0\r\n\r\n",
            "\r\n0\r\n\r\n",
            "1\rx\r\n0\r\n\r\n"
        }) {
            cases.put("chunks " + body.replace("\r", "\\r").replace("\n", "\\n"), chunks(body));
        }
        cases.put("no Host", "GET /test/proxy HTTP/1.1\r\n\r\n" + SMUGGLED);
        cases.put("two Hosts", GET + HOST + "\r\n" + SMUGGLED);
        for (String host : new String[] {"a b", "", "a/b", "user@a", "a:b", "a:123456", "a\u0000", "[::1", "a,b"}) {
            cases.put("Host '" + host + "'", "GET /test/proxy HTTP/1.1\r\nHost: " + host + "\r\n\r\n" + SMUGGLED);
        }
        for (String line : new String[] {
            "GET /test/proxy HTTP/9.9",
            "GET /test/proxy HTTP/2.0",
            "PRI * HTTP/2.0",
            "GET /test/proxy",
            "GET /test/proxy http/1.1",
            "GET /test/proxy HTTP/1.1 x",
            "GET /test/ proxy HTTP/1.1",
            "GET test/proxy HTTP/1.1",
            "GET * HTTP/1.1",
            "CONNECT abc123:80 HTTP/1.1",
            "GET /test/pro\u0000xy HTTP/1.1",
            "GET /test/pro\u0001xy HTTP/1.1",
            "GET /test/pro\u007fxy HTTP/1.1",
            "GET /test/proxy#x HTTP/1.1",
            "GET /test/pr\u00f6xy HTTP/1.1",
            "GET http://other/test/proxy HTTP/1.1",
            "G{T /test/proxy HTTP/1.1",
            "GET /test/proxy?a=|b HTTP/1.1",
            "GET /test/proxy?a={b} HTTP/1.1",
            "GET /test/proxy?a=%%b HTTP/1.1"
        }) {
            cases.put("line " + line, line + "\r\n" + HOST + "\r\n" + SMUGGLED);
        }
        for (String line : new String[] {
            "A b: c", "A(b): c", "A\u0000: c", "A: b\u0000c", "A: b\rc", ": c", "A", "A\u00e4: b", "A: b\u0001c"
        }) {
            cases.put("header " + line, GET + line + "\r\n\r\n" + SMUGGLED);
        }
        cases.put("bare LF in the head", GET.replace("\r\n", "\n") + "\n" + SMUGGLED);
        cases.put("bare CR in the head", GET + "A: b\r\rX: y\r\n\r\n" + SMUGGLED);
        cases.put("blank first header", "GET /test/proxy HTTP/1.1\r\n " + HOST + "\r\n" + SMUGGLED);
        cases.put("NUL before the line", "\u0000" + GET + "\r\n" + SMUGGLED);
        cases.put("unknown expectation", POST + "Expect: 100-continue, x\r\nContent-Length: 3\r\n\r\n" + SMUGGLED);
        return cases.entrySet().stream().map(entry -> Arguments.of(entry.getKey(), entry.getValue()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    @DisplayName("HARDENING B1, B3")
    void isRefusedAndEnds(String name, String bytes) throws Exception {
        int before = GATEWAY.backend().received().size();
        String answers;
        try (RawClient client = GATEWAY.client()) {
            client.send(bytes);
            answers = client.untilClosed();
        }

        assertThat(answers).matches("(?s)HTTP/1.1 (400|408|414|417|501|505) .*");
        assertThat(answers.split("HTTP/1\\.1 \\d", -1)).as("answers").hasSize(2);
        assertThat(answers).containsIgnoringCase("connection: close");
        assertThat(GATEWAY.backend()
                        .received()
                        .subList(before, GATEWAY.backend().received().size()))
                .extracting(Received::line)
                .noneMatch(line -> line.contains("smuggled"));
    }

    @Test
    @DisplayName("RFC 9112 3.2.2: the absolute form for the same host is the same as the origin form")
    void absoluteForm() throws Exception {
        try (RawClient client = GATEWAY.client()) {
            client.send(
                    "GET http://abc123.execute-api.eu-west-1.amazonaws.com/test/proxy HTTP/1.1\r\n" + HOST + "\r\n");
            assertThat(client.answer().body()).isEqualTo("ok");
        }
    }

    @Test
    @DisplayName("INV-39: lower-case and unknown methods are unmatched, not guessed")
    void unknownMethods() throws Exception {
        for (String method : new String[] {"get", "TRACE", "PURGE", "QUERY"}) {
            try (RawClient client = GATEWAY.client()) {
                client.send(method + " /test/proxy HTTP/1.1\r\n" + HOST + "\r\n");
                assertThat(client.answer().status()).as(method).isEqualTo(403);
            }
        }
    }

    @Test
    @DisplayName("RFC 9112 5.2: a folded line is one value or refused, never a line of its own")
    void foldedLine() throws Exception {
        try (RawClient client = GATEWAY.client()) {
            client.send(GET + "A: b\r\n Transfer-Encoding: chunked\r\n\r\n" + GET + "\r\n");
            assertThat(client.answer().status()).isIn(200, 400);
        }
    }

    @Test
    @DisplayName("RFC 9112 7.1.1: chunk extensions and trailers are read over")
    void extensions() throws Exception {
        try (RawClient client = GATEWAY.client()) {
            client.send(POST + "Transfer-Encoding: Chunked\r\n\r\n3;a=\"b;c\"\r\nabc\r\n0;x\r\nX: y\r\n\r\n" + GET
                    + "\r\n");
            assertThat(client.answer().body()).isEqualTo("ok");
            assertThat(client.answer().body()).isEqualTo("ok");
        }
    }
}
