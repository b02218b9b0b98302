package dev.sallyport.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.handler.codec.http.HttpResponseStatus;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeadWriterTest {

    private final HeadWriter writer = new HeadWriter();

    @Test
    @DisplayName("RFC 9112 4: a status line for every status, and our reader takes it")
    void statusLines() {
        ResponseReader reader = Wire.responses();
        for (int status = 100; status < 600; status++) {
            String head = Wire.sent(writer.response(status).end());
            assertThat(head).isEqualTo("HTTP/1.1 " + status + " " + StatusText.of(status) + "\r\n\r\n");
            assertThat(Wire.sent(writer.response(status).end())).as("again").isEqualTo(head);
            reader.reset();
            assertThat(reader.read(Wire.buffer(head))).isEqualTo(HeadReader.COMPLETE);
            assertThat(reader.status()).isEqualTo(status);
        }
        for (int status : new int[] {-1, 0, 1, 99, 600, 999, 1000, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
            assertThat(Wire.sent(writer.response(status))).isEqualTo("HTTP/1.1 " + status + " Unknown Status\r\n");
        }
    }

    @Test
    @DisplayName("RFC 9110 15: the reason phrases are those that Netty sent before, or the name of the class")
    void reasons() {
        for (int status = 100; status < 600; status++) {
            String netty = HttpResponseStatus.valueOf(status).reasonPhrase();
            if (!netty.contains("(")) {
                assertThat(StatusText.of(status)).as("status %d", status).isEqualToIgnoringCase(netty);
            }
            assertThat(StatusText.of(status)).matches("[A-Za-z -]+");
        }
    }

    @ParameterizedTest
    @ValueSource(
            longs = {
                0,
                1,
                9,
                10,
                11,
                19,
                99,
                100,
                101,
                999,
                1000,
                2_147_483_647L,
                2_147_483_648L,
                999_999_999_999_999_999L,
                1_000_000_000_000_000_000L,
                Long.MAX_VALUE - 7,
                Long.MAX_VALUE
            })
    @DisplayName("RFC 9110 8.6: numbers in decimal, at every edge")
    void numbers(long number) {
        assertThat(Wire.sent(writer.request("").number(number).octet(';'))).isEqualTo(" " + number + ";");
    }

    @Test
    @DisplayName("RFC 9112 3: a request line and its lines")
    void requests() {
        Headers headers = new Headers().add("X", "\u00e9").add("Empty", "");
        String head = Wire.sent(writer.request("GET")
                .bytes(Wire.bytes("-/p?q-"), 1, 5)
                .endRequestLine()
                .line("Host", "a")
                .line(HeaderLine.of("Via", "x"))
                .lines(headers)
                .line(headers, 0)
                .constant(Wire.bytes("A: b\r\n"))
                .end());

        assertThat(head)
                .isEqualTo(
                        "GET /p?q HTTP/1.1\r\nHost: a\r\nVia: x\r\nX: \u00e9\r\nEmpty: \r\nX: \u00e9\r\nA: b\r\n\r\n");
        assertThat(Wire.requests().read(Wire.buffer(head))).isEqualTo(HeadReader.COMPLETE);
    }

    @Test
    @DisplayName("RFC 9112 5: lines go out in one form, however the blanks were when they came in")
    void normalForm() {
        RequestReader reader = Wire.requests();
        String lines =
                "Host:a\r\nA:1\r\nB: 2\r\nC:\t3\r\nD:  4\r\nE: 5 \t\r\nF:\r\nG: \r\nH:  \r\nI: : \r\nj:\u00ff\r\n";
        assertThat(reader.read(Wire.buffer("GET / HTTP/1.1\r\n" + lines + "\r\n")))
                .isEqualTo(HeadReader.COMPLETE);

        assertThat(Wire.sent(writer.request("GET").lines(reader.headers())))
                .isEqualTo(
                        "GET Host: a\r\nA: 1\r\nB: 2\r\nC: 3\r\nD: 4\r\nE: 5\r\nF: \r\nG: \r\nH: \r\nI: :\r\nj: \u00ff\r\n");
    }

    @Test
    @DisplayName("HARDENING 2: text above ASCII becomes '?', never the CR or LF that its low byte is")
    void textBeyondAscii() {
        assertThat(Wire.sent(writer.request("G\u010d\u010aX").line("A\u010d", "b\u560a\u00e9")))
                .isEqualTo("G??X A?: b??\r\n");
    }

    @Test
    @DisplayName("HARDENING 1.3 (CVE-2025-4366): a head has nothing of the head before, which may have been longer")
    void reuse() {
        String value = "v".repeat(10_000);
        assertThat(Wire.sent(writer.response(200).line("X", value).end())).hasSize(10_000 + 24);
        assertThat(Wire.sent(writer.response(204).end())).isEqualTo("HTTP/1.1 204 No Content\r\n\r\n");
        assertThat(Wire.sent(writer.request("GET"))).isEqualTo("GET ");
    }

    @Test
    @DisplayName("PERFORMANCE: the buffer has the room that was asked for and is the caller's")
    void buffer() {
        writer.response(200).end();
        ByteBuf first = writer.toBuffer(UnpooledByteBufAllocator.DEFAULT, 100);
        writer.response(404);
        ByteBuf second = writer.toBuffer(UnpooledByteBufAllocator.DEFAULT, 0);
        try {
            assertThat(first.writableBytes()).isGreaterThanOrEqualTo(100);
            assertThat(Wire.rest(first)).isEqualTo("HTTP/1.1 200 OK\r\n\r\n");
            assertThat(Wire.rest(second)).isEqualTo("HTTP/1.1 404 Not Found\r\n");
        } finally {
            first.release();
            second.release();
        }
    }
}
