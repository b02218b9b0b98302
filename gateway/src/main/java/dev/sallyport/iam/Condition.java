package dev.sallyport.iam;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** One key of one operator in a statement's condition (AUT-66, R5.16). */
final class Condition {

    private static final String IF_EXISTS = "IfExists";
    private static final String ANY_VALUE = "ForAnyValue:";
    private static final String ALL_VALUES = "ForAllValues:";

    /** Which values of a key that has several must match. */
    private enum Set {
        ONE_VALUE,
        ANY_VALUE,
        ALL_VALUES
    }

    private final Operator operator;
    private final Set set;
    private final boolean ifExists;
    private final String key;
    private final List<Operator.Expected> expected;
    private final boolean hasVariables;

    private Condition(
            Operator operator,
            Set set,
            boolean ifExists,
            String key,
            List<Operator.Expected> expected,
            boolean hasVariables) {
        this.operator = operator;
        this.set = set;
        this.ifExists = ifExists;
        this.key = key;
        this.expected = expected;
        this.hasVariables = hasVariables;
    }

    /**
     * Compiles a condition.
     *
     * @param name of the operator, for example {@code ForAnyValue:StringLikeIfExists}
     * @param variables whether the policy's version knows variables
     */
    static Condition compile(String name, String key, List<String> values, boolean variables) throws PolicyException {
        Set set = startsWith(name, ANY_VALUE)
                ? Set.ANY_VALUE
                : startsWith(name, ALL_VALUES) ? Set.ALL_VALUES : Set.ONE_VALUE;
        String rest = set == Set.ONE_VALUE ? name : name.substring(name.indexOf(':') + 1);
        boolean ifExists =
                rest.regionMatches(true, rest.length() - IF_EXISTS.length(), IF_EXISTS, 0, IF_EXISTS.length());
        Operator operator = Operator.named(ifExists ? rest.substring(0, rest.length() - IF_EXISTS.length()) : rest);
        if (operator == null || (operator == Operator.NULL && (ifExists || set != Set.ONE_VALUE))) {
            throw new PolicyException("there is no condition operator " + name);
        }
        if (key.indexOf(':') <= 0) {
            throw new PolicyException(key + " is no condition key");
        }
        if (values.isEmpty()) {
            throw new PolicyException("the condition " + name + " of " + key + " has no values");
        }
        List<Operator.Expected> expected = new ArrayList<>();
        for (String value : values) {
            expected.add(operator.expect(value, variables));
        }
        boolean hasVariables = variables && values.stream().anyMatch(value -> value.contains("${"));
        return new Condition(
                operator, set, ifExists, key.toLowerCase(Locale.ROOT), List.copyOf(expected), hasVariables);
    }

    private static boolean startsWith(String text, String prefix) {
        return text.regionMatches(true, 0, prefix, 0, prefix.length());
    }

    /** Operator and key, for people. */
    String summary() {
        return operator.text() + " " + key;
    }

    /** Whether the request tells if it holds. */
    boolean isKnown(AccessRequest request) {
        return request.knows(key);
    }

    /** Whether the request tells if it holds, whatever else it does not tell. */
    boolean isDecided(AccessRequest request) {
        return !hasVariables && request.knows(key);
    }

    boolean holds(AccessRequest request) {
        List<String> actual = request.values(key);
        boolean isAbsent = actual == null || actual.isEmpty();
        if (operator == Operator.NULL) {
            return admitted(Boolean.toString(isAbsent), request);
        }
        if (actual == null || isAbsent) {
            return ifExists
                    || switch (set) {
                        case ONE_VALUE -> operator.isNegated();
                        case ANY_VALUE -> false;
                        case ALL_VALUES -> true;
                    };
        }
        return switch (set) {
            case ONE_VALUE -> operator.isNegated() != actual.stream().anyMatch(value -> admitted(value, request));
            case ANY_VALUE -> actual.stream().anyMatch(value -> operator.isNegated() != admitted(value, request));
            case ALL_VALUES -> actual.stream().allMatch(value -> operator.isNegated() != admitted(value, request));
        };
    }

    private boolean admitted(String actual, AccessRequest request) {
        for (Operator.Expected value : expected) {
            if (value.admits(actual, request)) {
                return true;
            }
        }
        return false;
    }
}
