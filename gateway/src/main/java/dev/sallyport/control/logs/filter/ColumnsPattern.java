package dev.sallyport.control.logs.filter;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Columns of words: {@code [ip, user, ..., status = 4* && status != 404, bytes > 1000]}. A message has to have as many words
 * as the pattern has columns, unless {@code ...} stands for any number of them. What stands in brackets or quotes is one
 * word of the message.
 */
final class ColumnsPattern {

    private static final String ENDS = "&|(),]";

    private ColumnsPattern() {}

    static Predicate<String> of(String pattern) {
        Scanner in = new Scanner(pattern);
        in.expect("[");
        List<Predicate<String>> columns = new ArrayList<>();
        int gap = -1;
        do {
            in.skipBlanks();
            if (in.take("...")) {
                if (gap >= 0) {
                    throw in.unexpected();
                }
                gap = columns.size();
            } else {
                columns.add(column(in));
            }
            in.skipBlanks();
        } while (in.take(","));
        in.expect("]");
        if (!in.atEnd()) {
            throw in.unexpected();
        }
        int open = gap;
        return message -> test(words(message), columns, open);
    }

    /** A column's condition; one that only has a name, or nothing, wants any word. */
    private static Predicate<String> column(Scanner in) {
        if (in.peek() == ',' || in.peek() == ']') {
            return word -> true;
        }
        return Conditions.read(in, ColumnsPattern::condition);
    }

    private static Predicate<String> condition(Scanner in) {
        String name = in.takeWhile(c -> Character.isLetterOrDigit(c) || c == '_' || c == '-' || c == '.' || c == '*');
        in.skipBlanks();
        if ("!=<>".indexOf(in.peek()) >= 0 && !in.atEnd()) {
            return Comparison.read(in, ENDS);
        }
        if (name.isEmpty()) {
            if (in.peek() == '"') {
                String word = in.quoted();
                return word::equals;
            }
            throw in.unexpected();
        }
        return word -> true;
    }

    private static boolean test(List<String> words, List<Predicate<String>> columns, int gap) {
        if (gap < 0 ? words.size() != columns.size() : words.size() < columns.size()) {
            return false;
        }
        int skipped = words.size() - columns.size();
        for (int i = 0; i < columns.size(); i++) {
            String word = words.get(gap >= 0 && i >= gap ? i + skipped : i);
            if (!columns.get(i).test(word)) {
                return false;
            }
        }
        return true;
    }

    private static List<String> words(String message) {
        List<String> words = new ArrayList<>();
        int at = 0;
        while (at < message.length()) {
            char c = message.charAt(at);
            if (Character.isWhitespace(c)) {
                at++;
                continue;
            }
            int close = c == '"' ? message.indexOf('"', at + 1) : c == '[' ? message.indexOf(']', at + 1) : -1;
            int end = close >= 0 ? close : at;
            while (close < 0 && end < message.length() && !Character.isWhitespace(message.charAt(end))) {
                end++;
            }
            words.add(message.substring(close >= 0 ? at + 1 : at, end));
            at = end + 1;
        }
        return words;
    }
}
