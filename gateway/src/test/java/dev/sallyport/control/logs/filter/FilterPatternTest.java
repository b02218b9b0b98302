package dev.sallyport.control.logs.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("R8.9: filter patterns")
final class FilterPatternTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "`  `                    ~ anything                       ~ true",
                "ERROR                   ~ [ERROR 400] BAD REQUEST        ~ true",
                "ERROR                   ~ an error                       ~ false",
                "Exception               ~ java.lang.NullPointerException ~ true",
                "ERROR ARGUMENTS         ~ ERROR: missing ARGUMENTS       ~ true",
                "ERROR ARGUMENTS         ~ ERROR: missing                 ~ false",
                "?ERROR ?WARN            ~ a WARN                         ~ true",
                "?ERROR ?WARN            ~ an INFO                        ~ false",
                "ERROR -EXITING          ~ ERROR here                     ~ true",
                "ERROR -EXITING          ~ ERROR: EXITING                 ~ false",
                "-INFO                   ~ WARN                           ~ true",
                "\"INTERNAL SERVER ERROR\" ~ [500] INTERNAL SERVER ERROR  ~ true",
                "\"INTERNAL SERVER ERROR\" ~ INTERNAL ERROR               ~ false",
                "-\"a b\"                ~ x a b y                        ~ false",
                "?\"a b\" ?c             ~ x a b y                        ~ true",
                "\"say \\\"hi\\\"\"       ~ they say \"hi\" twice         ~ true",
                "?ERROR REQUEST          ~ INFO REQUEST                   ~ true",
                "%AUTHORIZED%            ~ UNAUTHORIZED REQUEST           ~ true",
                "%^[0-9]+$%              ~ 4711                           ~ true",
                "%^[0-9]+$%              ~ 47x11                          ~ false",
                "éa                      ~ caféa                          ~ true",
            })
    void terms(String pattern, String message, boolean wanted) {
        assertThat(FilterPattern.of(pattern).test(message)).isEqualTo(wanted);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "{ $.eventType = \"UpdateTrail\" }          ~ true",
                "{$.eventType=\"UpdateTrail\"}              ~ true",
                "{ $.eventType = Update* }                  ~ true",
                "{ $.eventType = \"*date*ai*\" }            ~ true",
                "{ $.eventType = \"Delete*\" }              ~ false",
                "{ $.eventType != \"Delete*\" }             ~ true",
                "{ $.sourceIPAddress != 123.123.* }         ~ true",
                "{ $.sourceIPAddress = 111.111.* }          ~ true",
                "{ $.arrayKey[0] = \"value\" }              ~ true",
                "{ $.arrayKey[9] = \"value\" }              ~ false",
                "{ $.arrayKey[*] = \"another\" }            ~ true",
                "{ $.objectList[1].id = 2 }                 ~ true",
                "{ $.objectList[*].id > 1 }                 ~ true",
                "{ $.user.id = 1 }                          ~ true",
                "{ $.user.id = \"1\" }                      ~ true",
                "{ $.user.id != 1 }                         ~ false",
                "{ $.bandwidth > 75 }                       ~ true",
                "{ $.bandwidth >= 75.5 }                    ~ true",
                "{ $.bandwidth < 7.55e1 }                   ~ false",
                "{ $.bandwidth <= 7.55e1 }                  ~ true",
                "{ $.latency = 1e-3 }                       ~ true",
                "{ $.eventType > 5 }                        ~ false",
                "{ $.SomeObject IS NULL }                   ~ true",
                "{ $.user IS NULL }                         ~ false",
                "{ $.SomeOtherObject NOT EXISTS }           ~ true",
                "{ $.SomeObject NOT EXISTS }                ~ false",
                "{ $.ThisFlag IS TRUE }                     ~ true",
                "{ $.ThisFlag IS FALSE }                    ~ false",
                "{ $.nothing != 5 }                         ~ false",
                "{ ($.user.id = 1) && ($.users[0].email = \"John.Doe@example.com\") } ~ true",
                "{ ($.user.id = 2 && $.users[0].email = \"nonmatch\") || $.actions[2] = \"GET\" } ~ true",
                "{ $.user.id = 2 && ($.users[0].email = \"nonmatch\" || $.actions[2] = \"GET\") } ~ false",
                "{ $.user.id = 2 || $.user.id = 3 || $.user.id = 1 } ~ true",
                "{ $.eventType = %Up.*ail% }                ~ true",
                "{ $.['with.dot'] = \"x\" }                 ~ true",
                "{ $.[\"with.dot\"] = \"x\" }               ~ true",
                "{ $.user-name = \"jo\" }                   ~ true",
            })
    void json(String pattern, boolean wanted) {
        String message = """
                {"eventType": "UpdateTrail", "sourceIPAddress": "111.111.111.111", "arrayKey": ["value", "another"],
                 "objectList": [{"name": "a", "id": 1}, {"name": "b", "id": 2}], "SomeObject": null,
                 "ThisFlag": true, "user": {"id": 1, "email": "x"}, "bandwidth": 75.5, "latency": 0.001,
                 "users": [{"id": 2, "email": "John.Doe@example.com"}], "actions": ["GET", "PUT", "GET"],
                 "with.dot": "x", "user-name": "jo"}
                """;
        assertThat(FilterPattern.of(pattern).test(message)).isEqualTo(wanted);
        assertThat(FilterPattern.of(pattern).test("no json at all")).isFalse();
        assertThat(FilterPattern.of(pattern).test("{ broken")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "[ip, user, username, timestamp, request, status_code, bytes]             ~ true",
                "[ip, user, username, timestamp, request, status_code = 4*, bytes]        ~ true",
                "[ip, user, username, timestamp, request, status_code = 5*, bytes]        ~ false",
                "[ip, user, username, timestamp, request =*html*, status_code = 4*, bytes] ~ true",
                "[ip, user, username, timestamp, request, status_code, bytes > 1000]      ~ true",
                "[ip, user, username, timestamp, request, status_code, bytes > 5000]      ~ false",
                "[ip, user]                                                               ~ false",
                "[ip, ..., bytes]                                                         ~ true",
                "[..., status_code = 404, bytes]                                          ~ true",
                "[..., status_code = 404 && status_code != 403, bytes < 2000]             ~ true",
                "[..., status_code = 403 || status_code = 404, bytes]                     ~ true",
                "[ip = 127.0.0.*, ...]                                                    ~ true",
                "[ip != 127*, ...]                                                        ~ false",
                "[ip, user, username = frank, ...]                                        ~ true",
                "[ip, user, username != \"frank\", ...]                                   ~ false",
                "[,,,, request = \"GET /*\",, bytes]                                      ~ true",
                "[ip = %127\\.0\\.0\\.[1-9]%, ...]                                        ~ true",
                "[..., timestamp = 10/Oct*, request, status_code, bytes]                  ~ true",
            })
    void columns(String pattern, boolean wanted) {
        String message = "127.0.0.1 Prod frank [10/Oct/2000:13:25:15 -0700] \"GET /index.html HTTP/1.0\" 404 1534";
        assertThat(FilterPattern.of(pattern).test(message)).isEqualTo(wanted);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a.b",
                "\"open",
                "- x",
                "?",
                "%(a)%",
                "%[%",
                "%open",
                "{ }",
                "{ $.a }",
                "{ $ = 1 }",
                "{ a = 1 }",
                "{ $.a = }",
                "{ $.a > \"x\" }",
                "{ $.a > x }",
                "{ $.a = 1",
                "{ $.a = 1 } x",
                "{ ($.a = 1 }",
                "{ $.a = 1 && }",
                "{ $.a IS MAYBE }",
                "{ $.a NOT }",
                "{ $.a[x] = 1 }",
                "[a, b",
                "[..., a, ...]",
                "[a = ]",
                "[a] b",
            })
    void refuses(String pattern) {
        assertThatThrownBy(() -> FilterPattern.of(pattern)).isInstanceOf(InvalidPatternException.class);
    }

    @Test
    @DisplayName("Any text is a pattern or refused, and nothing else; deep nesting exhausts no stack")
    void survivesAnything() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(20_261_122);
        String alphabet = "{}[]()$.\"'%?-&|=!<>* ,abIS1eNOTXL\\";
        int patterns = 0;
        int matches = 0;
        for (int round = 0; round < 20_000; round++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(14); length > 0; length--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            try {
                boolean wanted = FilterPattern.of(text.toString()).test("{\"a\":[1,{\"b\":null}]} a \"b\" 1");
                patterns++;
                matches += wanted ? 1 : 0;
            } catch (InvalidPatternException refused) {
                assertThat(refused).hasMessageNotContaining("null");
            }
        }
        assertThat(patterns).isBetween(100, 19_900);
        assertThat(matches).isBetween(1, patterns - 1);
        assertThatThrownBy(() -> FilterPattern.of("{ " + "(".repeat(1000))).isInstanceOf(InvalidPatternException.class);
    }

    @Test
    @DisplayName("An expression that would take for ever is given up")
    void boundsRegularExpressions() {
        String pattern = "%" + "a*".repeat(20) + "b%";
        assertThatThrownBy(() -> FilterPattern.of(pattern).test("a".repeat(5000)))
                .isInstanceOf(InvalidPatternException.class)
                .hasMessageContaining("takes too long");
    }
}
