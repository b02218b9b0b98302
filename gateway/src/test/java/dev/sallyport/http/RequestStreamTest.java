package dev.sallyport.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines, limits and pieces of request heads, one after the other on a connection. */
class RequestStreamTest {

    private static final String HEAD = "POST /p?q HTTP/1.1\r\nHost: a\r\nX-A:  b c \t\r\nContent-Length: 3\r\n\r\n";

    private final RequestReader reader = Wire.requests();

    private int header(String line) {
        reader.reset();
        return reader.read(Wire.buffer("GET / HTTP/1.1\r\nHost: a\r\n" + line + "\r\n\r\n"));
    }

    @Test
    @DisplayName("HARDENING 3.1 L2: a head may come byte by byte and is the same")
    void byteByByte() {
        for (int i = 0; i < HEAD.length() - 1; i++) {
            assertThat(reader.hasBegun()).isEqualTo(i > 0);
            ByteBuf piece = Wire.buffer(HEAD.substring(i, i + 1));
            assertThat(reader.read(piece)).isEqualTo(HeadReader.MORE);
            assertThat(piece.isReadable()).isFalse();
        }
        assertThat(reader.read(Wire.buffer("\nabc"))).isEqualTo(HeadReader.COMPLETE);
        assertThat(reader.method()).isEqualTo("POST");
        assertThat(reader.path()).isEqualTo("/p");
        assertThat(reader.query()).isEqualTo("q");
        assertThat(reader.bodyLength()).isEqualTo(3);
        assertThat(Wire.lines(reader.headers())).containsExactly("Host=a", "X-A=b c", "Content-Length=3");
        assertThat(reader.read(Wire.buffer(""))).isEqualTo(HeadReader.MORE);
    }

    @Test
    @DisplayName("RFC 9112 9.3.2: of two heads in one buffer the second's bytes stay there")
    void pipelining() {
        ByteBuf stream = Wire.buffer(HEAD + "abcGET /2 HTTP/1.1\r\nHost: b\r\n\r\n");

        assertThat(reader.read(stream)).isEqualTo(HeadReader.COMPLETE);
        assertThat(Wire.rest(stream)).startsWith("abcGET /2");
        stream.skipBytes(3);
        reader.reset();
        assertThat(reader.read(stream)).isEqualTo(HeadReader.COMPLETE);
        assertThat(reader.path()).isEqualTo("/2");
        assertThat(reader.host()).isEqualTo("b");
        assertThat(stream.isReadable()).isFalse();
    }

    @Test
    @DisplayName("RFC 9112 9.3.2: heads that are longer than one copy, and what follows them, lose no byte")
    void pipeliningOfLongHeads() {
        String first = "GET /1 HTTP/1.1\r\nHost: a\r\nX: " + "x".repeat(3000) + "\r\n\r\n";
        ByteBuf stream = Wire.buffer(first + first.replace("/1 ", "/2 ") + "z".repeat(2000));

        for (String path : new String[] {"/1", "/2"}) {
            reader.reset();
            assertThat(reader.read(stream)).isEqualTo(HeadReader.COMPLETE);
            assertThat(reader.path()).isEqualTo(path);
            assertThat(reader.headers().first("x")).hasSize(3000);
        }
        assertThat(Wire.rest(stream)).isEqualTo("z".repeat(2000));
    }

    @Test
    @DisplayName("RFC 9112 2.2: one empty line before a request is skipped, no more, and no bare LF")
    void emptyLineBefore() {
        assertThat(reader.read(Wire.buffer("\r\n" + HEAD))).isEqualTo(HeadReader.COMPLETE);
        assertThat(reader.path()).isEqualTo("/p");
        for (String before : new String[] {"\r\n\r\n", "\n", "\r", " \r\n", "\r\r\n", "\n\r\n", "\t\r\n"}) {
            reader.reset();
            assertThat(reader.read(Wire.buffer(before + HEAD))).as(before).isEqualTo(400);
        }
    }

    @Test
    @DisplayName("CVE-2026-50020: leading-nul, leading-ctl-01: nothing is skipped before a request line")
    void leadingBytes() {
        for (char c = 0; c < 256; c++) {
            reader.reset();
            int expected = Octets.isToken(c) ? HeadReader.COMPLETE : 400;
            assertThat(reader.read(Wire.buffer(c + HEAD)))
                    .as("byte %d", (int) c)
                    .isEqualTo(expected);
        }
    }

    @Test
    @DisplayName("LIM-6: a request line over the limit is 414, at the limit it is taken")
    void lineLimit() {
        String end = " HTTP/1.1\r\n";
        String path = "/" + "p".repeat(Wire.MAX_LINE_BYTES - end.length() - "GET /".length());
        assertThat(reader.read(Wire.buffer("GET " + path + end + "Host: a\r\n\r\n")))
                .isEqualTo(HeadReader.COMPLETE);
        assertThat(reader.path()).isEqualTo(path);
        reader.reset();
        assertThat(reader.read(Wire.buffer("GET " + path + "p" + end + "Host: a\r\n\r\n")))
                .isEqualTo(414);
        assertThat(reader.reason()).isNotEmpty();
    }

    @Test
    @DisplayName("LIM-6, HARDENING 3: a request line without an end is refused at the limit, not later")
    void endlessLine() {
        assertThat(reader.read(Wire.buffer("G".repeat(Wire.MAX_LINE_BYTES)))).isEqualTo(HeadReader.MORE);
        assertThat(reader.read(Wire.buffer("G"))).isEqualTo(414);
        reader.reset();
        reader.read(Wire.buffer("\r\n"));
        assertThat(reader.read(Wire.buffer("G".repeat(Wire.MAX_LINE_BYTES)))).isEqualTo(HeadReader.MORE);
        assertThat(reader.read(Wire.buffer("G"))).isEqualTo(414);
    }

    @Test
    @DisplayName("LIM-5: headers over the limit are 431, at the limit they are taken, their end counted")
    void headLimit() {
        String first = "Host: a\r\nX: ";
        String value = "v".repeat(Wire.MAX_HEAD_BYTES - first.length() - 4);
        assertThat(reader.read(Wire.buffer("GET / HTTP/1.1\r\n" + first + value + "\r\n\r\n")))
                .isEqualTo(HeadReader.COMPLETE);
        assertThat(reader.headerBytes()).as("without the empty line").isEqualTo(Wire.MAX_HEAD_BYTES - 2);
        reader.reset();
        assertThat(reader.read(Wire.buffer("GET / HTTP/1.1\r\n" + first + value + "v\r\n\r\n")))
                .isEqualTo(431);
        reader.reset();
        String line = "GET / HTTP/1.1\r\n";
        assertThat(reader.read(Wire.buffer(line + "h".repeat(Wire.MAX_HEAD_BYTES))))
                .isEqualTo(HeadReader.MORE);
        assertThat(reader.read(Wire.buffer("h"))).isEqualTo(431);
    }

    @Test
    @DisplayName("HARDENING 3: at most 1,000 header lines, also when their bytes are few")
    void lineCount() {
        String start = "GET / HTTP/1.1\r\nHost: a\r\n";
        assertThat(reader.read(Wire.buffer(start + "a:\r\n".repeat(999) + "\r\n")))
                .isEqualTo(HeadReader.COMPLETE);
        assertThat(reader.headers().size()).isEqualTo(1000);
        reader.reset();
        assertThat(reader.read(Wire.buffer(start + "a:\r\n".repeat(1000) + "\r\n")))
                .isEqualTo(431);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X : y",
                "X\t: y",
                ": y",
                ":",
                "X",
                " X: y",
                "\tX: y",
                "X: a\r\n b",
                "X: a\r\n\tb",
                "X: a\r\n \r\n",
                "X: a\rb",
                "X: a\r",
                "X: a\nY: b",
                "\rX: a",
                "X: a\r\r",
                "X Y: a",
                "X(: a",
                "X\u00e4: a"
            })
    @DisplayName("RFC 9112 2.2, 5: no folding, no blank before a colon, no empty name, no bare CR or LF")
    void badLines(String line) {
        assertThat(header(line)).isEqualTo(400);
    }

    @Test
    @DisplayName("RFC 9112 2.2: a bare LF ends no line, wherever it stands")
    void bareLineFeeds() {
        for (int at = HEAD.indexOf("\r\n"); at >= 0; at = HEAD.indexOf("\r\n", at + 1)) {
            for (String end : new String[] {"\n", "\r", "\n\r", "\r\r\n"}) {
                reader.reset();
                String broken = HEAD.substring(0, at) + end + HEAD.substring(at + 2) + "\r\n\r\n";
                assertThat(reader.read(Wire.buffer(broken))).as(broken).isEqualTo(400);
            }
        }
    }

    @Test
    @DisplayName("RFC 9110 5.1: each byte in a header name; 5.5: in a value, 0x80 to 0xFF kept as Latin-1")
    void headerCharacters() {
        for (char c = 0; c < 256; c++) {
            boolean name = header("a" + c + "b: v") == HeadReader.COMPLETE;
            assertThat(name).as("byte %d in a name", (int) c).isEqualTo(Octets.isToken(c) || c == ':');
            boolean value = header("a: v" + c + "w") == HeadReader.COMPLETE;
            assertThat(value).as("byte %d in a value", (int) c).isEqualTo(c == '\t' || (c >= ' ' && c != 127));
            if (value) {
                assertThat(reader.headers().first("a")).isEqualTo("v" + c + "w");
            }
        }
    }

    @Test
    @DisplayName("RFC 9110 5.5: blanks around a value are not of it, within they are")
    void blanks() {
        assertThat(header("A:b\r\nB: \t b \t c \t \r\nC:\r\nD: \t \r\nE::\r\nF: : "))
                .isEqualTo(HeadReader.COMPLETE);
        assertThat(Wire.lines(reader.headers())).containsExactly("Host=a", "A=b", "B=b \t c", "C=", "D=", "E=:", "F=:");
    }

    @Test
    @DisplayName("HARDENING 1.3 (CVE-2025-4366): after reset() nothing of the message before is left")
    void reset() {
        String full =
                "POST http://a/p?q HTTP/1.1\r\nHost: a\r\nConnection: close, keep-alive, x\r\nExpect: 100-continue\r\n"
                        + "Transfer-Encoding: chunked\r\nX: " + "x".repeat(5000) + "\r\n\r\n";
        assertThat(reader.read(Wire.buffer(full))).isEqualTo(HeadReader.COMPLETE);
        reader.reset();
        assertEmpty();
        assertThat(reader.read(Wire.buffer("GET / HTTP/1.1\r\nHost: b\r\n\r\n")))
                .isEqualTo(HeadReader.COMPLETE);
        assertThat(reader.query()).isNull();
        assertThat(reader.bodyLength()).isZero();
        assertThat(reader.isKeepAlive()).isTrue();
        assertThat(reader.namesHopHeaders()).isFalse();
        assertThat(reader.expectsContinue()).isFalse();
        assertThat(reader.headers().size()).isEqualTo(1);
    }

    @Test
    @DisplayName("HARDENING 1.3: a refused line tells nothing of the request before")
    void refusedAfterGood() {
        assertThat(reader.read(Wire.buffer(HEAD))).isEqualTo(HeadReader.COMPLETE);
        reader.reset();
        assertThat(reader.read(Wire.buffer("X\r\n"))).isEqualTo(400);
        assertThat(reader.method()).isEmpty();
        assertThat(reader.path()).isEmpty();
        assertThat(reader.query()).isNull();
        assertThat(reader.reason()).isNotEmpty();
        reader.reset();
        assertEmpty();
    }

    private void assertEmpty() {
        assertThat(reader.hasBegun()).isFalse();
        assertThat(reader.method()).isEmpty();
        assertThat(reader.path()).isEmpty();
        assertThat(reader.query()).isNull();
        assertThat(reader.host()).isEmpty();
        assertThat(reader.hostLine()).isEqualTo(-1);
        assertThat(reader.bodyLength()).isZero();
        assertThat(reader.isHttp11()).isFalse();
        assertThat(reader.isKeepAlive()).isFalse();
        assertThat(reader.namesHopHeaders()).isFalse();
        assertThat(reader.expectsContinue()).isFalse();
        assertThat(reader.reason()).isEmpty();
        assertThat(reader.headers().size()).isZero();
        assertThat(reader.bytes().length).isLessThanOrEqualTo(4096);
    }
}
