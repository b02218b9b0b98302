package dev.sallyport.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeadersTest {

    private final Headers headers = new Headers();

    private static String sent(Headers headers) {
        return Wire.sent(new HeadWriter().response(200).lines(headers).end());
    }

    @Test
    @DisplayName("RFC 9110 5.3: lines keep their order and the case of their names; look-ups ignore case")
    void orderAndCase() {
        headers.add("B", "1").add("a", "2").add("b", "3");

        assertThat(Wire.lines(headers)).containsExactly("B=1", "a=2", "b=3");
        assertThat(headers.size()).isEqualTo(3);
        assertThat(headers.find("A")).isEqualTo(1);
        assertThat(headers.find("c")).isEqualTo(-1);
        assertThat(headers.contains("b")).isTrue();
        assertThat(headers.contains("bb")).isFalse();
        assertThat(headers.first("b")).isEqualTo("1");
        assertThat(headers.first("x")).isNull();
        assertThat(headers.all("b")).containsExactly("1", "3");
        assertThat(headers.all("x")).isEmpty();
        assertThat(headers).hasToString("B: 1\na: 2\nb: 3\n");
    }

    @Test
    @DisplayName("INV-27: the last line of a name, the exact case before all others")
    void last() {
        headers.add("X-A", "1").add("x-a", "2").add("X-a", "3");

        assertThat(headers.last("X-A")).isEqualTo("1");
        assertThat(headers.last("x-a")).isEqualTo("2");
        assertThat(headers.last("x-A")).isEqualTo("3");
        assertThat(headers.last("x")).isNull();
        headers.add("X-A", "4");
        assertThat(headers.last("X-A")).isEqualTo("4");
    }

    @Test
    @DisplayName("set() leaves one line of a name, remove() none, and the others as they were")
    void setAndRemove() {
        headers.add("a", "1").add("B", "2").add("A", "3").add("c", "4").set("A", "5");
        assertThat(Wire.lines(headers)).containsExactly("B=2", "c=4", "A=5");
        headers.remove("b");
        headers.remove("x");
        assertThat(Wire.lines(headers)).containsExactly("c=4", "A=5");
        headers.remove("a");
        assertThat(headers.contains("a")).isFalse();
        assertThat(headers.first("A")).isNull();
        assertThat(headers.last("A")).isNull();
        assertThat(headers.all("A")).isEmpty();
        headers.remove("c");
        assertThat(headers.size()).isZero();
        assertThat(headers.find("c")).isEqualTo(-1);
        headers.set("d", "");
        assertThat(Wire.lines(headers)).containsExactly("d=");
        Headers full = new Headers(1).add("a", "b");
        full.remove("A");
        assertThat(full.size()).isZero();
    }

    @Test
    @DisplayName("Lines that were read are removed and replaced like those that were added")
    void ofAReader() {
        RequestReader reader = Wire.requests();
        assertThat(reader.read(Wire.buffer("GET / HTTP/1.1\r\nHost: a\r\nX:1\r\nx: 2\r\nY:\r\n\r\nrest")))
                .isEqualTo(HeadReader.COMPLETE);
        Headers read = reader.headers();

        read.set("X", "3");
        read.add("Z", "4");
        assertThat(Wire.lines(read)).containsExactly("Host=a", "Y=", "X=3", "Z=4");
        assertThat(sent(read)).isEqualTo("HTTP/1.1 200 OK\r\nHost: a\r\nY: \r\nX: 3\r\nZ: 4\r\n\r\n");
    }

    @Test
    @DisplayName("Names and values are compared without case, beginnings exactly")
    void comparisons() {
        headers.add("Accept", "Text/HTML");
        HeaderNames names = HeaderNames.of("accept", "X-Accep");

        assertThat(headers.isNamed(0, "aCCEPT")).isTrue();
        assertThat(headers.isNamed(0, "accept2")).isFalse();
        assertThat(headers.isNamed(0, names)).isTrue();
        assertThat(headers.hasValue(0, "text/html")).isTrue();
        assertThat(headers.hasValue(0, "text/htm")).isFalse();
        assertThat(headers.valueStartsWith(0, "Text/")).isTrue();
        assertThat(headers.valueStartsWith(0, "text/")).isFalse();
        assertThat(headers.valueStartsWith(0, "Text/HTML;")).isFalse();
    }

    @Test
    @DisplayName("HeaderNames: by length and without case, as text and as bytes")
    void names() {
        HeaderNames names = HeaderNames.of("Connection", "TE", "Upgrade", "keep-alive");
        assertThat(names.contains("connection")).isTrue();
        assertThat(names.contains("te")).isTrue();
        assertThat(names.contains("KEEP-ALIVE")).isTrue();
        assertThat(names.contains("")).isFalse();
        assertThat(names.contains("t")).isFalse();
        assertThat(names.contains("Connection-Longer-Than-All")).isFalse();
        byte[] bytes = Wire.bytes("xTEx");
        assertThat(names.contains(bytes, 1, 3)).isTrue();
        assertThat(names.contains(bytes, 0, 2)).isFalse();
        assertThat(names.contains(bytes, 1, 1)).isFalse();
        assertThat(HeaderNames.of().contains("a")).isFalse();
    }

    @Test
    @DisplayName("Lines come over from others, with a prefix, and from lines known beforehand")
    void otherSources() {
        Headers from = new Headers(1).add("Content-Type", "a/b").add("X", "");
        headers.add(from, 0);
        headers.add("X-Amzn-Remapped-", from, 0);
        headers.add("Y", "123");
        headers.add(HeaderLine.of("Z", "z"));
        headers.add(from, 1);
        headers.add(headers, 0);
        headers.requireLegal();

        assertThat(Wire.lines(headers))
                .containsExactly(
                        "Content-Type=a/b",
                        "X-Amzn-Remapped-Content-Type=a/b",
                        "Y=123",
                        "Z=z",
                        "X=",
                        "Content-Type=a/b");
        assertThat(sent(headers)).contains("\r\nX-Amzn-Remapped-Content-Type: a/b\r\nY: 123\r\nZ: z\r\nX: \r\nCont");
    }

    @Test
    @DisplayName("Headers made for none or few lines grow with what is added")
    void growth() {
        for (int expected : new int[] {0, 1, 30}) {
            Headers growing = new Headers(expected);
            for (int i = 0; i < 300; i++) {
                growing.add("name" + i, "v".repeat(i));
                growing.add("p-", growing, i);
            }
            assertThat(growing.size()).isEqualTo(600);
            assertThat(growing.value(598)).hasSize(299);
            assertThat(growing.name(598)).isEqualTo("name299");
            assertThat(growing.first("NAME77")).isEqualTo("v".repeat(77));
        }
        Headers own = new Headers(1).add("a", "v".repeat(100));
        for (int i = 0; i < 20; i++) {
            own.add("p", own, i);
        }
        assertThat(own.size()).isEqualTo(21);
        assertThat(own.value(20)).isEqualTo("v".repeat(100));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u010d",
                "\u010a",
                "\u0a0d",
                "\u560a",
                "\u560d",
                "\ud83d\udca9",
                "\uff0d\uff0a",
                "\u0100",
                "\u1f7f"
            })
    @DisplayName("HARDENING 2: a character above U+00FF becomes '?', never the CR or LF that its low byte is")
    void charactersBeyondLatin1(String text) {
        headers.add("X", "a" + text + "Set-Cookie: b");
        headers.requireLegal();

        String marks = "?".repeat(text.length());
        assertThat(headers.first("x")).isEqualTo("a" + marks + "Set-Cookie: b");
        assertThat(sent(headers)).isEqualTo("HTTP/1.1 200 OK\r\nX: a" + marks + "Set-Cookie: b\r\n\r\n");
        assertThat(sent(new Headers().add(HeaderLine.of("X", text))))
                .isEqualTo("HTTP/1.1 200 OK\r\nX: " + (text.codePointCount(0, text.length()) == 1 ? "?" : marks)
                        + "\r\n\r\n");
        assertThat(isRefused("X" + text, "v")).isTrue();
    }

    private static boolean isRefused(String name, String value) {
        Headers one = new Headers().add(name, value);
        try {
            one.requireLegal();
            return false;
        } catch (IllegalArgumentException e) {
            return true;
        }
    }

    @Test
    @DisplayName("CVE-2026-42578, RFC 9110 5.5: each character of a value; NUL, CR, LF, DEL cannot be sent")
    void valueCharacters() {
        for (char c = 0; c < 256; c++) {
            boolean legal = c == '\t' || (c >= ' ' && c != 127);
            assertThat(isRefused("X", "a" + c)).as("character %d", (int) c).isEqualTo(!legal);
            if (legal) {
                assertThat(new Headers().add("X", "a" + c + "b").value(0)).isEqualTo("a" + c + "b");
            }
        }
    }

    @Test
    @DisplayName("RFC 9110 5.6.2: each character of a name; an empty name cannot be sent (CVE-2023-25725)")
    void nameCharacters() {
        assertThat(isRefused("", "v")).isTrue();
        for (char c = 0; c < 256; c++) {
            boolean token = (c < 128 && Character.isLetterOrDigit(c)) || "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
            assertThat(isRefused("X" + c, "v")).as("character %d", (int) c).isEqualTo(!token);
        }
    }

    @Test
    @DisplayName("HARDENING 1.4: an illegal line is remembered, also by headers it was copied to, until clear()")
    void illegality() {
        headers.add("a", "b").add("X", "a\r\nB: c").remove("X");
        assertThatIllegalArgumentException().isThrownBy(headers::requireLegal);
        Headers copy = new Headers();
        copy.add(headers, 0);
        assertThatIllegalArgumentException().isThrownBy(copy::requireLegal);
        headers.clear();
        headers.requireLegal();
        assertThatIllegalArgumentException().isThrownBy(() -> HeaderLine.of("X", "a\nb"));
        assertThatIllegalArgumentException().isThrownBy(() -> HeaderLine.of("X y", "a"));
        assertThatIllegalArgumentException().isThrownBy(() -> HeaderLine.of("", "a"));
    }

    @Test
    @DisplayName("HARDENING 3.1 L6: clear() forgets all lines and gives the memory of a large message back")
    void clear() {
        byte[] small = headers.bytes();
        headers.add("X", "x".repeat(100));
        headers.clear();
        assertThat(headers.bytes()).isSameAs(small);
        assertThat(headers.size()).isZero();
        assertThat(headers.length()).isZero();
        assertThat(headers.contains("X")).isFalse();
        headers.add("X", "x".repeat(9000));
        assertThat(headers.bytes().length).isGreaterThan(9000);
        headers.clear();
        assertThat(headers.bytes().length).isLessThanOrEqualTo(4096);
        assertThat(headers.add("a", "b").first("a")).isEqualTo("b");
    }

    @Test
    @DisplayName("HARDENING 3.1 L6: clear() gives the memory of many short lines back as well")
    void clearAfterManyLines() {
        for (int i = 0; i < 400; i++) {
            headers.add("a", "");
        }
        byte[] many = headers.bytes();
        assertThat(many.length).isLessThanOrEqualTo(4096);
        headers.clear();
        assertThat(headers.bytes()).as("made anew with the bounds").isNotSameAs(many);
    }
}
