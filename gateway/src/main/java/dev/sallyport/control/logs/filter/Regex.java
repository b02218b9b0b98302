package dev.sallyport.control.logs.filter;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * The regular expressions of filter patterns, which know no groups and few symbols. How long one may look at a message is
 * bounded, because many repetitions in one expression can take for ever.
 */
final class Regex {

    private static final String SYMBOLS = ":_#=@/;,- ^$?[]{}|\\*+.";

    private static final long MAX_LOOKS = 20_000_000;

    private Regex() {}

    static Predicate<String> of(String expression) {
        boolean allowed =
                expression.chars().allMatch(c -> SYMBOLS.indexOf(c) >= 0 || (c < 0x80 && Character.isLetterOrDigit(c)));
        if (expression.isEmpty() || !allowed) {
            throw new InvalidPatternException("a regular expression that AWS refuses: " + expression);
        }
        try {
            Pattern pattern = Pattern.compile(expression);
            return message -> pattern.matcher(new Metered(message, new AtomicLong(MAX_LOOKS)))
                    .find();
        } catch (PatternSyntaxException invalid) {
            throw new InvalidPatternException("no regular expression: " + expression);
        }
    }

    /** A text that may be looked at so many times. */
    private static final class Metered implements CharSequence {
        private final CharSequence text;
        private final AtomicLong looksLeft;

        Metered(CharSequence text, AtomicLong looksLeft) {
            this.text = text;
            this.looksLeft = looksLeft;
        }

        @Override
        public char charAt(int index) {
            if (looksLeft.getAndDecrement() <= 0) {
                throw new InvalidPatternException("a regular expression takes too long");
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return new Metered(text.subSequence(start, end), looksLeft);
        }

        @Override
        public String toString() {
            return text.toString();
        }
    }
}
