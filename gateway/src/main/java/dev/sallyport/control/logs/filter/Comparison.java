package dev.sallyport.control.logs.filter;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The right side of a condition: an operator and what a field's text is compared with. Numbers compare as numbers when
 * both sides are some; in texts {@code *} stands for any characters.
 */
final class Comparison implements Predicate<String> {

    private static final Pattern NUMBER = Pattern.compile("[-+]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][-+]?\\d{1,3})?");

    private enum Operator {
        // In the order of reading: the longer ones first.
        NOT_EQUAL("!="),
        AT_LEAST(">="),
        AT_MOST("<="),
        EQUAL("="),
        GREATER(">"),
        LESS("<");

        private final String sign;

        Operator(String sign) {
            this.sign = sign;
        }
    }

    private final Operator operator;
    private final Predicate<String> text;
    private final @Nullable BigDecimal number;

    private Comparison(Operator operator, Predicate<String> text, @Nullable BigDecimal number) {
        this.operator = operator;
        this.text = text;
        this.number = number;
    }

    /**
     * Reads operator and value.
     *
     * @param ends which characters end a value without quotes
     */
    static Comparison read(Scanner in, String ends) {
        Operator operator = operator(in);
        in.skipBlanks();
        if (in.peek() == '%') {
            return new Comparison(equality(operator, in), Regex.of(in.delimited('%')), null);
        }
        if (in.peek() == '"') {
            return new Comparison(equality(operator, in), wildcards(in.quoted()), null);
        }
        String value = in.takeWhile(c -> !Character.isWhitespace(c) && ends.indexOf(c) < 0);
        if (value.isEmpty()) {
            throw in.unexpected();
        }
        BigDecimal number = number(value);
        return new Comparison(number == null ? equality(operator, in) : operator, wildcards(value), number);
    }

    private static Operator operator(Scanner in) {
        for (Operator operator : Operator.values()) {
            if (in.take(operator.sign)) {
                return operator;
            }
        }
        throw in.unexpected();
    }

    /** Texts are equal or not, and never greater. */
    private static Operator equality(Operator operator, Scanner in) {
        if (operator != Operator.EQUAL && operator != Operator.NOT_EQUAL) {
            throw in.unexpected();
        }
        return operator;
    }

    /** The parts between the stars come one after the other; looking for each of them once is enough. */
    private static Predicate<String> wildcards(String value) {
        if (value.indexOf('*') < 0) {
            return value::equals;
        }
        String[] parts = value.split("\\*", -1);
        String first = parts[0];
        String last = parts[parts.length - 1];
        return text -> {
            int end = text.length() - last.length();
            if (end < first.length() || !text.startsWith(first) || !text.endsWith(last)) {
                return false;
            }
            int at = first.length();
            for (int i = 1; i < parts.length - 1; i++) {
                int found = text.indexOf(parts[i], at);
                if (found < 0 || found + parts[i].length() > end) {
                    return false;
                }
                at = found + parts[i].length();
            }
            return true;
        };
    }

    static @Nullable BigDecimal number(String text) {
        return NUMBER.matcher(text).matches() ? new BigDecimal(text.toUpperCase(Locale.ROOT)) : null;
    }

    @Override
    public boolean test(String field) {
        BigDecimal left = number == null ? null : number(field);
        if (number == null || left == null) {
            return switch (operator) {
                case EQUAL -> text.test(field);
                case NOT_EQUAL -> !text.test(field);
                case AT_LEAST, AT_MOST, GREATER, LESS -> false;
            };
        }
        int order = left.compareTo(number);
        return switch (operator) {
            case EQUAL -> order == 0;
            case NOT_EQUAL -> order != 0;
            case AT_LEAST -> order >= 0;
            case AT_MOST -> order <= 0;
            case GREATER -> order > 0;
            case LESS -> order < 0;
        };
    }
}
