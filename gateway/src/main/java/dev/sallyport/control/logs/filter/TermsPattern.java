package dev.sallyport.control.logs.filter;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Terms: all of them must be in the message, those with {@code -} must not, and of those with {@code ?} one is enough. A
 * term in quotes may have any characters, one between {@code %} is a regular expression.
 */
final class TermsPattern {

    private TermsPattern() {}

    static Predicate<String> of(String pattern) {
        List<Predicate<String>> required = new ArrayList<>();
        List<Predicate<String>> optional = new ArrayList<>();
        Scanner in = new Scanner(pattern);
        in.skipBlanks();
        while (!in.atEnd()) {
            if (in.take("-")) {
                required.add(term(in).negate());
            } else if (in.take("?")) {
                optional.add(term(in));
            } else {
                required.add(term(in));
            }
            in.skipBlanks();
        }
        // AWS: terms with a question mark beside others have no effect.
        if (required.isEmpty()) {
            return message -> optional.stream().anyMatch(term -> term.test(message));
        }
        return message -> required.stream().allMatch(term -> term.test(message));
    }

    private static Predicate<String> term(Scanner in) {
        if (in.peek() == '%') {
            return Regex.of(in.delimited('%'));
        }
        String term = in.peek() == '"' ? in.quoted() : in.takeWhile(TermsPattern::isPlain);
        if (term.isEmpty()) {
            throw in.unexpected();
        }
        return message -> message.contains(term);
    }

    /** AWS: anything else needs quotes. */
    private static boolean isPlain(int c) {
        return Character.isLetterOrDigit(c) || c == '_' || c > 0x7F;
    }
}
