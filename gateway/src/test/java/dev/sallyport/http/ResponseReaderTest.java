package dev.sallyport.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResponseReaderTest {

    private final ResponseReader reader = Wire.responses();

    private int read(String head) {
        reader.reset();
        return reader.read(Wire.buffer(head));
    }

    private int line(String line) {
        return read(line + "\r\n\r\n");
    }

    private int headers(String... lines) {
        return read("HTTP/1.1 200 OK\r\n" + String.join("\r\n", lines) + "\r\n\r\n");
    }

    @ParameterizedTest
    @CsvSource({
        "HTTP/1.1 200 OK, 200",
        "HTTP/1.1 404 Not  Found, 404",
        "HTTP/1.0 599 x, 599",
        "HTTP/1.1 100 Continue, 100",
        "HTTP/1.1 101 y, 101",
        "HTTP/1.1 200, 200",
        "HTTP/1.1 200 caf\u00e9\u00ff, 200",
        "'HTTP/1.1 200 ', 200",
        "'HTTP/1.1 200 \ta\t', 200"
    })
    @DisplayName("RFC 9112 4: a version, a status of three digits, any reason or none")
    void statusLines(String line, int status) {
        assertThat(line(line)).isEqualTo(HeadReader.COMPLETE);
        assertThat(reader.status()).isEqualTo(status);
        assertThat(reader.isKeepAlive()).isEqualTo(line.startsWith("HTTP/1.1"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 99 x",
                "HTTP/1.1 099 x",
                "HTTP/1.1 000 x",
                "HTTP/1.1 600 x",
                "HTTP/1.1 999 x",
                "HTTP/1.1 1000 x",
                "HTTP/1.1 2x0 x",
                "HTTP/1.1 +20 x",
                "HTTP/1.1 -20 x",
                "HTTP/1.1 20 x",
                "HTTP/1.1 20",
                "HTTP/1.1 ",
                "HTTP/1.1",
                "HTTP/1.1  200 OK",
                "HTTP/1.1\t200 OK",
                "HTTP/1.1 200\tOK",
                "HTTP/1.1 200x",
                "HTTP/1.2 200 OK",
                "HTTP/2.0 200 OK",
                "HTTP/2 200 OK",
                "HTTP/0.9 200 OK",
                "http/1.1 200 OK",
                "HTTP/11 200 OK",
                "XTTP/1.1 200 OK",
                " HTTP/1.1 200 OK",
                "ICY 200 OK",
                "HTTP/1.1 200 a\u0000",
                "HTTP/1.1 200 a\u007f",
                "HTTP/1.1 200 a\rb",
                "HTTP/1.1 200 OK\r",
                "HTTP/1.1 2\u00b20 x",
                "GET / HTTP/1.1"
            })
    @DisplayName("HARDENING 2 (7): status 99 and 1000, strange versions and control characters do not pass")
    void badStatusLines(String line) {
        assertThat(line(line)).isEqualTo(400);
        assertThat(reader.reason()).isNotEmpty();
    }

    @Test
    @DisplayName("RFC 9112 6.3: a length, chunks, or all until the end of the connection")
    void lengths() {
        assertThat(headers("A: b")).isEqualTo(HeadReader.COMPLETE);
        assertThat(reader.bodyLength()).isEqualTo(ResponseReader.UNTIL_CLOSE);
        assertThat(headers("Content-Length: 0")).isEqualTo(HeadReader.COMPLETE);
        assertThat(reader.bodyLength()).isZero();
        assertThat(headers("CONTENT-LENGTH:999999999999999999")).isEqualTo(HeadReader.COMPLETE);
        assertThat(reader.bodyLength()).isEqualTo(999_999_999_999_999_999L);
        assertThat(headers("transfer-encoding: CHUNKED")).isEqualTo(HeadReader.COMPLETE);
        assertThat(reader.bodyLength()).isEqualTo(ResponseReader.CHUNKED);
    }

    @Test
    @DisplayName("RFC 9112 6.3: the first response of a connection without a length is not taken for empty")
    void lengthOfTheFirst() {
        ResponseReader fresh = Wire.responses();
        assertThat(fresh.read(Wire.buffer("HTTP/1.1 200 OK\r\n\r\n"))).isEqualTo(HeadReader.COMPLETE);
        assertThat(fresh.bodyLength()).isEqualTo(ResponseReader.UNTIL_CLOSE);
    }

    @Test
    @DisplayName("HARDENING 2, nginx's faults: contradicting, doubled or negative lengths of a backend are refused")
    void unclearLengths() {
        for (String[] lines : new String[][] {
            {"Content-Length: 5", "Content-Length: 5"},
            {"Content-Length: 5", "Content-Length: 6"},
            {"Content-Length: 5", "content-length:"},
            {"Content-Length: 5", "Transfer-Encoding: chunked"},
            {"Transfer-Encoding: chunked", "Content-Length: 5"},
            {"Transfer-Encoding: xchunked", "Content-Length: 5"},
            {"Transfer-Encoding: chunked", "Transfer-Encoding: chunked"},
            {"Transfer-Encoding: chunked", "Transfer-Encoding:"},
            {"Transfer-Encoding:", "Transfer-Encoding: chunked"}
        }) {
            assertThat(headers(lines)).as(String.join(" | ", lines)).isEqualTo(400);
        }
        for (String length : new String[] {
            "-1", "+5", "5,5", "5, 5", "0x5", "", "5 5", "1000000000000000000", "18446744073709551621", "\u00b2", "a"
        }) {
            assertThat(headers("Content-Length: " + length)).as(length).isEqualTo(400);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "gzip, chunked", "identity", "xchunked", "chunked, chunked", "chunked,", "chunked;q=1"})
    @DisplayName("CVE-2026-89044: only the exact word chunked is a transfer coding, and not in HTTP/1.0")
    void codings(String coding) {
        assertThat(headers("Transfer-Encoding: " + coding)).isEqualTo(400);
        assertThat(read("HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"))
                .isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "HTTP/1.1 | x | true",
                "HTTP/1.1 | x, CLOSE | false",
                "HTTP/1.0 | x | false",
                "HTTP/1.0 | Keep-Alive | true",
                "HTTP/1.0 | keep-alive, close | false"
            })
    @DisplayName("RFC 9112 9.3: whether the connection may be used again")
    void keepAlive(String version, String connection, boolean keepAlive) {
        assertThat(read(version + " 200 OK\r\nConnection: " + connection + "\r\n\r\n"))
                .isEqualTo(HeadReader.COMPLETE);
        assertThat(reader.isKeepAlive()).isEqualTo(keepAlive);
    }

    @ParameterizedTest
    @ValueSource(strings = {"X : y", ": y", "X", " X: y", "X: a\r\n b", "X: a\rb", "X: a\nb", "X: \u0000", "X: \u007f"})
    @DisplayName("RFC 9112 2.2, 5: a backend's header lines are read as strictly as a client's")
    void badLines(String line) {
        assertThat(headers(line)).isEqualTo(400);
    }

    @Test
    @DisplayName("RFC 9112 2.2: nothing is skipped before a status line, not even one empty line")
    void leadingBytes() {
        for (String before : new String[] {"\r\n", "\n", "\r", " ", "\u0000", "0\r\n\r\n"}) {
            assertThat(read(before + "HTTP/1.1 200 OK\r\n\r\n")).as(before).isEqualTo(400);
        }
    }

    @Test
    @DisplayName("HARDENING 3: too long a status line or too many headers are refused")
    void limits() {
        String line = "HTTP/1.1 200 ";
        String reason = "r".repeat(Wire.MAX_LINE_BYTES - line.length() - 2);
        assertThat(line(line + reason)).isEqualTo(HeadReader.COMPLETE);
        assertThat(line(line + reason + "r")).isEqualTo(400);
        assertThat(headers("X: " + "x".repeat(Wire.MAX_HEAD_BYTES))).isEqualTo(431);
        assertThat(headers("a:\r\n".repeat(1001))).isEqualTo(431);
    }

    @Test
    @DisplayName("HARDENING 2, interim answers: heads come one after the other, each up to its end, in any pieces")
    void interimAndFinal() {
        String both = "HTTP/1.1 103 Early Hints\r\nLink: a\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nab";
        ByteBuf stream = Wire.buffer(both);
        assertThat(reader.read(stream)).isEqualTo(HeadReader.COMPLETE);
        assertThat(reader.status()).isEqualTo(103);
        assertThat(Wire.rest(stream)).startsWith("HTTP/1.1 200");
        reader.reset();
        while (reader.read(stream.readSlice(1)) == HeadReader.MORE) {
            assertThat(stream.isReadable()).isTrue();
        }
        assertThat(reader.status()).isEqualTo(200);
        assertThat(Wire.lines(reader.headers())).containsExactly("Content-Length=2");
        assertThat(Wire.rest(stream)).isEqualTo("ab");
    }

    @Test
    @DisplayName("HARDENING 1.3 (CVE-2025-4366): after reset() nothing of the response before is left")
    void reset() {
        String full = "HTTP/1.1 500 x\r\nConnection: close\r\nTransfer-Encoding: chunked\r\nX: " + "x".repeat(5000);
        assertThat(read(full + "\r\n\r\n")).isEqualTo(HeadReader.COMPLETE);
        reader.reset();
        assertThat(reader.status()).isZero();
        assertThat(reader.bodyLength()).isEqualTo(ResponseReader.UNTIL_CLOSE);
        assertThat(reader.hasBegun()).isFalse();
        assertThat(reader.reason()).isEmpty();
        assertThat(reader.headers().size()).isZero();
        assertThat(reader.isKeepAlive()).isFalse();
        assertThat(read("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n")).isEqualTo(HeadReader.COMPLETE);
        assertThat(reader.isKeepAlive()).isTrue();
        assertThat(reader.bodyLength()).isEqualTo(1);
    }
}
