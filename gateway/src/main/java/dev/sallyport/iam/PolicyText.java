package dev.sallyport.iam;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A text of a policy with its wildcards and variables (R5.18). What a variable brings is taken literally: its stars are
 * stars, its colons part no ARN.
 */
final class PolicyText {

    private static final int[] NOTHING = {};

    /** Tokens of {@link Glob}, with the variables between them. */
    private static final class Part {
        private final int[] tokens;
        private final @Nullable Variable variable;

        Part(int[] tokens, @Nullable Variable variable) {
            this.tokens = tokens;
            this.variable = variable;
        }
    }

    /** @param byDefault what stands for a key that the request does not have, or null */
    private record Variable(String key, @Nullable String byDefault) {}

    private final List<Part> parts = new ArrayList<>();
    private final @Nullable Glob constant;

    private PolicyText(String text, boolean variables, boolean wildcards) throws PolicyException {
        int at = 0;
        while (variables) {
            int open = text.indexOf("${", at);
            if (open < 0) {
                break;
            }
            int close = text.indexOf('}', open);
            if (close < 0) {
                throw new PolicyException("the variable in " + text + " has no end");
            }
            parts.add(new Part(tokens(text.substring(at, open), wildcards), null));
            parts.add(variable(text.substring(open + 2, close)));
            at = close + 1;
        }
        parts.add(new Part(tokens(text.substring(at), wildcards), null));
        constant = parts.stream().allMatch(part -> part.variable == null)
                ? new Glob(joined(parts.stream().map(part -> part.tokens)), false)
                : null;
    }

    /**
     * Reads a text.
     *
     * @param variables whether the policy's version knows variables
     * @param wildcards whether {@code *} and {@code ?} mean more than themselves
     * @throws PolicyException when a variable is not well-formed
     */
    static PolicyText of(String text, boolean variables, boolean wildcards) throws PolicyException {
        return new PolicyText(text, variables, wildcards);
    }

    private static int[] tokens(String text, boolean wildcards) {
        IntStream characters = text.chars();
        return (wildcards ? characters.map(c -> c == '*' ? Glob.ANY : c == '?' ? Glob.ONE : c) : characters).toArray();
    }

    private static Part variable(String inside) throws PolicyException {
        if (inside.equals("*") || inside.equals("?") || inside.equals("$")) {
            return new Part(new int[] {inside.charAt(0)}, null);
        }
        int comma = inside.indexOf(',');
        String key = (comma < 0 ? inside : inside.substring(0, comma)).strip();
        String rest = comma < 0 ? null : inside.substring(comma + 1).strip();
        if (key.indexOf(':') <= 0
                || (rest != null && (rest.length() < 2 || !rest.startsWith("'") || !rest.endsWith("'")))) {
            throw new PolicyException("the variable ${" + inside + "} is not well-formed");
        }
        String byDefault = rest == null ? null : rest.substring(1, rest.length() - 1);
        return new Part(NOTHING, new Variable(key.toLowerCase(Locale.ROOT), byDefault));
    }

    private static int[] joined(Stream<int[]> tokens) {
        return tokens.flatMapToInt(Arrays::stream).toArray();
    }

    /** Whether it is the same for every request. */
    boolean isConstant() {
        return constant != null;
    }

    /** The pattern for a request; null when the request does not have the key of a variable, or several values of it. */
    @Nullable
    Glob glob(AccessRequest request) {
        if (constant != null) {
            return constant;
        }
        int[] tokens = tokens(request);
        return tokens == null ? null : new Glob(tokens, false);
    }

    /** The tokens for a request; null as for {@link #glob}. */
    int @Nullable [] tokens(AccessRequest request) {
        List<int[]> tokens = new ArrayList<>();
        for (Part part : parts) {
            int[] some = part.variable == null ? part.tokens : value(part.variable, request);
            if (some == null) {
                return null;
            }
            tokens.add(some);
        }
        return joined(tokens.stream());
    }

    private static int @Nullable [] value(Variable variable, AccessRequest request) {
        List<String> values = request.values(variable.key());
        String value = values == null || values.isEmpty()
                ? variable.byDefault()
                : values.size() == 1 ? values.getFirst() : null;
        return value == null
                ? null
                : value.chars().map(c -> c | Glob.SUBSTITUTED).toArray();
    }

    /** The text for a request, of a text without wildcards; null as for {@link #glob}. */
    @Nullable
    String text(AccessRequest request) {
        int[] tokens = tokens(request);
        if (tokens == null) {
            return null;
        }
        StringBuilder text = new StringBuilder(tokens.length);
        for (int token : tokens) {
            text.append((char) token);
        }
        return text.toString();
    }
}
