package dev.sallyport.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class OctetsTest {

    private static boolean equalsIgnoreCase(String bytes, String ascii) {
        return Octets.equalsIgnoreCase(Wire.bytes(bytes), 0, bytes.length(), ascii);
    }

    @Test
    @DisplayName("RFC 9110 5.1: the case of ASCII letters is ignored, no other character stands for another")
    void ignoringCase() {
        assertThat(equalsIgnoreCase("aZ-09", "Az-09")).isTrue();
        assertThat(equalsIgnoreCase("", "")).isTrue();
        assertThat(equalsIgnoreCase("ab", "a")).isFalse();
        assertThat(equalsIgnoreCase("a", "ab")).isFalse();
        for (String pair : new String[] {"@`", "[{", "^~", "_\u007f", "0P", "\u00c0\u00e0", "\rM", " \u0000"}) {
            assertThat(equalsIgnoreCase(pair.substring(0, 1), pair.substring(1)))
                    .as(pair)
                    .isFalse();
        }
        // The signs for kelvin and the long s, which Unicode folds to letters.
        assertThat(equalsIgnoreCase("k", "\u212a")).isFalse();
        assertThat(equalsIgnoreCase("s", "\u017f")).isFalse();
    }

    @Test
    @DisplayName("RFC 9112 7.1: hexadecimal digits in both cases, and nothing else")
    void hex() {
        for (int c = 0; c < 256; c++) {
            int digit = "0123456789abcdef".indexOf(Character.toLowerCase((char) c));
            assertThat(Octets.hex((byte) c)).as("byte %d", c).isEqualTo(digit);
        }
        for (int value = 0; value < 16; value++) {
            assertThat(Octets.hex(Octets.hexDigit(value))).isEqualTo(value);
        }
    }

    @Test
    @DisplayName("Searching stays within its bounds")
    void searching() {
        byte[] bytes = Wire.bytes("ababc%%");
        assertThat(Octets.indexOf(bytes, 0, 7, "abc")).isEqualTo(2);
        assertThat(Octets.indexOf(bytes, 0, 4, "abc")).isEqualTo(-1);
        assertThat(Octets.indexOf(bytes, 1, 7, "ab")).isEqualTo(2);
        assertThat(Octets.indexOf(bytes, 5, 7, "%%")).isEqualTo(5);
        assertThat(Octets.indexOf(bytes, 6, 7, "%%")).isEqualTo(-1);
        assertThat(Octets.indexOf(bytes, 0, 7, 'c')).isEqualTo(4);
        assertThat(Octets.indexOf(bytes, 0, 4, 'c')).isEqualTo(-1);
        assertThat(Octets.indexOf(bytes, 5, 7, 'a')).isEqualTo(-1);
        assertThat(Octets.startsWith(bytes, 0, 2, "aba")).isFalse();
        assertThat(Octets.startsWith(bytes, 0, 3, "aba")).isTrue();
        assertThat(Octets.equals(bytes, 2, 5, "abc")).isTrue();
        assertThat(Octets.equals(bytes, 2, 6, "abc")).isFalse();
        assertThat(Octets.string(bytes, 4, 6)).isEqualTo("c%");
    }
}
