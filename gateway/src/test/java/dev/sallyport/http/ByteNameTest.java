package dev.sallyport.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ByteNameTest {

    private static ByteName at(String text, int start, int end) {
        return new ByteName().at(Wire.bytes(text), start, end);
    }

    @Test
    @DisplayName("PERFORMANCE: bytes in the middle of others find the key that equals them")
    void lookUp() {
        Map<ByteName, String> map = new HashMap<>();
        map.put(ByteName.of("orders"), "a");
        map.put(ByteName.of("or"), "b");
        map.put(ByteName.of(""), "c");
        map.put(ByteName.of("caf\u00e9"), "d");
        ByteName probe = new ByteName();
        byte[] path = Wire.bytes("/orders/caf\u00e9");

        assertThat(map.get(probe.at(path, 1, 7))).isEqualTo("a");
        assertThat(map.get(probe.at(path, 1, 3))).isEqualTo("b");
        assertThat(map.get(probe.at(path, 1, 1))).isEqualTo("c");
        assertThat(map.get(probe.at(path, 8, 12))).isEqualTo("d");
        assertThat(map.get(probe.at(path, 0, 7))).isNull();
        assertThat(map.get(probe.at(path, 1, 6))).isNull();
    }

    @Test
    @DisplayName("Names are equal when their bytes are, in their case and nothing else")
    void equality() {
        ByteName name = ByteName.of("abc");
        assertThat(name).isEqualTo(at("xabcx", 1, 4)).hasSameHashCodeAs(at("xabcx", 1, 4));
        assertThat(name).isNotEqualTo(ByteName.of("abC"));
        assertThat(name).isNotEqualTo(ByteName.of("ab"));
        assertThat(name).isNotEqualTo(ByteName.of("abcd"));
        assertThat((Object) name).isNotEqualTo("abc");
        // Equal hash codes: 31 * 'A' + 'a' = 31 * 'B' + 'B'.
        assertThat(ByteName.of("Aa")).hasSameHashCodeAs(ByteName.of("BB")).isNotEqualTo(ByteName.of("BB"));
        assertThat(new ByteName()).isEqualTo(ByteName.of("")).hasToString("");
        assertThat(at("xabcx", 1, 4)).hasToString("abc");
        assertThat(ByteName.of("\u00ff")).hasToString("\u00ff");
    }

    @Test
    @DisplayName("A name with characters beyond Latin-1 is a question mark and so matches no such bytes of a path")
    void beyondLatin1() {
        assertThat(ByteName.of("\u010d")).isNotEqualTo(ByteName.of("\r")).hasToString("?");
    }
}
