package dev.sallyport.validation;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A regular expression of ECMA 262, edition 5, as the keyword {@code pattern} has it: found anywhere in a text, nothing of
 * Java's dialect.
 *
 * <p>It is translated and run by the JDK's engine, which backtracks: how often a text is looked at is counted against what
 * the whole document may cost, and so is an expression that nests too deeply on a text ({@link Validation.Exhausted}). An
 * engine without backtracking would need a bound as well, because its cost goes by length times expression, and would be
 * slower for all honest texts.
 *
 * <p>ECMA 262 knows no characters beyond 16 bits. So that Java's engine does not join the halves of such a character,
 * they change places with a part of the private use area, in expressions as in texts.
 *
 * <p>One difference is left: a back-reference to a group that took no part matches nothing in Java and the empty text in
 * ECMA 262.
 */
final class EcmaRegex {

    private final String source;
    private final Pattern pattern;

    private EcmaRegex(String source, Pattern pattern) {
        this.source = source;
        this.pattern = pattern;
    }

    /**
     * Compiles an expression.
     *
     * @throws PatternSyntaxException when it is none of ECMA 262
     */
    static EcmaRegex compile(String source) {
        return new EcmaRegex(source, Pattern.compile(EcmaTranslator.translate(source)));
    }

    /** The expression as it was written. */
    String source() {
        return source;
    }

    /** Whether the expression matches somewhere in a text. */
    boolean isFoundIn(String text, Validation validation) {
        try {
            return pattern.matcher(new Units(text, validation)).find();
        } catch (StackOverflowError tooDeep) {
            throw new Validation.Exhausted();
        }
    }

    /** Halves of characters change places with private ones, and back. */
    static char swapped(char unit) {
        if (unit < Character.MIN_SURROGATE || unit >= 0xE800) {
            return unit;
        }
        return (char) (unit <= Character.MAX_SURROGATE ? unit + 0x800 : unit - 0x800);
    }

    /** A text whose reading is counted. */
    private record Units(String text, Validation validation) implements CharSequence {
        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            validation.step();
            return swapped(text.charAt(index));
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return new Units(text.substring(start, end), validation);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
