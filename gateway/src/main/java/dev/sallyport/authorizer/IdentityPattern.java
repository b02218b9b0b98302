package dev.sallyport.authorizer;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * An identity validation expression (AUT-23, AUT-53). What clients send is matched by an engine that backtracks, so each
 * match may look at its text so often and no further; then it does not match.
 */
public final class IdentityPattern {

    private static final int MAX_READS = 200_000;

    private final @Nullable Pattern pattern;

    private IdentityPattern(@Nullable Pattern pattern) {
        this.pattern = pattern;
    }

    /**
     * Compiles an expression.
     *
     * @param expression null or empty for one that matches everything
     * @throws PatternSyntaxException when it is none
     */
    public static IdentityPattern compile(@Nullable String expression) {
        return new IdentityPattern(expression == null || expression.isEmpty() ? null : Pattern.compile(expression));
    }

    /** Whether everything matches. */
    public boolean isOpen() {
        return pattern == null;
    }

    /** Whether the whole text matches. */
    public boolean matches(String text) {
        if (pattern == null) {
            return true;
        }
        try {
            return pattern.matcher(new Counted(text)).matches();
        } catch (Exhausted | StackOverflowError tooMuch) {
            return false;
        }
    }

    private static final class Exhausted extends RuntimeException {
        private static final long serialVersionUID = 1;

        Exhausted() {
            super("too many reads", null, false, false);
        }
    }

    private static final class Counted implements CharSequence {
        private final String text;
        private int reads;

        Counted(String text) {
            this.text = text;
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            if (++reads > MAX_READS) {
                throw new Exhausted();
            }
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.substring(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
