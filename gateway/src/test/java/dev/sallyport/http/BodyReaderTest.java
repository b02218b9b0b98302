package dev.sallyport.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BodyReaderTest {

    private static final String MALFORMED = "malformed";
    private static final String MORE = "more";

    private final BodyReader reader = new BodyReader();

    /** The body in brackets and what was left behind it, or why there is none. */
    private String chunked(String... pieces) {
        reader.chunked();
        StringBuilder body = new StringBuilder();
        ByteBuf in = Unpooled.EMPTY_BUFFER;
        for (String piece : pieces) {
            in = Wire.buffer(piece);
            for (int count = reader.next(in); count != 0; count = reader.next(in)) {
                if (count == BodyReader.MALFORMED) {
                    assertThat(reader.isComplete()).isFalse();
                    return MALFORMED;
                }
                body.append(Wire.rest(in.readSlice(count)));
            }
        }
        return reader.isComplete() ? "[" + body + "]" + Wire.rest(in) : MORE;
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "0~~, []",
                "5~abcde~0~~, [abcde]",
                "05~abcde~0~~, [abcde]",
                "000000000000005~abcde~000000000000000~~, [abcde]",
                "a~0123456789~0~~, [0123456789]",
                "A~0123456789~1~x~0~~, [0123456789x]",
                "5~a~bc~0~~, [a~bc]",
                "0~~GET / HTTP/1.1, []GET / HTTP/1.1",
                "0~~~, []~",
                "0~A: b~~, []",
                "0~A:~a: b;\u00e9\t c~~x, []x",
                "0~Content-Length: 5~Transfer-Encoding: chunked~~, []",
                "5;a~abcde~0;b=c~~, [abcde]",
                "5;a=\"b; \\\" \\\\ c\";d~abcde~0~~, [abcde]",
                "5 \t; \ta = b; c = \"\" ;d;e ;f~abcde~0~~, [abcde]",
                "5~abcde~0;a=\"\"~~, [abcde]"
            })
    @DisplayName("RFC 9112 7.1: chunks, their extensions and trailers give the body alone; ~ stands for CR LF")
    void bodies(String stream, String expected) {
        assertThat(chunked(stream.replace("~", "\r\n"))).isEqualTo(expected.replace("~", "\r\n"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "~",
                "\n",
                "g~",
                "-5~",
                "+5~",
                "0x5~",
                " 5~",
                "5 ~",
                "5\t~",
                "5_~",
                "5,~",
                "5\n",
                "5\r5",
                "5\r\r\n",
                "\u00b2~",
                "5;",
                "\u0000",
                ";a~",
                "5~abcde5~",
                "5~abcde\n",
                "5~abcde\r0",
                "5~abcdef~",
                "5~abcde~~",
                "5~abcde~\n"
            })
    @DisplayName("CVE-2025-58056: a size is digits, data ends with CR LF, a line ends with CR LF and nothing else")
    void malformedChunks(String stream) {
        assertThat(chunked(stream.replace("~", "\r\n") + "\n\r\n\r\n0\r\n\r\n")).isEqualTo(MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "80000000",
                "ffffffff",
                "100000005",
                "7fffffffffffffff",
                "8000000000000000",
                "ffffffffffffffff",
                "10000000000000000",
                "10000000000000005",
                "0000000000000005"
            })
    @DisplayName("HARDENING 1.3: a chunk of 2 GiB or more is refused, and no size overflows to a small one")
    void sizeOverflow(String size) {
        assertThat(chunked(size + "\r\nabcde\r\n0\r\n\r\n")).isEqualTo(MALFORMED);
        assertThat(chunked("7fffffff\r\nabcde")).isEqualTo(MORE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ";a\n",
                ";a=b\n",
                ";a\rb\r\n",
                ";a=\"\n\"\r\n",
                ";a=\"\r\n\"\r\n",
                ";a=\"\\\r\n\"\r\n",
                ";a=\"\\\n\"\r\n",
                ";a=\"b\r\n",
                ";a=\"\u0000\"\r\n",
                ";a=\"\u00e9\"\r\n",
                ";a\u0000\r\n",
                ";a\u007f\r\n",
                ";\u00e9\r\n",
                ";\r\n",
                ";;a\r\n",
                ";=b\r\n",
                ";a=\r\n",
                ";a=;b\r\n",
                ";a=b=c\r\n",
                ";a=\"b\"c\r\n",
                ";a=b\"c\"\r\n",
                ";\"a\"\r\n",
                ";a b\r\n",
                ";a=b c\r\n",
                ";a=b \r\n",
                ";a=b ;c\r\n",
                ";a=b\t;c\r\n",
                ";a \r\n",
                ";a=\"b\" \r\n",
                ";a\\b\r\n",
                ";a,b\r\n"
            })
    @DisplayName("CVE-2026-33870, RFC 9112 7.1.1: extensions are well-formed; no CR or LF hides in a quoted string")
    void malformedExtensions(String extension) {
        assertThat(chunked("5" + extension + "abcde\r\n0\r\n\r\n")).isEqualTo(MALFORMED);
        assertThat(chunked("5\r\nabcde\r\n0" + extension + "\r\n")).isEqualTo(MALFORMED);
    }

    @Test
    @DisplayName("CVE-2026-33870: the sum of all extensions of a body is bounded by 4,096 bytes")
    void manyExtensions() {
        String one = "1;aaaaaaaaaaaaaa\r\nx\r\n";
        assertThat(chunked(one.repeat(273) + "0\r\n\r\n")).isEqualTo("[" + "x".repeat(273) + "]");
        assertThat(chunked(one.repeat(274) + "0\r\n\r\n")).isEqualTo(MALFORMED);
        assertThat(chunked("1;a=" + "b".repeat(4092) + "\r\nx\r\n0\r\n\r\n")).isEqualTo("[x]");
        assertThat(chunked("1;a=" + "b".repeat(4094) + "\r\nx\r\n0\r\n\r\n")).isEqualTo(MALFORMED);
        assertThat(chunked("1;a=\"" + " ".repeat(5000))).isEqualTo(MALFORMED);
        assertThat(chunked("1;" + " ".repeat(5000))).isEqualTo(MALFORMED);
        assertThat(chunked("1" + " ".repeat(5000))).isEqualTo(MALFORMED);
        assertThat(chunked(one + "0\r\n\r\n")).as("counted anew").isEqualTo("[x]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\r\n\r\n",
                ": b\r\n\r\n",
                " a: b\r\n\r\n",
                "\ta: b\r\n\r\n",
                "a : b\r\n\r\n",
                "a: b\r\n c\r\n\r\n",
                "a: b\n\r\n",
                "a: b\rc\r\n\r\n",
                "a: b\r\r\n",
                "a: \u0000\r\n\r\n",
                "a: \u007f\r\n\r\n",
                "a\u0000: b\r\n\r\n",
                "\u00e4: b\r\n\r\n",
                "a(: b\r\n\r\n",
                "\n",
                "\rx",
                "\r\r\n",
                "a: b\r\n\n",
                "a: b\r\n\r\r\n"
            })
    @DisplayName("RFC 9112 7.1.2: trailers are header lines, read as strictly as those of heads")
    void malformedTrailers(String trailers) {
        assertThat(chunked("0\r\n" + trailers)).isEqualTo(MALFORMED);
    }

    @Test
    @DisplayName("HARDENING 3: trailers are bounded by 8,192 bytes, whether one is long or many are short")
    void longTrailers() {
        assertThat(chunked("0\r\na:" + "b".repeat(8188) + "\r\n\r\n")).isEqualTo("[]");
        assertThat(chunked("0\r\na:" + "b".repeat(8192) + "\r\n\r\n")).isEqualTo(MALFORMED);
        assertThat(chunked("0\r\n" + "a:\r\n".repeat(4000) + "\r\n")).isEqualTo(MALFORMED);
        assertThat(chunked("0\r\n" + "a".repeat(9000))).isEqualTo(MALFORMED);
        assertThat(chunked("0\r\na: b\r\n\r\n")).as("counted anew").isEqualTo("[]");
    }

    @Test
    @DisplayName("RFC 9112 7.1: a chunked body may come byte by byte and is the same")
    void byteByByte() {
        String stream = "5;a=\"\\\"\"\r\nabcde\r\n0a\r\n0123456789\r\n0\r\nX: y\r\n\r\n";
        assertThat(chunked(stream.split(""))).isEqualTo("[abcde0123456789]");
        for (int at = 1; at < stream.length(); at++) {
            assertThat(chunked(stream.substring(0, at), stream.substring(at) + "rest"))
                    .isEqualTo("[abcde0123456789]rest");
            assertThat(chunked(stream.substring(0, at))).as("cut at %d", at).isEqualTo(MORE);
        }
    }

    @Test
    @DisplayName("RFC 9112 6.2: a length takes so many bytes in any pieces and leaves the rest")
    void length() {
        reader.length(5);
        assertThat(reader.isComplete()).isFalse();
        ByteBuf in = Wire.buffer("abc");
        assertThat(reader.next(in)).isEqualTo(3);
        in.skipBytes(3);
        assertThat(reader.next(in)).isZero();
        assertThat(reader.isComplete()).isFalse();
        in = Wire.buffer("deGET /");
        assertThat(reader.next(in)).isEqualTo(2);
        assertThat(reader.isComplete()).isTrue();
        in.skipBytes(2);
        assertThat(reader.next(in)).isZero();
        assertThat(Wire.rest(in)).isEqualTo("GET /");
    }

    @Test
    @DisplayName(
            "RFC 9112 6.3: no body for length 0, nor before one has begun; a length of 18 digits does not overflow")
    void lengthEdges() {
        ByteBuf in = Wire.buffer("abc");
        assertThat(reader.isComplete()).isTrue();
        assertThat(reader.next(in)).isZero();
        reader.length(0);
        assertThat(reader.isComplete()).isTrue();
        assertThat(reader.next(in)).isZero();
        reader.length(999_999_999_999_999_999L);
        assertThat(reader.next(in)).isEqualTo(3);
        assertThat(reader.isComplete()).isFalse();
    }

    @Test
    @DisplayName("RFC 9112 6.3: only the end of the connection ends a body that has no length")
    void untilClose() {
        reader.untilClose();
        assertThat(reader.isUntilClose()).isTrue();
        for (String piece : List.of("abc", "0\r\n\r\n", "HTTP/1.1 200 OK\r\n\r\n")) {
            assertThat(reader.next(Wire.buffer(piece))).isEqualTo(piece.length());
            assertThat(reader.isComplete()).isFalse();
        }
        assertThat(reader.next(Unpooled.EMPTY_BUFFER)).isZero();
        reader.length(0);
        assertThat(reader.isUntilClose()).isFalse();
    }

    @Test
    @DisplayName("HARDENING B3: broken framing stays broken until a new body begins")
    void brokenForGood() {
        assertThat(chunked("g\r\n")).isEqualTo(MALFORMED);
        assertThat(reader.next(Wire.buffer("0\r\n\r\n"))).isEqualTo(BodyReader.MALFORMED);
        assertThat(reader.next(Wire.buffer("0\r\n\r\n"))).isEqualTo(BodyReader.MALFORMED);
        assertThat(reader.isComplete()).isFalse();
        assertThat(chunked("1\r\nx\r\n0\r\n\r\n")).isEqualTo("[x]");
    }
}
