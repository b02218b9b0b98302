package dev.sallyport.validation;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.fge.jsonschema.core.exceptions.ProcessingException;
import dev.sallyport.mapping.json.JsonTree;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Verdicts and texts are those of the library that AWS uses (MRQ-24), on schemas and documents made up at random. */
class OracleTest {

    private static final int CASES = 3_000;

    private static List<String> ours(String schema, String document) throws SchemaException {
        return JsonSchema.compile("M", Map.of("M", schema)).validate(JsonTree.parse(document), document.length());
    }

    @Test
    @DisplayName("MRQ-24: the same verdicts and the same texts in the same order as the oracle")
    void agreesOnRandomSchemas() throws Exception {
        int valid = 0;
        int invalid = 0;
        int unusable = 0;
        for (int seed = 0; seed < CASES; seed++) {
            RandomSchemas generator = new RandomSchemas(new Random(seed));
            String schema = generator.schema();
            String document = generator.document();
            List<String> expected;
            try {
                expected = Oracle.validate(schema, document);
            } catch (ProcessingException loop) {
                unusable++;
                continue;
            }
            assertThat(ours(schema, document))
                    .as("seed %d: %s against %s", seed, document, schema)
                    .isEqualTo(expected);
            if (expected.isEmpty()) {
                valid++;
            } else {
                invalid++;
            }
        }
        assertThat(valid).isGreaterThan(CASES / 10);
        assertThat(invalid).isGreaterThan(CASES / 10);
        assertThat(unusable).isLessThan(CASES / 20);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "^a",
                "a$",
                "^a$",
                "",
                ".",
                "^.$",
                "^..$",
                "\\d+",
                "\\D",
                "\\w",
                "\\W",
                "^\\s$",
                "\\S",
                "[\\s]",
                "[\\S]",
                "[^\\S]",
                "\\bab\\b",
                "\\Bb",
                "(a)(b)\\2",
                "(?:ab)+",
                "(?=a)",
                "^(?!a)",
                "a{2}",
                "a{1,}",
                "a{,2}",
                "a{",
                "x{a}",
                "}",
                "]",
                "[a-c]",
                "[c-]",
                "[-c]",
                "[\\d-x]",
                "[[a]",
                "[a&&b]",
                "[^]",
                "[]",
                "\\/",
                "\\-",
                "\\cA",
                "\\x41",
                "\\u0041",
                "\\u00e9",
                "[\\u0000-\\uFFFF]",
                "\\0",
                "\\t",
                "[\\b]",
                "\\Z",
                "\\A",
                "\\Qa\\E",
                "\\p{L}",
                "\\h",
                "a++",
                "a**",
                "(?i)a",
                "(?<n>a)",
                "(",
                ")",
                "[",
                "[b-a]",
                "*",
                "a|*",
                "\\",
                "a|b|",
                "^[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\\.[A-Za-z]{2,4}$",
                "^(\\([0-9]{3}\\))?[0-9]{3}-[0-9]{4}$",
                "\\ud83d",
                "^[\\ud83d\\ude00]+$",
                "\\e",
                "\\1",
                "\\8",
                "#",
                " ",
                "a#b",
                "^\\$",
                "$^",
                "a.c",
                "\\v",
                "[\\-]",
                "[\\]]",
                "[\\^a]",
                "\\u{41}",
                "\\xZ"
            })
    @DisplayName("MRQ-24: pattern and format regex follow ECMA 262 as the oracle does")
    void agreesOnExpressions(String expression) throws Exception {
        String schema = JsonValues.text(Map.of("pattern", expression));
        for (String text : List.of(
                "",
                "a",
                "b",
                "ab",
                "ba",
                "aa",
                "abb",
                "A",
                "1",
                " ",
                "\u00a0",
                "\u00e9",
                "-",
                "c",
                "a\n",
                "\n",
                "\r",
                "\u2028",
                "\u0085",
                "\ud83d\ude00",
                "a{",
                "{",
                "}",
                "]",
                "[a",
                "a&b",
                "/",
                "\u0001",
                "\0",
                "\t",
                "\b",
                "Z",
                "x{a}",
                "p{L}",
                "QaE",
                "x@y.org",
                "(123)456-7890",
                "555-1212",
                "e",
                "8",
                "a#b",
                "$",
                "a.c",
                "abc",
                "a\nc",
                "^a",
                "u{41}",
                "xZ",
                "h",
                "uuuuuuuu",
                "\u000b")) {
            List<String> expected;
            try {
                expected = Oracle.validate(schema, JsonValues.text(text));
            } catch (ProcessingException invalidExpression) {
                assertThat(isCompiled(schema)).as("%s is refused", expression).isFalse();
                continue;
            }
            assertThat(ours(schema, JsonValues.text(text)))
                    .as("%s in %s", expression, JsonValues.text(text))
                    .isEqualTo(expected);
        }
    }

    private static boolean isCompiled(String schema) {
        try {
            JsonSchema.compile("M", Map.of("M", schema));
            return true;
        } catch (SchemaException refused) {
            return false;
        }
    }

    @ParameterizedTest
    @CsvSource({
        "date-time",
        "email",
        "hostname",
        "ipv4",
        "ipv6",
        "json-pointer",
        "mac",
        "regex",
        "uri",
        "uuid",
        "base64",
        "md5",
        "sha1",
        "int64",
        "date",
        "phone"
    })
    @DisplayName("MRQ-24: formats are those of the oracle; others say nothing (MRQ-32)")
    void agreesOnFormats(String format) throws Exception {
        String schema = JsonValues.text(Map.of("format", format));
        for (String text : List.of(
                "",
                "a",
                "2024-01-01T00:00:00Z",
                "2024-01-01T00:00:00",
                "2024-02-30T00:00:00Z",
                "2024-01-01T24:00:00Z",
                "2024-01-01T10:00:00.123456789012Z",
                "2024-01-01T10:00:00.1234567890123Z",
                "2024-01-01T10:00:00+01:00",
                "2024-01-01T10:00:00+0100",
                "2024-01-01t10:00:00z",
                "2024-01-01T10:00:60Z",
                "2024-01-01",
                "x@y.org",
                "x@y",
                "x",
                "@y",
                "x@",
                "a b@c",
                "\"a b\"@c.d",
                "x..y@z",
                ".x@z",
                "x.@z",
                "x@y..z",
                "Joe <joe@x.org>",
                "x@[1.2.3.4]",
                "x@y.org ",
                "host",
                "a.b.c",
                "a..b",
                "-a.b",
                "a-.b",
                "a_b.c",
                "1.2",
                "a.1",
                "a.b.",
                "1.2.3.4",
                "1.2.3",
                "256.1.1.1",
                "01.2.3.4",
                "::",
                "::1",
                "1::",
                "1:2:3:4:5:6:7:8",
                "1:2:3:4:5:6:7",
                "1::2::3",
                "::1.2.3.4",
                "fe80::1%eth0",
                "12345::",
                ":1:2",
                "1:2:3:4:5:6:7:8:9",
                "1:2:3:4:5:6:7::",
                "/",
                "/a/b",
                "a/b",
                "/~0",
                "/~",
                "/~2",
                "00:11:22:33:44:55",
                "00-11-22-33-44-55",
                "0:1:2:3:4:5",
                "(",
                "[a-z]",
                "http://a b",
                "http://x/y?z#w",
                "//",
                "urn:a:b",
                ":",
                "550e8400-e29b-41d4-a716-446655440000",
                "1-1-1-1-1",
                "nouuid",
                "YWJj",
                "YWI=",
                "YQ==",
                "Y===",
                "Y!==",
                "d41d8cd98f00b204e9800998ecf8427e",
                "D41D8CD98F00B204E9800998ECF8427E",
                "g41d8cd98f00b204e9800998ecf8427e",
                "da39a3ee5e6b4b0d3255bfef95601890afd80709")) {
            assertThat(ours(schema, JsonValues.text(text)))
                    .as("%s is %s", JsonValues.text(text), format)
                    .isEqualTo(Oracle.validate(schema, JsonValues.text(text)));
        }
    }
}
