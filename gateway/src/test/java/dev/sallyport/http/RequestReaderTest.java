package dev.sallyport.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What of a request head is admitted; how its bytes may come and where they end is in {@link RequestStreamTest}. */
class RequestReaderTest {

    private final RequestReader reader = Wire.requests();

    private int read(String head) {
        reader.reset();
        return reader.read(Wire.buffer(head));
    }

    private int examine(String... headers) {
        return read("GET /p?q HTTP/1.1\r\n" + String.join("\r\n", headers) + "\r\n\r\n");
    }

    private RequestReader admitted(String... headers) {
        assertThat(examine(headers)).as(String.join(" | ", headers)).isEqualTo(HeadReader.COMPLETE);
        return reader;
    }

    private int target(String target) {
        return read("GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "a.b:80",
                "127.0.0.1:1",
                "[::1]",
                "[::1]:8080",
                "a_b~c-d:",
                "A",
                "a:",
                "a:65535",
                "[::ffff:1.2.3.4]",
                "xn--0"
            })
    @DisplayName("HARDENING 2 (1): one valid Host")
    void hosts(String host) {
        assertThat(admitted("Host: " + host).host()).isEqualTo(host);
        assertThat(Octets.string(reader.bytes(), reader.hostStart(), reader.hostEnd()))
                .isEqualTo(host);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a b",
                "a,b",
                "u@a",
                "a/",
                "a:b",
                "a:123456",
                "[::1",
                "::1",
                "a\u0000",
                "a?",
                ":80",
                "[]",
                "[g]",
                "[::1]x",
                "[::1]:x",
                "a%41",
                "a:80:80",
                "a#",
                "a\\b",
                "\u00e4",
                "a:-1",
                "a: 80"
            })
    @DisplayName("HARDENING 2 (1): no valid Host")
    void badHosts(String host) {
        assertThat(examine("Host: " + host)).isEqualTo(400);
        assertThat(examine("X: y")).isEqualTo(400);
        assertThat(examine("Host: a", "host: a")).isEqualTo(400);
        assertThat(examine("Host: a", "X: y", "HOST: b")).isEqualTo(400);
    }

    @Test
    @DisplayName("LIM-1, HARDENING 2 (2): HTTP/1.0 needs no Host, other versions are 505")
    void versions() {
        assertThat(read("GET / HTTP/1.0\r\n\r\n")).isEqualTo(HeadReader.COMPLETE);
        assertThat(reader.isHttp11()).isFalse();
        assertThat(reader.host()).isEmpty();
        assertThat(reader.hostLine()).isEqualTo(-1);
        assertThat(reader.hostStart()).isEqualTo(reader.hostEnd());
        assertThat(read("GET / HTTP/1.0\r\nHost: a\r\nHost: a\r\n\r\n")).isEqualTo(400);
        assertThat(read("GET / HTTP/1.0\r\nHost: a b\r\n\r\n")).isEqualTo(400);
        for (String version : new String[] {"HTTP/9.9", "HTTP/2.0", "HTTP/1.2", "HTTP/0.9"}) {
            assertThat(read("GET / " + version + "\r\nHost: a\r\n\r\n")).isEqualTo(505);
        }
        assertThat(read("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")).isEqualTo(505);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "HTTP/1.1 ",
                " HTTP/1.1",
                "HTTP/1.1\t",
                "http/1.1",
                "HTTP/11",
                "HTTP/1.10",
                "HTTP/1.",
                "HTTP/1,1",
                "HTTP/a.1",
                "HTTP/1.a",
                "HTTP /1.1",
                "HTTPS/1.1",
                "HTTP/1.1\u0000",
                "HTTP/\u00b9.1"
            })
    @DisplayName("RFC 9112 2.3, 3: what is no version of HTTP ends no request line")
    void badVersions(String version) {
        assertThat(read("GET / " + version + "\r\nHost: a\r\n\r\n")).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "get", "Get", "PURGE", "GIT", "P", "PO-T"
            })
    @DisplayName("RFC 9110 9.1: methods are tokens and come as they are, in their case")
    void methods(String method) {
        assertThat(read(method + " / HTTP/1.1\r\nHost: a\r\n\r\n")).isEqualTo(HeadReader.COMPLETE);
        assertThat(reader.method()).isEqualTo(method);
    }

    @Test
    @DisplayName("RFC 9110 5.6.2: a method of all token characters, and of none else; at most 32")
    void methodCharacters() {
        assertThat(read("!#$%&'*+-.^_`|~09azAZ / HTTP/1.1\r\nHost: a\r\n\r\n")).isEqualTo(HeadReader.COMPLETE);
        assertThat(read("M".repeat(32) + " / HTTP/1.1\r\nHost: a\r\n\r\n")).isEqualTo(HeadReader.COMPLETE);
        assertThat(read("M".repeat(33) + " / HTTP/1.1\r\nHost: a\r\n\r\n")).isEqualTo(400);
        assertThat(read(" / HTTP/1.1\r\nHost: a\r\n\r\n")).isEqualTo(400);
        for (char c = 0; c < 256; c++) {
            int expected = Octets.isToken(c) ? HeadReader.COMPLETE : 400;
            assertThat(read("G" + c + "T / HTTP/1.1\r\nHost: a\r\n\r\n"))
                    .as("byte %d", (int) c)
                    .isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET",
                "GET ",
                "GET /",
                "GET  / HTTP/1.1",
                "GET /  HTTP/1.1",
                "GET / HTTP/1.1 x",
                "GET\t/ HTTP/1.1",
                "GET /\tHTTP/1.1",
                " GET / HTTP/1.1",
                "GET / x HTTP/1.1",
                "GET /\rHTTP/1.1",
                "GET\u000b/ HTTP/1.1"
            })
    @DisplayName("RFC 9112 3: three parts and two single blanks make a request line")
    void requestLines(String line) {
        assertThat(read(line + "\r\nHost: a\r\n\r\n")).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({
        "/p?q, /p, q",
        "/, /, ",
        "/p?, /p, ''",
        "http://a/p?q, /p, q",
        "HTTPS://A?q, /, q",
        "/p?a?b, /p, a?b",
        "http://a, /, ",
        "https://a, /, ",
        "http://a/, /, ",
        "http://a?, /, ''",
        "http://a//b, //b, ",
        "//b/p, //b/p, ",
        "/http://b/, /http://b/, ",
        "/%zz;x=1&y, /%zz;x=1&y, ",
        "/a|b{c}, /a|b{c}, "
    })
    @DisplayName("RFC 9112 3.2: origin form, and absolute form for the same host")
    void targets(String target, String path, String query) {
        assertThat(target(target)).isEqualTo(HeadReader.COMPLETE);
        assertThat(reader.path()).isEqualTo(path);
        assertThat(reader.query()).isEqualTo(query);
        assertThat(reader.queryStart() < 0).isEqualTo(query == null);
        assertThat(Octets.string(reader.bytes(), reader.pathStart(), reader.targetEnd()))
                .isEqualTo(query == null ? path : path + "?" + query);
        assertThat(reader.host()).isEqualTo("a");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*",
                "p",
                "a:80",
                "http://b/p",
                "http:///p",
                "ftp://a/p",
                "/p#f",
                "/\u0000",
                "/\u007f",
                "/\u00e4",
                "/p?a|b",
                "/p?{a",
                "/p?a}",
                "/p?%%41",
                "?q",
                "a",
                "",
                "http:",
                "http:/",
                "http://",
                "https://",
                "http://?q",
                "http://aa/",
                "http://a:80/",
                "http://a@a/",
                "http://a#/",
                "http:a/",
                "://a/",
                "/\u0001",
                "/\t",
                "/?\u001f",
                "\\",
                "*?"
            })
    @DisplayName("INV-25, INV-26, HARDENING 2 (3): other targets")
    void badTargets(String target) {
        assertThat(target(target)).isEqualTo(400);
    }

    @Test
    @DisplayName("INV-25, RFC 9112 3.2: each byte of a path and of a query")
    void targetCharacters() {
        for (char c = 0; c < 256; c++) {
            boolean visible = c > ' ' && c < 127 && c != '#';
            assertThat(target("/a" + c + "b") == HeadReader.COMPLETE)
                    .as("byte %d in a path", (int) c)
                    .isEqualTo(visible);
            assertThat(target("/a?b" + c + "b") == HeadReader.COMPLETE)
                    .as("byte %d in a query", (int) c)
                    .isEqualTo(visible && c != '|' && c != '{' && c != '}');
        }
    }

    @Test
    @DisplayName("RFC 9112 3.2.2: the absolute form must name the Host that is there, with its port")
    void absoluteFormAndHost() {
        assertThat(read("GET http://a:80/p HTTP/1.1\r\nHost: A:80\r\n\r\n")).isEqualTo(HeadReader.COMPLETE);
        assertThat(reader.path()).isEqualTo("/p");
        assertThat(read("GET http://a/p HTTP/1.1\r\nHost: a:80\r\n\r\n")).isEqualTo(400);
        assertThat(read("GET http://a/p HTTP/1.1\r\n\r\n")).isEqualTo(400);
        assertThat(read("GET http://a/p HTTP/1.0\r\n\r\n")).isEqualTo(400);
        assertThat(read("GET http://[::1]/p HTTP/1.1\r\nHost: [::1]\r\n\r\n")).isEqualTo(HeadReader.COMPLETE);
        assertThat(read("CONNECT a:80 HTTP/1.1\r\nHost: a:80\r\n\r\n")).isEqualTo(400);
        assertThat(read("OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n")).isEqualTo(400);
    }

    @Test
    @DisplayName("RFC 9112 6.3, HARDENING 2 (4): one length or one coding, never both")
    void lengths() {
        assertThat(admitted("Host: a").bodyLength()).isZero();
        assertThat(admitted("Host: a", "Content-Length: 0").bodyLength()).isZero();
        assertThat(admitted("Host: a", "Content-Length: 5").bodyLength()).isEqualTo(5);
        assertThat(admitted("Host: a", "Content-Length: \t 05 ").bodyLength()).isEqualTo(5);
        assertThat(admitted("Host: a", "Content-Length: 999999999999999999").bodyLength())
                .isEqualTo(999_999_999_999_999_999L);
        assertThat(admitted("Host: a", "Transfer-Encoding: Chunked").bodyLength())
                .isEqualTo(RequestReader.CHUNKED);
        assertThat(admitted("Host: a", "TRANSFER-ENCODING:chunked").bodyLength())
                .isEqualTo(RequestReader.CHUNKED);
        for (String[] lines : new String[][] {
            {"Host: a", "Content-Length: 5", "Transfer-Encoding: chunked"},
            {"Host: a", "Transfer-Encoding: chunked", "Content-Length: 5"},
            {"Host: a", "Transfer-Encoding: chunked", "Content-Length: 0"},
            {"Host: a", "Transfer-Encoding: chunked", "Content-Length:"},
            {"Host: a", "Transfer-Encoding: xchunked", "Content-Length: 5"},
            {"Host: a", "Transfer-Encoding:", "Content-Length: 5"},
            {"Host: a", "Content-Length: 5", "Content-Length: 5"},
            {"Host: a", "Content-Length: 5", "Content-Length: 6"},
            {"Host: a", "content-length: 5", "X: y", "CONTENT-LENGTH: 6"},
            {"Host: a", "Content-Length: 5", "Content-Length:"},
            {"Host: a", "Transfer-Encoding: chunked", "Transfer-Encoding: chunked"},
            {"Host: a", "Transfer-Encoding: chunked", "Transfer-Encoding: identity"},
            {"Host: a", "Transfer-Encoding: chunked", "Transfer-Encoding:"},
            {"Host: a", "Transfer-Encoding:", "Transfer-Encoding: chunked"}
        }) {
            assertThat(examine(lines)).as(String.join(" | ", lines)).isEqualTo(400);
        }
        assertThat(read("GET / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"))
                .isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "+5",
                "-5",
                "5, 5",
                "5,5",
                "5,6",
                "5 5",
                "0x5",
                "5.0",
                "5e1",
                "1000000000000000000",
                "9223372036854775807",
                "9223372036854775808",
                "18446744073709551621",
                "99999999999999999999999999",
                "0000000000000000005",
                "\u0665",
                "\u00b2",
                "",
                "a",
                "5;",
                "\"5\"",
                "5\u0000",
                "5\u000b"
            })
    @DisplayName("RFC 9110 8.6, HARDENING 1.3: a length is 1 to 18 digits and nothing else")
    void badLengths(String length) {
        assertThat(examine("Host: a", "Content-Length: " + length)).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gzip, chunked",
                "identity",
                "xchunked",
                "chunkedx",
                "chunked, xchunked",
                "chunked, chunked",
                "chunked,",
                ",chunked",
                "chunked;q=1",
                "\"chunked\"",
                "chunked identity",
                "chun\tked",
                "chunke\u00e4",
                ""
            })
    @DisplayName("CVE-2026-89044: only the exact word chunked is a transfer coding, others are 501")
    void codings(String coding) {
        assertThat(examine("Host: a", "Transfer-Encoding: " + coding)).isEqualTo(501);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Transfer-Encoding : chunked",
                "Transfer-Encoding\t: chunked",
                " Transfer-Encoding: chunked",
                "Transfer-Encoding: \u000bchunked",
                "Transfer-Encoding:\u0000chunked",
                "Transfer-Encoding: chunked\r",
                "Transfer-Encoding:\r\n chunked",
                "X: y\nTransfer-Encoding: chunked",
                "X: y\rTransfer-Encoding: chunked",
                "Transfer\u0000-Encoding: chunked"
            })
    @DisplayName("CVE-2019-16869, HARDENING 1.4: disguised codings are refused, not ignored")
    void disguisedCodings(String line) {
        assertThat(examine("Host: a", "Content-Length: 5", line)).isEqualTo(400);
    }

    @Test
    @DisplayName("LIM-7: one expectation is understood, and only from HTTP/1.1")
    void expectations() {
        assertThat(admitted("Host: a", "Expect: 100-Continue").expectsContinue())
                .isTrue();
        assertThat(admitted("Host: a").expectsContinue()).isFalse();
        assertThat(examine("Host: a", "Expect: 200-ok")).isEqualTo(417);
        assertThat(examine("Host: a", "Expect:")).isEqualTo(417);
        assertThat(examine("Host: a", "Expect: 100-continue, x")).isEqualTo(417);
        assertThat(examine("Host: a", "Expect: 100-continue", "Expect: x")).isEqualTo(417);
        assertThat(read("GET / HTTP/1.0\r\nHost: a\r\nExpect: 100-continue\r\n\r\n"))
                .isEqualTo(HeadReader.COMPLETE);
        assertThat(reader.expectsContinue()).isFalse();
    }

    @Test
    @DisplayName("HDR-30: keep-alive by version and by any Connection line")
    void keepAlive() {
        assertThat(admitted("Host: a").isKeepAlive()).isTrue();
        assertThat(admitted("Host: a", "Connection: X, Close").isKeepAlive()).isFalse();
        assertThat(admitted("Host: a", "Connection: xclose, closed").isKeepAlive())
                .isTrue();
        assertThat(admitted("Host: a", "Connection: keep-alive", "Connection: close")
                        .isKeepAlive())
                .isFalse();
        assertThat(read("GET / HTTP/1.0\r\nHost: a\r\n\r\n")).isEqualTo(HeadReader.COMPLETE);
        assertThat(reader.isKeepAlive()).isFalse();
        assertThat(read("GET / HTTP/1.0\r\nHost: a\r\nConnection: x,\t Keep-Alive\r\n\r\n"))
                .isEqualTo(HeadReader.COMPLETE);
        assertThat(reader.isKeepAlive()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "close | false",
                "Keep-Alive | false",
                "'' | false",
                "close, X-A | true",
                "X-A | true",
                "close, keep-alive | true",
                "closeX | true"
            })
    @DisplayName("RFC 9110 7.6.1: whether Connection names headers for this hop only")
    void hopHeaders(String connection, boolean names) {
        assertThat(admitted("Host: a", "Connection: " + connection).namesHopHeaders())
                .isEqualTo(names);
    }

    @Test
    @DisplayName("LIM-5, LIM-6: what the decoder refused keeps its reason")
    void decoderFailures() {
        assertThat(target("/" + "p".repeat(Wire.MAX_LINE_BYTES))).isEqualTo(414);
        assertThat(reader.reason()).contains("line");
        assertThat(examine("Host: a", "X: " + "x".repeat(Wire.MAX_HEAD_BYTES))).isEqualTo(431);
        assertThat(reader.reason()).contains("headers");
        assertThat(examine("Host: a", "X : y")).isEqualTo(400);
        assertThat(reader.reason()).contains("name");
    }
}
