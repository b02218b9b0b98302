package dev.sallyport.control.logs.filter;

import java.util.function.IntPredicate;

/** Reads a pattern from left to right. */
final class Scanner {

    private final String text;
    private int position;

    Scanner(String text) {
        this.text = text;
    }

    boolean atEnd() {
        return position >= text.length();
    }

    /** The next character, or 0 at the end. */
    char peek() {
        return atEnd() ? 0 : text.charAt(position);
    }

    void skipBlanks() {
        while (!atEnd() && Character.isWhitespace(text.charAt(position))) {
            position++;
        }
    }

    /** Takes a text if it comes next. */
    boolean take(String expected) {
        boolean comes = text.startsWith(expected, position);
        if (comes) {
            position += expected.length();
        }
        return comes;
    }

    /** Takes a word of letters if it comes next as a whole. */
    boolean takeWord(String word) {
        int end = position + word.length();
        boolean whole = end >= text.length() || !Character.isLetterOrDigit(text.charAt(end));
        return whole && take(word);
    }

    /** Takes a text that has to come. */
    void expect(String expected) {
        if (!take(expected)) {
            throw unexpected();
        }
    }

    /** Takes as many characters as fit, perhaps none. */
    String takeWhile(IntPredicate fits) {
        int start = position;
        while (!atEnd() && fits.test(text.charAt(position))) {
            position++;
        }
        return text.substring(start, position);
    }

    /** The text between two double quotes, in which a backslash keeps a quote or a backslash. */
    String quoted() {
        expect("\"");
        StringBuilder out = new StringBuilder();
        while (!take("\"")) {
            if (atEnd()) {
                throw unexpected();
            }
            char c = text.charAt(position++);
            if (c == '\\' && (peek() == '"' || peek() == '\\')) {
                c = text.charAt(position++);
            }
            out.append(c);
        }
        return out.toString();
    }

    /** The text between two of the same character. */
    String delimited(char delimiter) {
        expect(String.valueOf(delimiter));
        String content = takeWhile(c -> c != delimiter);
        expect(String.valueOf(delimiter));
        return content;
    }

    InvalidPatternException unexpected() {
        String met = atEnd() ? "the end" : "'" + peek() + "'";
        return new InvalidPatternException("unexpected " + met + " at character " + (position + 1) + " of " + text);
    }
}
