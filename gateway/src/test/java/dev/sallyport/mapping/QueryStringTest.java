package dev.sallyport.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueryStringTest {

    private static String describe(QueryString query) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < query.size(); i++) {
            text.append('[')
                    .append(query.name(i))
                    .append('|')
                    .append(query.value(i))
                    .append(']');
        }
        return text.toString();
    }

    @ParameterizedTest
    @CsvSource({
        "a=x%2By, [a|x+y]",
        "a=x+y, [a|x y]",
        "t=2023-06-12T18:05:10.123456+00:00, [t|2023-06-12T18:05:10.123456 00:00]",
        "a=1&a=2;b=3, [a|1][a|2][b|3]",
        "a&b=&=c, [a|][b|][|c]",
        "&&a=1&, [a|1]",
        "a=1=2, [a|1=2]",
        "a=%, [a|%]",
        "a=%zz%4, [a|%zz%4]",
        "a=%C3%A4, [a|ä]",
        "%61+b=1, [a b|1]"
    })
    @DisplayName("INV-24, INV-25: decoding")
    void parsed(String raw, String expected) {
        assertThat(describe(QueryString.parse(raw))).isEqualTo(expected);
    }

    @Test
    @DisplayName("INV-27: names are case-sensitive and keep all their values in order")
    void names() {
        QueryString query = QueryString.parse("a=1&A=2&a=3");

        assertThat(query.all("a")).containsExactly("1", "3");
        assertThat(query.all("A")).containsExactly("2");
        assertThat(query.all("b")).isEmpty();
        assertThat(QueryString.parse(null).size()).isZero();
    }

    @Test
    @DisplayName("INV-23: decoding what was encoded gives the same text, and only unreserved characters stay")
    void roundTrip() {
        Random random = new Random(3);
        for (int i = 0; i < 2000; i++) {
            StringBuilder text = new StringBuilder();
            for (int j = 0; j < random.nextInt(12); j++) {
                text.appendCodePoint(random.nextInt(10) == 0 ? 0x1F600 + random.nextInt(50) : random.nextInt(0x2FF));
            }
            String encoded = QueryString.encode(text.toString(), "/");
            assertThat(encoded).matches("[A-Za-z0-9._~/%-]*");
            assertThat(QueryString.decode(encoded, true)).isEqualTo(text.toString());
        }
    }
}
