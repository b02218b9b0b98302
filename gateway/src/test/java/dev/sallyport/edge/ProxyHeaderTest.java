package dev.sallyport.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** PROXY headers of both versions, in pieces, broken and random. */
class ProxyHeaderTest {

    private static final String REST = "GET / HTTP/1.1\r\n\r\n";

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Reads a header with a request behind it, which has to be left whole. */
    private static ProxyHeader read(byte[] header) throws ProxyHeader.Malformed {
        ByteBuf bytes = Unpooled.buffer().writeBytes(header).writeBytes(ascii(REST));
        ProxyHeader read = ProxyHeader.read(bytes);
        assertThat(bytes.toString(StandardCharsets.ISO_8859_1)).isEqualTo(REST);
        return Objects.requireNonNull(read);
    }

    @ParameterizedTest
    @CsvSource({
        "PROXY TCP4 192.0.2.7 198.51.100.1 56324 443, 192.0.2.7, 443",
        "PROXY TCP4 255.255.255.255 255.255.255.255 65535 65535, 255.255.255.255, 65535",
        "PROXY TCP4 1.1.1.1 1.1.1.1 0 0, 1.1.1.1, 0",
        "PROXY TCP6 2001:db8::7 2001:DB8:0:0:0:0:0:1 1 80, 2001:db8:0:0:0:0:0:7, 80",
        "PROXY TCP6 ::ffff:192.0.2.7 ::1 1 80, 192.0.2.7, 80",
        "PROXY TCP6 ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff 65535 65535,"
                + " ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff, 65535"
    })
    @DisplayName("version 1: source and destination")
    void lines(String line, String client, int port) throws Exception {
        assertThat(read(ascii(line + "\r\n"))).isEqualTo(new ProxyHeader(client, port, false, null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PROXY UNKNOWN", "PROXY UNKNOWN ffff::1 ffff::2 65535 65535", "PROXY UNKNOWN what ever"})
    @DisplayName("version 1: the proxy does not know, or speaks for itself")
    void unknown(String line) throws Exception {
        assertThat(read(ascii(line + "\r\n")).client()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\n",
                "\n",
                " PROXY TCP4 1.1.1.1 1.1.1.1 1 1\r\n",
                "proxy TCP4 1.1.1.1 1.1.1.1 1 1\r\n",
                "PROXY  TCP4 1.1.1.1 1.1.1.1 1 1\r\n",
                "PROXY\tTCP4 1.1.1.1 1.1.1.1 1 1\r\n",
                "PROXY TCP4 1.1.1.1 1.1.1.1 1 1\n",
                "PROXY TCP4 1.1.1.1 1.1.1.1 1 1 \r\n",
                "PROXY TCP4 1.1.1.1 1.1.1.1 1\r\n",
                "PROXY TCP4 1.1.1.1 1.1.1.1 1 1 1\r\n",
                "PROXY TCP4 1.1.1.1  1 1\r\n",
                "PROXY TCP4\r\n",
                "PROXY \r\n",
                "PROXY UDP4 1.1.1.1 1.1.1.1 1 1\r\n",
                "PROXY TCP5 1.1.1.1 1.1.1.1 1 1\r\n",
                "PROXY TCP4 ::1 ::1 1 1\r\n",
                "PROXY TCP6 1.1.1.1 1.1.1.1 1 1\r\n",
                "PROXY TCP6 1.1.1.1 ::1 1 1\r\n",
                "PROXY TCP4 1.1.1 1.1.1.1 1 1\r\n",
                "PROXY TCP4 1.1.1.256 1.1.1.1 1 1\r\n",
                "PROXY TCP4 01.1.1.1 1.1.1.1 1 1\r\n",
                "PROXY TCP4 0x7f.1.1.1 1.1.1.1 1 1\r\n",
                "PROXY TCP4 2130706433 1.1.1.1 1 1\r\n",
                "PROXY TCP4 localhost 1.1.1.1 1 1\r\n",
                "PROXY TCP4 1.1.1.1:1 1.1.1.1 1 1\r\n",
                "PROXY TCP4 1.1.1.1/8 1.1.1.1 1 1\r\n",
                "PROXY TCP4 1.1.1.1 1.1.1.1 65536 1\r\n",
                "PROXY TCP4 1.1.1.1 1.1.1.1 1 65536\r\n",
                "PROXY TCP4 1.1.1.1 1.1.1.1 1 99999999999\r\n",
                "PROXY TCP4 1.1.1.1 1.1.1.1 1 -1\r\n",
                "PROXY TCP4 1.1.1.1 1.1.1.1 1 +1\r\n",
                "PROXY TCP4 1.1.1.1 1.1.1.1 1 01\r\n",
                "PROXY TCP4 1.1.1.1 1.1.1.1  1\r\n",
                "PROXY TCP6 [::1] ::1 1 1\r\n",
                "PROXY TCP6 ::1%lo ::1 1 1\r\n",
                "PROXY TCP6 1::2::3 ::1 1 1\r\n",
                "PROXY TCP6 12345::1 ::1 1 1\r\n",
                "PROXY TCP4 1.1.1.1\0 1.1.1.1 1 1\r\n"
            })
    @DisplayName("version 1: what is no header")
    void wrongLines(String line) {
        assertThatThrownBy(() -> read(ascii(line))).isInstanceOf(ProxyHeader.Malformed.class);
    }

    @Test
    @DisplayName("version 1: a line ends after 107 bytes, and whether it will is not waited for")
    void longLines() throws Exception {
        String longest = "PROXY UNKNOWN " + "x".repeat(107 - 14 - 2) + "\r\n";
        assertThat(read(ascii(longest)).client()).isNull();
        assertThatThrownBy(() -> read(ascii("PROXY UNKNOWN " + "x".repeat(107 - 14 - 1) + "\r\n")))
                .isInstanceOf(ProxyHeader.Malformed.class);
        assertThatThrownBy(() -> ProxyHeader.read(Unpooled.wrappedBuffer(ascii("PROXY UNKNOWN " + "x".repeat(93)))))
                .isInstanceOf(ProxyHeader.Malformed.class);
    }

    @Test
    @DisplayName("version 2: addresses of both families")
    void addresses() throws Exception {
        assertThat(read(new ProxyHeaders().from("192.0.2.7")))
                .isEqualTo(new ProxyHeader("192.0.2.7", 443, false, null));
        assertThat(read(new ProxyHeaders().from("2001:db8::7")))
                .isEqualTo(new ProxyHeader("2001:db8:0:0:0:0:0:7", 443, false, null));
    }

    @Test
    @DisplayName("version 2: a proxy that speaks for itself, with and without addresses, and one that names no family")
    void local() throws Exception {
        assertThat(read(new ProxyHeaders().header(0x20, 0x00, new byte[0])).client())
                .isNull();
        assertThat(read(new ProxyHeaders().header(0x20, 0x11, new byte[12])).client())
                .isNull();
        assertThat(read(new ProxyHeaders().header(0x20, 0x31, new byte[216])).client())
                .isNull();
        assertThat(read(new ProxyHeaders().header(0x20, 0xFF, new byte[3])).client())
                .isNull();
        assertThat(read(new ProxyHeaders().header(0x21, 0x00, new byte[7])).client())
                .isNull();
    }

    @Test
    @DisplayName("version 2: the VPC endpoint, TLS, the checksum; fields of other kinds say nothing")
    void fields() throws Exception {
        byte[] noop = new byte[100];
        assertThat(read(new ProxyHeaders()
                        .field(0x04, noop)
                        .vpce("vpce-0123")
                        .field(0xE0, ascii("x"))
                        .from("192.0.2.7")))
                .isEqualTo(new ProxyHeader("192.0.2.7", 443, false, "vpce-0123"));
        assertThat(read(new ProxyHeaders()
                                .field(0x20, new byte[] {1, 0, 0, 0, 0})
                                .from("192.0.2.7"))
                        .secure())
                .isTrue();
        assertThat(read(new ProxyHeaders()
                                .field(0x20, new byte[] {6, 0, 0, 0, 0})
                                .from("192.0.2.7"))
                        .secure())
                .isFalse();
        assertThat(read(new ProxyHeaders().field(0xEA, new byte[] {2, 'x'}).from("192.0.2.7"))
                        .vpcEndpointId())
                .isNull();
        assertThat(read(new ProxyHeaders().field(0xEA, new byte[0]).from("192.0.2.7"))
                        .vpcEndpointId())
                .isNull();
        assertThat(read(new ProxyHeaders().vpce("vpce-0123").fromWithChecksum("192.0.2.7"))
                        .vpcEndpointId())
                .isEqualTo("vpce-0123");
    }

    @Test
    @DisplayName("version 2: what does not add up")
    void wrongBinaries() throws Exception {
        byte[] good = new ProxyHeaders().vpce("vpce-0123").from("192.0.2.7");
        byte[] summed = new ProxyHeaders().fromWithChecksum("192.0.2.7");
        summed[20] ^= 1;
        for (byte[] wrong : List.of(
                with(good, 0, 12),
                with(good, 11, 13),
                with(good, 12, 0x11), // version 1
                with(good, 12, 0x31),
                with(good, 12, 0x22), // an unknown command
                with(good, 13, 0x12), // datagrams
                with(good, 13, 0x22),
                with(good, 13, 0x31), // a path
                with(good, 13, 0x01),
                with(good, 13, 0x10),
                with(good, 13, 0x41),
                with(good, 15, 11), // shorter than the addresses
                with(good, 15, 13), // an end within a field
                with(good, 15, 14),
                with(good, 15, 15),
                with(good, 29, 1), // a field that is longer than the header
                with(good, 30, 200),
                summed,
                new ProxyHeaders().field(0x03, new byte[3]).from("192.0.2.7"),
                new ProxyHeaders().field(0x20, new byte[4]).from("192.0.2.7"),
                new ProxyHeaders().header(0x21, 0x21, new byte[12]))) {
            assertThatThrownBy(() -> read(wrong)).as(Arrays.toString(wrong)).isInstanceOf(ProxyHeader.Malformed.class);
        }
    }

    private static byte[] with(byte[] header, int at, int octet) {
        byte[] changed = header.clone();
        changed[at] = (byte) octet;
        return changed;
    }

    @Test
    @DisplayName("version 2: a header of more than 4 KB is refused before it has come")
    void longBinaries() throws Exception {
        byte[] longest =
                new ProxyHeaders().field(0x04, new byte[4096 - 16 - 12 - 3]).from("192.0.2.7");
        assertThat(longest).hasSize(4096);
        assertThat(read(longest).client()).isEqualTo("192.0.2.7");
        byte[] longer =
                new ProxyHeaders().field(0x04, new byte[4096 - 16 - 12 - 2]).from("192.0.2.7");
        assertThatThrownBy(() -> ProxyHeader.read(Unpooled.wrappedBuffer(longer, 0, 16)))
                .isInstanceOf(ProxyHeader.Malformed.class);
    }

    @Test
    @DisplayName("property: whatever part of a header has come, it waits for the rest and consumes nothing")
    void pieces() throws Exception {
        for (byte[] header : List.of(
                ascii("PROXY TCP4 192.0.2.7 198.51.100.1 56324 443\r\n"),
                ascii("PROXY UNKNOWN\r\n"),
                new ProxyHeaders().vpce("vpce-0123").fromWithChecksum("2001:db8::7"),
                new ProxyHeaders().header(0x20, 0, new byte[0]))) {
            for (int length = 0; length < header.length; length++) {
                ByteBuf part = Unpooled.copiedBuffer(header, 0, length);
                assertThat(ProxyHeader.read(part))
                        .as("%s of %s bytes", length, header.length)
                        .isNull();
                assertThat(part.readableBytes()).isEqualTo(length);
            }
        }
    }

    @Test
    @DisplayName(
            "property: random and mutated bytes give a header, a wish for more, or a refusal, and never anything else")
    void random() throws Exception {
        SplittableRandom random = new SplittableRandom(7);
        List<byte[]> seeds = List.of(
                ascii("PROXY TCP4 192.0.2.7 198.51.100.1 56324 443\r\n"),
                ascii("PROXY TCP6 2001:db8::7 2001:db8::1 56324 443\r\n"),
                new ProxyHeaders().vpce("vpce-0123").fromWithChecksum("192.0.2.7"),
                new ProxyHeaders()
                        .field(0x20, new byte[] {1, 0, 0, 0, 0, 0x21, 0, 1, 'x'})
                        .from("2001:db8::7"),
                new ProxyHeaders().header(0x20, 0, new byte[0]));
        for (int i = 0; i < 200_000; i++) {
            byte[] bytes = seeds.get(random.nextInt(seeds.size())).clone();
            for (int change = random.nextInt(4); change > 0; change--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            ByteBuf buffer = Unpooled.wrappedBuffer(bytes, 0, random.nextInt(bytes.length + 1));
            int readable = buffer.readableBytes();
            try {
                ProxyHeader header = ProxyHeader.read(buffer);
                if (header == null) {
                    assertThat(buffer.readableBytes()).isEqualTo(readable);
                    assertThat(readable).isLessThan(4096);
                } else if (header.client() != null) {
                    assertThat(header.client()).matches("[0-9a-f.:]+");
                    assertThat(header.port()).isBetween(0, 65_535);
                }
            } catch (ProxyHeader.Malformed refused) {
                assertThat(refused).hasMessageNotContaining("\n");
            }
        }
    }
}
