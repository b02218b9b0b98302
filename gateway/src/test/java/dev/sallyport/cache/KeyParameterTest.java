package dev.sallyport.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.mapping.MappingExpression;
import dev.sallyport.pipeline.Exchange;
import dev.sallyport.pipeline.TestExchange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What requests look like in keys, against what mappings see of them. */
class KeyParameterTest {

    private static final int REQUESTS = 4000;

    private static final List<String> NAMES = List.of(
            "method.request.path.id",
            "method.request.querystring.a",
            "method.request.multivaluequerystring.a",
            "method.request.querystring.b c",
            "method.request.header.H",
            "method.request.multivalueheader.h",
            "method.request.header.X-Forwarded-For",
            "method.request.header.Connection",
            "context.path");

    private static String key(Exchange exchange, List<String> names) {
        KeyWriter writer = new KeyWriter(7);
        for (String name : names) {
            KeyParameter.of(name, MappingExpression.compile(name), List.of("id"))
                    .write(exchange, writer);
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < writer.length(); i++) {
            text.append((char) (writer.array()[i] & 0xFF));
        }
        return text.toString();
    }

    private static String text(SplittableRandom random, String alphabet, int max) {
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(max + 1);
        for (int i = 0; i < length; i++) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }

    /** Few characters, so that requests are often alike and often nearly so. */
    private static Exchange request(SplittableRandom random) {
        String id = text(random, "ab%2F", 3);
        TestExchange request =
                TestExchange.of("GET", "/pets/{id}", "/pets/" + id).pathParameter("id", id);
        if (random.nextInt(4) > 0) {
            request.query(text(random, "aab=&;%61+c", 9));
        }
        int headers = random.nextInt(3);
        for (int i = 0; i < headers; i++) {
            String name = List.of("H", "h", "X-Forwarded-For", "Hh").get(random.nextInt(4));
            request.header(name, text(random, "ab,", 2));
        }
        return request.build();
    }

    @Test
    @DisplayName("CCH-4: of requests with equal keys mappings see equal values, alone and of all parameters together")
    void equalKeysMeanEqualValues() {
        SplittableRandom random = new SplittableRandom(20_261_123);
        Map<String, List<List<String>>> seen = new HashMap<>();
        int alike = 0;
        for (int i = 0; i < REQUESTS; i++) {
            Exchange exchange = request(random);
            List<List<String>> values = NAMES.stream()
                    .map(name -> List.copyOf(MappingExpression.compile(name).values(exchange)))
                    .toList();
            for (int j = 0; j < NAMES.size(); j++) {
                String one = j + ":" + key(exchange, List.of(NAMES.get(j)));
                List<List<String>> before = seen.putIfAbsent(one, List.of(values.get(j)));
                if (before != null) {
                    alike++;
                    assertThat(values.get(j)).as(NAMES.get(j)).isEqualTo(before.getFirst());
                }
            }
            List<List<String>> before = seen.putIfAbsent("all:" + key(exchange, NAMES), values);
            assertThat(before == null || before.equals(values)).isTrue();
        }
        assertThat(alike).as("the generator makes requests that are alike").isGreaterThan(REQUESTS);
    }

    @Test
    @DisplayName("no sequence of parts has the bytes of another one")
    void unambiguous() {
        SplittableRandom random = new SplittableRandom(7);
        Map<String, List<String>> seen = new HashMap<>();
        for (int i = 0; i < 20_000; i++) {
            List<String> parts = new ArrayList<>();
            int count = random.nextInt(4);
            for (int j = 0; j < count; j++) {
                parts.add(text(random, "\u0000\u0001a", 3));
            }
            KeyWriter writer = new KeyWriter(1);
            writer.count(count);
            parts.forEach(writer::part);
            String bytes = Arrays.toString(Arrays.copyOf(writer.array(), writer.length()));
            List<String> before = seen.putIfAbsent(bytes, parts);
            assertThat(before == null || before.equals(parts)).isTrue();
        }
    }

    @Test
    @DisplayName("text that an encoding would make the same of stays apart")
    void text() {
        KeyWriter one = new KeyWriter(1).part("?");
        KeyWriter two = new KeyWriter(1).part("\ud800");
        assertThat(one.key()).isNotEqualTo(two.key());
        assertThat(one.key()).isEqualTo(new KeyWriter(1).part("?").key());
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "-, -, true",
                "a, a=, true",
                "a=1, b=2&a=1, true",
                "a=1, %61=1, true",
                "a=1, a=1;b, true",
                "a=1, a=1&a, false",
                "a=1, A=1, false",
                "a=1, a=2, false",
                "-, a, false",
                "a%3D1, a=1, false",
                "aa=1, a=1, false",
                "a=1, %6=1, false",
                "a=1, a%=1, false",
                "&&&, -, true"
            })
    @DisplayName("INV-24: the values of a query parameter, however its name is written")
    void query(String first, String second, boolean same) {
        List<String> names = List.of("method.request.querystring.a");
        String one = key(
                (first == null
                                ? TestExchange.of("GET", "/", "/")
                                : TestExchange.of("GET", "/", "/").query(first))
                        .build(),
                names);
        String two = key(
                (second == null
                                ? TestExchange.of("GET", "/", "/")
                                : TestExchange.of("GET", "/", "/").query(second))
                        .build(),
                names);
        assertThat(one.equals(two)).isEqualTo(same);
    }

    @ParameterizedTest
    @ValueSource(strings = {"method.request.path.other", "method.request.header.H", "method.request.querystring.q"})
    @DisplayName("what a request has not is neither empty nor anything else")
    void absent(String name) {
        Exchange bare = TestExchange.of("GET", "/", "/").build();
        assertThat(key(bare, List.of(name))).isEqualTo("\0\0\0\0");
        KeyWriter writer = new KeyWriter(7);
        KeyParameter.absent(name).write(bare, writer);
        assertThat(writer.length()).isEqualTo(4);
    }
}
