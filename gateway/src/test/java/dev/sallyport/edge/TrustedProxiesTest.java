package dev.sallyport.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.http.Headers;
import dev.sallyport.iam.IpRange;
import dev.sallyport.pipeline.ClientAddress;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** For whom a trusted proxy speaks. */
class TrustedProxiesTest {

    private static final TrustedProxies PROXIES = new TrustedProxies(Stream.of("10.0.0.0/8", "2001:db8:1::/48")
            .map(range -> Objects.requireNonNull(IpRange.parse(range)))
            .toList());

    private static final ClientAddress PEER = new ClientAddress("10.0.0.1", 4566, false);

    private static @Nullable ClientAddress client(String... lines) {
        Headers headers = new Headers();
        for (String line : lines) {
            int colon = line.indexOf(':');
            headers.add(line.substring(0, colon), line.substring(colon + 1).strip());
        }
        return PROXIES.client(PEER, headers);
    }

    @ParameterizedTest(name = "{0} = {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            nullValues = "refused",
            value = {
                "192.0.2.7                              | 192.0.2.7",
                "6.6.6.6, 192.0.2.7                     | 192.0.2.7",
                "6.6.6.6,192.0.2.7,10.9.9.9             | 192.0.2.7",
                "6.6.6.6 ,\t192.0.2.7\t, 10.9.9.9 ,10.1 | refused",
                "127.0.0.1, 192.0.2.7, 10.9.9.9         | 192.0.2.7",
                "10.0.0.5                               | 10.0.0.5",
                "10.0.0.5, 10.0.0.6                     | 10.0.0.5",
                "\"\"                                   | 10.0.0.1",
                "\",\"                                  | 10.0.0.1",
                "\" , ,\"                               | 10.0.0.1",
                "192.0.2.7,                             | 192.0.2.7",
                ",192.0.2.7                             | 192.0.2.7",
                "192.0.2.7,,10.0.0.5,,                  | 192.0.2.7",
                "garbage, 192.0.2.7                     | 192.0.2.7",
                "192.0.2.7, garbage                     | refused",
                "garbage, 10.0.0.5                      | refused",
                "unknown                                | refused",
                "_hidden                                | refused",
                "for=192.0.2.7                          | refused",
                "'192.0.2.7'                            | refused",
                "192.0.2.7:5000                         | 192.0.2.7",
                "192.0.2.7:0                            | 192.0.2.7",
                "192.0.2.7:65535                        | 192.0.2.7",
                "192.0.2.7:65536                        | refused",
                "192.0.2.7:                             | refused",
                "192.0.2.7:http                         | refused",
                "192.0.2.7:1:1                          | refused",
                "192.0.2.7 5000                         | refused",
                "2001:db8::7                            | 2001:db8:0:0:0:0:0:7",
                "2001:DB8::7                            | 2001:db8:0:0:0:0:0:7",
                "[2001:db8::7]                          | 2001:db8:0:0:0:0:0:7",
                "[2001:db8::7]:5000                     | 2001:db8:0:0:0:0:0:7",
                "[2001:db8::7]:                         | refused",
                "[2001:db8::7]5000                      | refused",
                "[2001:db8::7                           | refused",
                "2001:db8::7]                           | refused",
                "[192.0.2.7]                            | refused",
                "[192.0.2.7]:80                         | refused",
                "[]                                     | refused",
                "6.6.6.6, 2001:db8:1::5                 | 6.6.6.6",
                "::ffff:192.0.2.7                       | 192.0.2.7",
                "[::ffff:192.0.2.7]:80                  | 192.0.2.7",
                "6.6.6.6, ::ffff:10.0.0.5               | 6.6.6.6",
                "fe80::1%eth0                           | refused",
                "192.0.2                                | refused",
                "192.0.2.256                            | refused",
                "192.0.2.07                             | refused",
                "0192.0.2.7                             | refused",
                "0xC0.0.2.7                             | refused",
                "3221225991                             | refused",
                "192.0.2.7/32                           | refused",
                "192.0.2.7;10.0.0.1                     | refused",
                "localhost                              | refused",
                "1.2.3.4.5                              | refused",
                "-1.2.3.4                               | refused"
            })
    @DisplayName("the client is the right-most address that is no trusted proxy's")
    void rightMost(String value, @Nullable String expected) {
        ClientAddress client = client("X-Forwarded-For: " + value);
        assertThat(client == null ? null : client.remoteAddress()).isEqualTo(expected);
        if (client != null) {
            assertThat(client.peerAddress()).isEqualTo("10.0.0.1");
            assertThat(client.relayed()).isTrue();
        }
    }

    @Test
    @DisplayName("several lines are one list, in the order of the lines and whatever their case")
    void lines() {
        assertThat(address(client("X-Forwarded-For: 6.6.6.6", "X-Forwarded-For: 192.0.2.7")))
                .isEqualTo("192.0.2.7");
        assertThat(address(client("x-forwarded-for: 192.0.2.7", "Host: h", "X-FORWARDED-FOR: 10.0.0.5, 10.0.0.6")))
                .isEqualTo("192.0.2.7");
        assertThat(address(client("X-Forwarded-For: 192.0.2.7", "X-Forwarded-For:")))
                .isEqualTo("192.0.2.7");
        assertThat(client("X-Forwarded-For: 192.0.2.7", "X-Forwarded-For: garbage"))
                .isNull();
        assertThat(address(client("X-Forwarded_For: 6.6.6.6", "Forwarded: for=6.6.6.6", "X-Real-IP: 6.6.6.6")))
                .as("no other header counts")
                .isEqualTo("10.0.0.1");
    }

    private static String address(@Nullable ClientAddress client) {
        return Objects.requireNonNull(client).remoteAddress();
    }

    @Test
    @DisplayName("a list is read as far as 64 elements; what is longer in trusted proxies alone is refused")
    void longLists() {
        assertThat(address(client("X-Forwarded-For: 6.6.6.6" + ", 10.0.0.5".repeat(63))))
                .isEqualTo("6.6.6.6");
        assertThat(client("X-Forwarded-For: 6.6.6.6" + ", 10.0.0.5".repeat(64))).isNull();
        assertThat(client("X-Forwarded-For: " + ",".repeat(64))).isNull();
        assertThat(address(client("X-Forwarded-For: " + "6.6.6.6, ".repeat(5_000) + "192.0.2.7")))
                .as("what the client made up is not even read")
                .isEqualTo("192.0.2.7");
    }

    @ParameterizedTest(name = "{0} {1} = {2} {3}")
    @CsvSource(
            nullValues = "-",
            value = {
                "https, 443, true, 443",
                "HTTPS, 443, true, 443",
                "http, 80, false, 80",
                "-, -, false, 4566",
                "https, -, true, 4566",
                "'http, https', '80, 443', true, 443",
                "'https, http', '443, 80', false, 80",
                "wss, 0443, false, 443",
                "'https,', x, false, 4566",
                "'', 65536, false, 4566",
                "https x, -1, false, 4566"
            })
    @DisplayName("X-Forwarded-Proto and -Port: what the nearest proxy says; what is not clearly https is not secure")
    void protoAndPort(@Nullable String proto, @Nullable String port, boolean secure, String expectedPort) {
        ClientAddress client = client(
                "X-Forwarded-For: 192.0.2.7",
                proto == null ? "a: b" : "X-Forwarded-Proto: " + proto,
                port == null ? "c: d" : "X-Forwarded-Port: " + port);
        assertThat(Objects.requireNonNull(client).secure()).isEqualTo(secure);
        assertThat(client.port()).isEqualTo(expectedPort);
    }

    @Test
    @DisplayName("a proxy that names nobody is the client")
    void nobody() {
        assertThat(client("Host: h")).isSameAs(PEER);
    }

    @Test
    @DisplayName("property: whatever a client writes in front of its address, it stays the client")
    void spoofing() {
        SplittableRandom random = new SplittableRandom(11);
        List<String> inventions = List.of(
                "10.0.0.5",
                "127.0.0.1",
                "::1",
                ",",
                " ",
                "\"",
                "[",
                "]",
                ":",
                "unknown",
                "6.6.6.6",
                "garbage",
                "10.0.0.");
        for (int i = 0; i < 20_000; i++) {
            StringBuilder forged = new StringBuilder();
            for (int n = random.nextInt(8); n > 0; n--) {
                forged.append(inventions.get(random.nextInt(inventions.size())));
                forged.append(random.nextBoolean() ? "," : "");
            }
            boolean oneLine = random.nextBoolean();
            ClientAddress client = oneLine
                    ? client("X-Forwarded-For: " + forged + ", 192.0.2.7, 10.0.0.9")
                    : client("X-Forwarded-For: " + forged, "X-Forwarded-For: 192.0.2.7", "X-Forwarded-For: 10.0.0.9");
            assertThat(address(client)).as(forged.toString()).isEqualTo("192.0.2.7");
        }
    }
}
