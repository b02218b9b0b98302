package dev.sallyport.limits;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApiKeyTableTest {

    private final SipHash hashing = new SipHash(new SplittableRandom(5));
    private final ApiKeyTable table = new ApiKeyTable(hashing);

    @ParameterizedTest
    @CsvSource({
        "0, 726fdb47dd0e0e31",
        "1, 74f839c593dc67fd",
        "7, ab0200f58b01d137",
        "8, 93f5f5799a932462",
        "15, a129ca6149be45e5",
        "63, 958a324ceb064572"
    })
    @DisplayName("the hash is SipHash-2-4: the vectors of its authors")
    void vectors(int length, String hash) {
        byte[] message = new byte[length + 5];
        for (int i = 0; i < length; i++) {
            message[i + 3] = (byte) i;
        }
        SipHash known = new SipHash(0x0706050403020100L, 0x0f0e0d0c0b0a0908L);
        assertThat(Long.toHexString(known.hash(message, 3, length + 3))).isEqualTo(hash);
    }

    @Test
    @DisplayName("MRQ-3: exactly the values that are there are found, among ten thousand")
    void finds() {
        SplittableRandom random = new SplittableRandom(1);
        List<KnownKey> keys = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            keys.add(new KnownKey("id" + i, Long.toHexString(random.nextLong()) + "-0123456789-" + i, hashing));
        }
        table.keys(keys);
        for (KnownKey key : keys) {
            assertThat(table.find(key.value())).isSameAs(key);
            assertThat(table.find(key.value() + "x")).isNull();
            assertThat(table.find(key.value().substring(1))).isNull();
        }
        byte[] line = ("x-api-key: " + keys.get(7).value() + "\r\n").getBytes(UTF_8);
        assertThat(table.find(line, 11, line.length - 2)).isSameAs(keys.get(7));
        assertThat(table.find("")).isNull();
        table.keys(List.of());
        assertThat(table.find(keys.getFirst().value())).isNull();
    }
}
