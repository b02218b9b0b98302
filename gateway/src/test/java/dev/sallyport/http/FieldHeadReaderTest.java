package dev.sallyport.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A head that comes field by field means what the same head means as lines of HTTP/1.1. */
class FieldHeadReaderTest {

    private final FieldHeadReader reader = new FieldHeadReader(100, 200);

    private void field(String name, String value) {
        byte[] nameBytes = name.getBytes(StandardCharsets.ISO_8859_1);
        byte[] valueBytes = value.getBytes(StandardCharsets.ISO_8859_1);
        reader.field(nameBytes, 0, nameBytes.length, valueBytes, 0, valueBytes.length);
    }

    private void begin(String method, String path) {
        reader.reset();
        field(":method", method);
        field(":path", path);
        field(":scheme", "https");
        field(":authority", "example.com");
    }

    @Test
    @DisplayName("LIM-5: the same bytes are counted of a head as over HTTP/1.1")
    void sameAsLines() {
        begin("POST", "/path?query");
        field("content-length", "12");
        field("x-one", "1");
        assertThat(reader.end(true)).isEqualTo(FieldHeadReader.COMPLETE);

        RequestReader lines = new RequestReader(100, 200);
        lines.read(Unpooled.copiedBuffer(
                "POST /path?query HTTP/1.1\r\nHost: example.com\r\ncontent-length: 12\r\nx-one: 1\r\n\r\n",
                StandardCharsets.US_ASCII));
        assertThat(reader.headerBytes()).isEqualTo(lines.headerBytes());
        assertThat(reader.headers().toString()).isEqualTo(lines.headers().toString());
        assertThat(reader.path()).isEqualTo(lines.path());
        assertThat(reader.query()).isEqualTo(lines.query());
        assertThat(reader.host()).isEqualTo(lines.host());
        assertThat(reader.bodyLength()).isEqualTo(12);
        assertThat(reader.method()).isEqualTo("POST");
        assertThat(reader.isKeepAlive()).isTrue();
    }

    @Test
    @DisplayName("RFC 9113 8.2.3: cookies are one line where the first one stood")
    void cookies() {
        begin("GET", "/");
        field("cookie", "a=1");
        field("x-between", "x");
        field("cookie", "b=2; c=3");
        field("cookie", "d=4");
        assertThat(reader.end(false)).isEqualTo(FieldHeadReader.COMPLETE);
        assertThat(reader.headers().toString())
                .isEqualTo("Host: example.com\ncookie: a=1; b=2; c=3; d=4\nx-between: x\n");
    }

    @Test
    @DisplayName("A length is unknown when nothing is said and something follows, and 0 when nothing follows")
    void lengths() {
        begin("POST", "/");
        assertThat(reader.end(true)).isEqualTo(FieldHeadReader.COMPLETE);
        assertThat(reader.bodyLength()).isEqualTo(RequestReader.CHUNKED);
        begin("POST", "/");
        assertThat(reader.end(false)).isEqualTo(FieldHeadReader.COMPLETE);
        assertThat(reader.bodyLength()).isZero();
        begin("POST", "/");
        field("content-length", "5");
        field("content-length", "5");
        assertThat(reader.end(true)).isEqualTo(400);
        begin("POST", "/");
        field("content-length", "5x");
        assertThat(reader.end(true)).isEqualTo(400);
    }

    @Test
    @DisplayName("HARDENING: bounds are met with the statuses of HTTP/1.1, and the next head is read as if nothing was")
    void bounds() {
        begin("GET", "/" + "x".repeat(100));
        assertThat(reader.end(false)).isEqualTo(414);
        begin("GET", "/");
        field("x", "y".repeat(200));
        field("z", "1");
        assertThat(reader.end(false)).isEqualTo(431);
        reader.reset();
        reader.tooLarge();
        assertThat(reader.end(false)).isEqualTo(FieldHeadReader.MALFORMED);
        begin("GET", "/");
        assertThat(reader.end(false)).isEqualTo(FieldHeadReader.COMPLETE);
    }
}
