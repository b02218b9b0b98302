package dev.sallyport.mapping.template;

import org.apache.velocity.runtime.parser.node.MathUtils;
import org.jspecify.annotations.Nullable;

/** What templates may ask of numbers; the static methods are reached through any number, as in Java's Velocity (VTL-55). */
final class NumberMethods {

    private NumberMethods() {}

    static @Nullable Object call(Number number, String name, @Nullable Object[] arguments, Run run) {
        return switch (arguments.length) {
            case 0 ->
                switch (name) {
                    case "intValue" -> number.intValue();
                    case "longValue" -> number.longValue();
                    case "doubleValue" -> number.doubleValue();
                    case "floatValue" -> number.floatValue();
                    case "hashCode" -> number.hashCode();
                    default -> null;
                };
            case 1 -> arguments[0] == null ? null : call(number, name, arguments[0], run);
            default -> null;
        };
    }

    private static @Nullable Object call(Number number, String name, Object argument, Run run) {
        return switch (name) {
            case "equals" -> number.equals(argument);
            case "compareTo" -> argument instanceof Number other ? (Object) MathUtils.compare(number, other) : null;
            case "parseInt" -> Integer.valueOf(run.print(argument));
            case "parseLong" -> Long.valueOf(run.print(argument));
            case "parseDouble" -> Double.valueOf(run.print(argument));
            case "parseFloat" -> Float.valueOf(run.print(argument));
            case "valueOf" -> valueOf(number, run.print(argument));
            case "toString" -> run.print(argument);
            default -> null;
        };
    }

    private static Number valueOf(Number kind, String text) {
        return switch (kind) {
            case Long ignored -> Long.valueOf(text);
            case Double ignored -> Double.valueOf(text);
            case Float ignored -> Float.valueOf(text);
            default -> Integer.valueOf(text);
        };
    }
}
