package dev.sallyport.validation;

import java.util.Locale;
import java.util.regex.PatternSyntaxException;

/** One pass over a regular expression of ECMA 262 that writes Java's for it. */
final class EcmaTranslator {

    private static final String SPACE =
            "\\t\\n\\x0B\\f\\r \\xA0\\u1680\\u180E\\u2000-\\u200A\\u2028\\u2029\\u202F\\u205F" + "\\u3000\\uFEFF";
    private static final String NO_SPACE = "\\x00-\\x08\\x0E-\\x1F!-\\x9F\\xA1-\\u167F\\u1681-\\u180D\\u180F-\\u1FFF"
            + "\\u200B-\\u2027\\u202A-\\u202E\\u2030-\\u205E\\u2060-\\u2FFF\\u3001-\\uFEFE\\uFF00-\\uFFFF";

    private final String source;
    private final StringBuilder java = new StringBuilder();
    private final int groups;
    private int at;
    private int open;

    /** Whether what was written last can be repeated. */
    private boolean repeatable;

    private EcmaTranslator(String source) {
        this.source = source;
        this.groups = countGroups(source);
    }

    static String translate(String source) {
        EcmaTranslator translator = new EcmaTranslator(source);
        while (translator.at < source.length()) {
            translator.term();
        }
        if (translator.open > 0) {
            throw translator.invalid("a group without its end");
        }
        return translator.java.toString();
    }

    private static int countGroups(String source) {
        int count = 0;
        boolean inClass = false;
        for (int i = 0; i < source.length(); i++) {
            switch (source.charAt(i)) {
                case '\\' -> i++;
                case '[' -> inClass = true;
                case ']' -> inClass = false;
                case '(' -> count += inClass || source.startsWith("(?", i) ? 0 : 1;
                default -> {}
            }
        }
        return count;
    }

    private void term() {
        char c = source.charAt(at++);
        switch (c) {
            case '^' -> unrepeatable("^");
            case '$' -> unrepeatable("\\z");
            case '|' -> unrepeatable("|");
            case '.' -> atom("[^\\n\\r\\u2028\\u2029]");
            case '(' -> group();
            case ')' -> {
                if (--open < 0) {
                    throw invalid("a group without its beginning");
                }
                atom(")");
            }
            case '[' -> characterClass();
            case '\\' -> escape();
            case '*', '+', '?' -> quantifier(String.valueOf(c));
            case '{' -> {
                int end = countedQuantifierEnd();
                if (end > 0) {
                    String counted = source.substring(at - 1, end);
                    at = end;
                    quantifier(counted);
                } else {
                    atom("\\{");
                }
            }
            default -> literal(c);
        }
    }

    private void group() {
        open++;
        repeatable = false;
        if (!source.startsWith("?", at)) {
            java.append('(');
        } else if (source.startsWith("?:", at) || source.startsWith("?=", at) || source.startsWith("?!", at)) {
            java.append('(').append(source, at, at + 2);
            at += 2;
        } else {
            throw invalid("a group that ECMA 262 does not have");
        }
    }

    /** Where {@code {n}}, {@code {n,}} or {@code {n,m}} ends, or -1 when the brace stands for itself. */
    private int countedQuantifierEnd() {
        int end = digits(at);
        if (end == at || end == source.length()) {
            return -1;
        }
        if (source.charAt(end) == ',') {
            end = digits(end + 1);
        }
        return end < source.length() && source.charAt(end) == '}' ? end + 1 : -1;
    }

    private int digits(int from) {
        int end = from;
        while (end < source.length() && source.charAt(end) >= '0' && source.charAt(end) <= '9') {
            end++;
        }
        return end;
    }

    private void quantifier(String text) {
        if (!repeatable) {
            throw invalid("nothing to repeat");
        }
        unrepeatable(text);
        if (source.startsWith("?", at)) {
            at++;
            java.append('?');
        }
    }

    private void escape() {
        char c = next();
        switch (c) {
            case 'd', 'D', 'w', 'W' -> atom("\\" + c);
            case 's' -> atom("[" + SPACE + "]");
            case 'S' -> atom("[^" + SPACE + "]");
            case 'b', 'B' -> unrepeatable("\\" + c);
            case '1', '2', '3', '4', '5', '6', '7', '8', '9' -> {
                int end = digits(at);
                String number = source.substring(at - 1, end);
                if (number.length() < 3 && Integer.parseInt(number) <= groups) {
                    at = end;
                    atom("(?:\\" + number + ")");
                } else if (c >= '8') {
                    at--;
                    literal('\\');
                } else {
                    literal(octal(c));
                }
            }
            default -> literal(escaped(c));
        }
    }

    /** The character that an escape stands for, when it is none of a class. */
    private char escaped(char c) {
        return switch (c) {
            case 't' -> '\t';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 'f' -> '\f';
            case 'v' -> '\u000B';
            case '0', '1', '2', '3', '4', '5', '6', '7' -> octal(c);
            case 'x' -> hex(c, 2);
            case 'u' -> hex(c, 4);
            case 'c' -> {
                if (at < source.length()
                        && Character.toString(source.charAt(at)).matches("[A-Za-z]")) {
                    yield (char) (source.charAt(at++) & 31);
                }
                at--;
                yield '\\';
            }
            default -> c;
        };
    }

    /** Up to three octal digits, as before ECMA 262 had hexadecimal ones. */
    private char octal(char first) {
        int value = first - '0';
        while (at < source.length() && source.charAt(at) >= '0' && source.charAt(at) <= '7' && value < 32) {
            value = value * 8 + source.charAt(at++) - '0';
        }
        return (char) value;
    }

    private char hex(char otherwise, int length) {
        if (at + length <= source.length()) {
            String digits = source.substring(at, at + length);
            if (digits.chars().allMatch(digit -> Character.digit(digit, 16) >= 0)) {
                at += length;
                return (char) Integer.parseInt(digits, 16);
            }
        }
        return otherwise;
    }

    private void characterClass() {
        boolean negated = source.startsWith("^", at);
        at += negated ? 1 : 0;
        if (source.startsWith("]", at)) {
            at++;
            atom(negated ? "[\\x00-\\uFFFF]" : "(?!)");
            return;
        }
        StringBuilder content = new StringBuilder();
        while (at >= source.length() || source.charAt(at) != ']') {
            String first = classAtom();
            if (source.startsWith("-", at) && at + 1 < source.length() && source.charAt(at + 1) != ']') {
                at++;
                String last = classAtom();
                boolean isRange = isOneCharacter(first) && isOneCharacter(last);
                content.append(first).append(isRange ? "-" : "\\-").append(last);
            } else {
                content.append(first);
            }
        }
        at++;
        atom((negated ? "[^" : "[") + content + "]");
    }

    /** One character, quoted, or what a class escape stands for. */
    private String classAtom() {
        char c = next();
        if (c != '\\') {
            return quoted(c);
        }
        char escape = next();
        return switch (escape) {
            case 'd', 'D', 'w', 'W' -> "\\" + escape;
            case 's' -> SPACE;
            case 'S' -> NO_SPACE;
            case 'b' -> "\\x08";
            default -> quoted(escaped(escape));
        };
    }

    private static boolean isOneCharacter(String classAtom) {
        return !classAtom.matches("\\\\[dDwW]") && !classAtom.equals(SPACE) && !classAtom.equals(NO_SPACE);
    }

    private char next() {
        if (at >= source.length()) {
            throw invalid("it ends too early");
        }
        return source.charAt(at++);
    }

    private void literal(char c) {
        atom(quoted(c));
    }

    private static String quoted(char c) {
        char unit = EcmaRegex.swapped(c);
        boolean plain = (unit >= '0' && unit <= '9') || (unit >= 'A' && unit <= 'Z') || (unit >= 'a' && unit <= 'z');
        return plain ? String.valueOf(unit) : String.format(Locale.ROOT, "\\u%04X", (int) unit);
    }

    private void atom(String text) {
        java.append(text);
        repeatable = true;
    }

    private void unrepeatable(String text) {
        java.append(text);
        repeatable = false;
    }

    private PatternSyntaxException invalid(String what) {
        return new PatternSyntaxException(what, source, at);
    }
}
