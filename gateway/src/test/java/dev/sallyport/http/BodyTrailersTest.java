package dev.sallyport.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class BodyTrailersTest {

    private final BodyReader body = new BodyReader();
    private final Headers trailers = new Headers();

    private static ByteBuf bytes(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1);
    }

    /** Reads a piece; false when it is malformed. */
    private boolean read(String text) {
        ByteBuf in = bytes(text);
        while (in.isReadable() && !body.isComplete()) {
            int count = body.next(in);
            if (count == BodyReader.MALFORMED) {
                return false;
            }
            in.skipBytes(count);
        }
        return true;
    }

    private void begin(int maxBytes) {
        body.chunked(trailers, maxBytes);
    }

    @Test
    @DisplayName("RFC 9112 7.1.2: trailers that were asked for are kept, blanks around values are not")
    void kept() {
        begin(1000);

        assertThat(read("3\r\nabc\r\n0\r\nA-b: c  d\t \r\nEmpty:\r\nBlank: \t\r\nX:y\r\n\r\n"))
                .isTrue();

        assertThat(body.isComplete()).isTrue();
        assertThat(trailers).hasToString("A-b: c  d\nEmpty: \nBlank: \nX: y\n");
        assertThat(trailers.isLegal()).isTrue();
        assertThat(trailers.first("a-B")).isEqualTo("c  d");
    }

    @Test
    @DisplayName("RFC 9112 7.1.2: a trailer that comes in single bytes is the same")
    void inPieces() {
        begin(1000);

        for (char c : "1\r\nz\r\n0\r\nName: value \r\nB:  2\r\n\r\n".toCharArray()) {
            assertThat(read(String.valueOf(c))).isTrue();
        }

        assertThat(body.isComplete()).isTrue();
        assertThat(trailers).hasToString("Name: value\nB: 2\n");
    }

    @Test
    @DisplayName("RFC 9112 7.1.2: the next body begins with none, and one that did not ask leaves them alone")
    void nextBody() {
        begin(1000);
        assertThat(read("0\r\nA: 1\r\n\r\n")).isTrue();
        body.chunked();
        assertThat(read("0\r\nB: 2\r\n\r\n")).isTrue();
        assertThat(trailers).hasToString("A: 1\n");

        begin(1000);

        assertThat(trailers.size()).isZero();
        assertThat(read("0\r\n\r\n")).isTrue();
        assertThat(trailers.size()).isZero();
        assertThat(body.isComplete()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                " A: 1\r\n\r\n",
                "A : 1\r\n\r\n",
                ": 1\r\n\r\n",
                "A\r\n\r\n",
                "A: 1\n\r\n",
                "A: 1\r\r\n",
                "A: \0\r\n\r\n",
                "A: 1\r\n b\r\n\r\n",
                "A: 1\r\n\rx"
            })
    @DisplayName("HARDENING 1.4: trailers are as strict as headers")
    void malformed(String text) {
        begin(1000);

        assertThat(read("0\r\n" + text)).isFalse();
        assertThat(read("x")).isFalse();
    }

    static Stream<String> tooMuch() {
        return Stream.of("A: " + "x".repeat(100) + "\r\n", "A: 1\r\n".repeat(30), "A".repeat(101));
    }

    @ParameterizedTest
    @MethodSource
    @DisplayName("HARDENING 2: trailers beyond their limit end the body")
    void tooMuch(String text) {
        begin(100);

        assertThat(read("0\r\n" + text)).isFalse();
    }

    @Test
    @DisplayName("HARDENING 2: a hundred trailers and no more")
    void tooMany() {
        begin(100_000);
        assertThat(read("0\r\n" + "A:\r\n".repeat(100) + "\r\n")).isTrue();
        assertThat(trailers.size()).isEqualTo(100);

        begin(100_000);

        assertThat(read("0\r\n" + "A:\r\n".repeat(101))).isFalse();
    }
}
