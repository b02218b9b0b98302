package dev.sallyport.control.logs.filter;

import java.util.function.Predicate;

/**
 * Reads a filter pattern of CloudWatch Logs (R8.9): nothing but blanks wants every message, braces hold conditions on
 * JSON, brackets hold columns of words, and everything else is terms. Patterns are case-sensitive.
 */
public final class FilterPattern {

    private FilterPattern() {}

    /**
     * The test that a pattern means. It may be used by several threads.
     *
     * @throws InvalidPatternException when the text is no pattern
     */
    public static Predicate<String> of(String text) {
        String pattern = text.strip();
        if (pattern.isEmpty()) {
            return message -> true;
        }
        return switch (pattern.charAt(0)) {
            case '{' -> JsonPattern.of(pattern);
            case '[' -> ColumnsPattern.of(pattern);
            default -> TermsPattern.of(pattern);
        };
    }
}
