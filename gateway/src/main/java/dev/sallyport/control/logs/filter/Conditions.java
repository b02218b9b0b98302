package dev.sallyport.control.logs.filter;

import java.util.function.Function;
import java.util.function.Predicate;

/** Conditions joined by {@code &&}, which binds stronger, and {@code ||}, with parentheses. */
final class Conditions {

    /** Parentheses nest no deeper; a pattern of AWS's length could otherwise exhaust the stack. */
    private static final int MAX_DEPTH = 64;

    private Conditions() {}

    /** @param condition reads one condition */
    static <T> Predicate<T> read(Scanner in, Function<Scanner, Predicate<T>> condition) {
        return either(in, condition, 0);
    }

    private static <T> Predicate<T> either(Scanner in, Function<Scanner, Predicate<T>> condition, int depth) {
        Predicate<T> result = both(in, condition, depth);
        while (in.take("||")) {
            result = result.or(both(in, condition, depth));
        }
        return result;
    }

    private static <T> Predicate<T> both(Scanner in, Function<Scanner, Predicate<T>> condition, int depth) {
        Predicate<T> result = single(in, condition, depth);
        while (in.take("&&")) {
            result = result.and(single(in, condition, depth));
        }
        return result;
    }

    private static <T> Predicate<T> single(Scanner in, Function<Scanner, Predicate<T>> condition, int depth) {
        in.skipBlanks();
        Predicate<T> result;
        if (in.take("(")) {
            if (depth == MAX_DEPTH) {
                throw in.unexpected();
            }
            result = either(in, condition, depth + 1);
            in.expect(")");
        } else {
            result = condition.apply(in);
        }
        in.skipBlanks();
        return result;
    }
}
