package dev.sallyport.iam;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The operators of conditions (AUT-66, R5.17). */
enum Operator {
    STRING_EQUALS("StringEquals", false),
    STRING_NOT_EQUALS("StringNotEquals", true),
    STRING_EQUALS_IGNORE_CASE("StringEqualsIgnoreCase", false),
    STRING_NOT_EQUALS_IGNORE_CASE("StringNotEqualsIgnoreCase", true),
    STRING_LIKE("StringLike", false),
    STRING_NOT_LIKE("StringNotLike", true),
    NUMERIC_EQUALS("NumericEquals", false),
    NUMERIC_NOT_EQUALS("NumericNotEquals", true),
    NUMERIC_LESS_THAN("NumericLessThan", false),
    NUMERIC_LESS_THAN_EQUALS("NumericLessThanEquals", false),
    NUMERIC_GREATER_THAN("NumericGreaterThan", false),
    NUMERIC_GREATER_THAN_EQUALS("NumericGreaterThanEquals", false),
    DATE_EQUALS("DateEquals", false),
    DATE_NOT_EQUALS("DateNotEquals", true),
    DATE_LESS_THAN("DateLessThan", false),
    DATE_LESS_THAN_EQUALS("DateLessThanEquals", false),
    DATE_GREATER_THAN("DateGreaterThan", false),
    DATE_GREATER_THAN_EQUALS("DateGreaterThanEquals", false),
    BOOL("Bool", false),
    BINARY_EQUALS("BinaryEquals", false),
    IP_ADDRESS("IpAddress", false),
    NOT_IP_ADDRESS("NotIpAddress", true),
    ARN_EQUALS("ArnEquals", false),
    ARN_LIKE("ArnLike", false),
    ARN_NOT_EQUALS("ArnNotEquals", true),
    ARN_NOT_LIKE("ArnNotLike", true),
    NULL("Null", false);

    private static final int ARN_PARTS = 6;
    private static final int MAX_NUMBER_CHARACTERS = 40;
    private static final Pattern NUMBER = Pattern.compile("[+-]?\\d+(?:\\.\\d+)?");
    private static final Pattern DAY = Pattern.compile("\\d{4}-\\d\\d-\\d\\d");
    private static final Pattern SECONDS = Pattern.compile("\\d{1,11}");

    private final String text;
    private final boolean negated;

    Operator(String text, boolean negated) {
        this.text = text;
        this.negated = negated;
    }

    /** The operator of a name as policies write it, without prefix and suffix; null when there is none. */
    static @Nullable Operator named(String text) {
        for (Operator operator : values()) {
            if (operator.text.equalsIgnoreCase(text)) {
                return operator;
            }
        }
        return null;
    }

    /** As policies write it. */
    String text() {
        return text;
    }

    /** Whether none of the values may match. */
    boolean isNegated() {
        return negated;
    }

    /** Whether stars and question marks in values are wildcards. */
    private boolean hasWildcards() {
        return switch (this) {
            case STRING_LIKE, STRING_NOT_LIKE, ARN_EQUALS, ARN_LIKE, ARN_NOT_EQUALS, ARN_NOT_LIKE -> true;
            default -> false;
        };
    }

    /** A value of a policy: whether a value of a request is what it describes. */
    @FunctionalInterface
    interface Expected {
        boolean admits(String actual, AccessRequest request);
    }

    /**
     * Compiles a value of a policy.
     *
     * @throws PolicyException when no request could ever be compared with it
     */
    Expected expect(String value, boolean variables) throws PolicyException {
        PolicyText compiled = PolicyText.of(value, variables, hasWildcards());
        if (compiled.isConstant()) {
            Predicate<String> test = test(compiled, new AccessRequest("", "", Requester.ANONYMOUS, Facts.NONE));
            if (test == null) {
                throw new PolicyException(value + " is no value for " + text);
            }
            return (actual, request) -> test.test(actual);
        }
        return (actual, request) -> {
            Predicate<String> test = test(compiled, request);
            return test != null && test.test(actual);
        };
    }

    /** How to compare with a value, null when it is not one that can be compared with. */
    private @Nullable Predicate<String> test(PolicyText value, AccessRequest request) {
        if (hasWildcards()) {
            boolean isArn = this != STRING_LIKE && this != STRING_NOT_LIKE;
            int[] tokens = value.tokens(request);
            return tokens == null ? null : isArn ? arn(tokens) : new Glob(tokens, false)::matches;
        }
        String expected = value.text(request);
        return expected == null ? null : test(expected);
    }

    private @Nullable Predicate<String> test(String expected) {
        return switch (this) {
            case STRING_EQUALS, STRING_NOT_EQUALS -> expected::equals;
            case STRING_EQUALS_IGNORE_CASE, STRING_NOT_EQUALS_IGNORE_CASE -> expected::equalsIgnoreCase;
            case NUMERIC_EQUALS, NUMERIC_NOT_EQUALS -> number(expected, order -> order == 0);
            case NUMERIC_LESS_THAN -> number(expected, order -> order < 0);
            case NUMERIC_LESS_THAN_EQUALS -> number(expected, order -> order <= 0);
            case NUMERIC_GREATER_THAN -> number(expected, order -> order > 0);
            case NUMERIC_GREATER_THAN_EQUALS -> number(expected, order -> order >= 0);
            case DATE_EQUALS, DATE_NOT_EQUALS -> date(expected, order -> order == 0);
            case DATE_LESS_THAN -> date(expected, order -> order < 0);
            case DATE_LESS_THAN_EQUALS -> date(expected, order -> order <= 0);
            case DATE_GREATER_THAN -> date(expected, order -> order > 0);
            case DATE_GREATER_THAN_EQUALS -> date(expected, order -> order >= 0);
            case BOOL, NULL -> isBoolean(expected) ? expected::equalsIgnoreCase : null;
            case BINARY_EQUALS -> binary(expected);
            case IP_ADDRESS, NOT_IP_ADDRESS -> {
                IpRange range = IpRange.parse(expected);
                yield range == null ? null : range::contains;
            }
            case STRING_LIKE, STRING_NOT_LIKE, ARN_EQUALS, ARN_LIKE, ARN_NOT_EQUALS, ARN_NOT_LIKE -> null;
        };
    }

    private static boolean isBoolean(String text) {
        return text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false");
    }

    private static @Nullable Predicate<String> number(String expected, IntPredicate accepted) {
        BigDecimal bound = number(expected);
        return bound == null
                ? null
                : actual -> {
                    BigDecimal number = number(actual);
                    return number != null && accepted.test(number.compareTo(bound));
                };
    }

    private static @Nullable BigDecimal number(String text) {
        return text.length() <= MAX_NUMBER_CHARACTERS && NUMBER.matcher(text).matches() ? new BigDecimal(text) : null;
    }

    private static @Nullable Predicate<String> date(String expected, IntPredicate accepted) {
        Instant bound = instant(expected);
        return bound == null
                ? null
                : actual -> {
                    Instant instant = instant(actual);
                    return instant != null && accepted.test(instant.compareTo(bound));
                };
    }

    /** A date, a time with its offset, or seconds since 1970. */
    private static @Nullable Instant instant(String text) {
        try {
            if (SECONDS.matcher(text).matches()) {
                return Instant.ofEpochSecond(Long.parseLong(text));
            }
            return DAY.matcher(text).matches()
                    ? LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC)
                    : OffsetDateTime.parse(text.toUpperCase(Locale.ROOT)).toInstant();
        } catch (DateTimeException noDate) {
            return null;
        }
    }

    private static @Nullable Predicate<String> binary(String expected) {
        byte[] bytes = decoded(expected);
        return bytes == null
                ? null
                : actual -> {
                    byte[] other = decoded(actual);
                    return other != null && Arrays.equals(bytes, other);
                };
    }

    private static byte @Nullable [] decoded(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException noBase64) {
            return null;
        }
    }

    /** Each of the six parts is compared by itself: no star reaches over a colon, but in the last part. */
    private static @Nullable Predicate<String> arn(int[] tokens) {
        Glob[] parts = new Glob[ARN_PARTS];
        int start = 0;
        int part = 0;
        for (int i = 0; i < tokens.length && part < ARN_PARTS - 1; i++) {
            if (tokens[i] == ':') {
                parts[part++] = new Glob(Arrays.copyOfRange(tokens, start, i), false);
                start = i + 1;
            }
        }
        if (part < ARN_PARTS - 1) {
            // AWS takes a lone star for any ARN.
            return tokens.length == 1 && tokens[0] == Glob.ANY ? actual -> actual.startsWith("arn:") : null;
        }
        parts[part] = new Glob(Arrays.copyOfRange(tokens, start, tokens.length), false);
        return actual -> {
            String[] texts = actual.split(":", ARN_PARTS);
            boolean matches = texts.length == ARN_PARTS;
            for (int i = 0; matches && i < ARN_PARTS; i++) {
                matches = parts[i].matches(texts[i]);
            }
            return matches;
        };
    }
}
