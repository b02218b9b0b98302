package dev.sallyport.iam;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The matcher of wildcards against the plainest possible one, and against texts made to hurt. */
class GlobTest {

    /** What the wildcards mean, written down. */
    private static boolean oracle(String pattern, String text) {
        if (pattern.isEmpty()) {
            return text.isEmpty();
        }
        if (pattern.charAt(0) == '*') {
            return oracle(pattern.substring(1), text) || (!text.isEmpty() && oracle(pattern, text.substring(1)));
        }
        return !text.isEmpty()
                && (pattern.charAt(0) == '?' || pattern.charAt(0) == text.charAt(0))
                && oracle(pattern.substring(1), text.substring(1));
    }

    private static String some(SplittableRandom random, String alphabet, int maxLength) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(maxLength + 1); i > 0; i--) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }

    @Test
    @DisplayName("AUT-2: on 300,000 patterns and texts the matcher says what the wildcards mean")
    void agreesWithOracle() {
        SplittableRandom random = new SplittableRandom(7);
        int matched = 0;
        for (int i = 0; i < 300_000; i++) {
            String pattern = some(random, "ab*?*", 8);
            String text = some(random, "ab", 9);
            boolean expected = oracle(pattern, text);
            matched += expected ? 1 : 0;
            assertThat(Glob.of(pattern, false).matches(text))
                    .as("%s on %s", pattern, text)
                    .isEqualTo(expected);
        }
        assertThat(matched).isBetween(30_000, 270_000);
    }

    @Test
    @DisplayName("AUT-2: pieces longer than a machine word are found")
    void longPieces() {
        SplittableRandom random = new SplittableRandom(11);
        for (int i = 0; i < 2_000; i++) {
            String piece = some(random, "ab", 150);
            String text = some(random, "ab", 100) + piece + some(random, "ab", 100);
            assertThat(Glob.of("*" + piece.replaceFirst("b", "?") + "*", false).matches(text))
                    .as(piece)
                    .isTrue();
            assertThat(Glob.of("*" + piece + "c*", false).matches(text)).isFalse();
        }
    }

    @Test
    @DisplayName("R5.14: without case a and A are the same")
    void anyCase() {
        assertThat(Glob.of("Execute-API:In*KE", true).matches("execute-api:Invoke"))
                .isTrue();
        assertThat(Glob.of("*X*x*", true).matches("xX")).isTrue();
        assertThat(Glob.of("a", false).matches("A")).isFalse();
    }

    @Test
    @DisplayName("AUT-2: hostile patterns and texts end in time")
    void hostile() {
        String text = "a".repeat(10_000);
        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(2), () -> {
            assertThat(Glob.of("*a".repeat(2_000) + "b", false).matches(text)).isFalse();
            assertThat(Glob.of("*" + "a".repeat(4_000) + "b*", false).matches(text))
                    .isFalse();
            assertThat(Glob.of("*" + "?a".repeat(2_000) + "b*", false).matches(text))
                    .isFalse();
            assertThat(Glob.of("*".repeat(8_000) + "b", false).matches(text)).isFalse();
        });
    }

    @Test
    @DisplayName("a pattern meets a template when there is a text that fits both: as by trying all short texts")
    void meets() {
        List<String> texts = new ArrayList<>(List.of(""));
        for (int from = 0, length = 0; length < 6; length++) {
            int to = texts.size();
            for (; from < to; from++) {
                for (String c : List.of("a", "b", "/")) {
                    texts.add(texts.get(from) + c);
                }
            }
        }
        SplittableRandom random = new SplittableRandom(7);
        List<String> inPatterns = List.of("a", "b", "/", "*", "?");
        List<String> inTemplates = List.of("a", "b", "/", "{x}", "{x+}");
        int met = 0;
        for (int i = 0; i < 1_500; i++) {
            StringBuilder pattern = new StringBuilder();
            StringBuilder template = new StringBuilder();
            for (int k = 0; k < 3; k++) {
                pattern.append(inPatterns.get(random.nextInt(5)));
                template.append(inTemplates.get(random.nextInt(5)));
            }
            Glob glob = Glob.of(pattern.toString(), false);
            Pattern fits =
                    Pattern.compile(template.toString().replace("{x}", "[^/]*").replace("{x+}", ".*"));
            boolean expected = texts.stream()
                    .anyMatch(text -> glob.matches(text) && fits.matcher(text).matches());
            assertThat(glob.meets(Glob.ofTemplate(template.toString())))
                    .as(pattern + " and " + template)
                    .isEqualTo(expected);
            met += expected ? 1 : 0;
        }
        assertThat(met).isBetween(150, 1_350);
    }
}
