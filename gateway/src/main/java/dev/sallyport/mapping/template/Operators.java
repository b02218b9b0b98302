package dev.sallyport.mapping.template;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.velocity.runtime.parser.node.MathUtils;
import org.jspecify.annotations.Nullable;

/** Expressions, with the meaning that they have in Velocity 1 (VTL-17, VTL-57, VTL-60). */
final class Operators {

    /** Longer numbers come of nothing but multiplying again and again. */
    private static final int MAX_NUMBER_BITS = 4096;

    private Operators() {}

    record And(Value left, Value right) implements Value {
        @Override
        public Object value(Run run) {
            return left.isTrue(run) && right.isTrue(run);
        }
    }

    record Or(Value left, Value right) implements Value {
        @Override
        public Object value(Run run) {
            return left.isTrue(run) || right.isTrue(run);
        }
    }

    record Not(Value operand) implements Value {
        @Override
        public Object value(Run run) {
            return !operand.isTrue(run);
        }
    }

    /** {@code ==} and {@code !=}. */
    record Equality(Value left, Value right, boolean wanted) implements Value {
        @Override
        public Object value(Run run) {
            return equal(left.value(run), right.value(run), run) == wanted;
        }

        private static boolean equal(@Nullable Object left, @Nullable Object right, Run run) {
            if (left == null || right == null) {
                // VTL-17 (recorded): what is not there equals $null and the empty text.
                return (left == null && right == null) || "".equals(left) || "".equals(right);
            }
            if (left instanceof Number number && right instanceof Number other) {
                return MathUtils.compare(number, other) == 0;
            }
            boolean comparable = left.getClass() == right.getClass()
                    || (left instanceof Map<?, ?> && right instanceof Map<?, ?>)
                    || (left instanceof List<?> && right instanceof List<?>);
            return comparable
                    ? Containers.equal(left, right, run)
                    : run.print(left).equals(run.print(right));
        }
    }

    /** How an order of two numbers is asked for. */
    enum Order {
        LESS,
        LESS_OR_EQUAL,
        GREATER,
        GREATER_OR_EQUAL
    }

    /** {@code <} and its kin: false unless both are numbers. */
    record Comparison(Value left, Value right, Order order) implements Value {
        @Override
        public Object value(Run run) {
            Object first = left.value(run);
            Object second = right.value(run);
            if (!(first instanceof Number number) || !(second instanceof Number other)) {
                return false;
            }
            int compared = MathUtils.compare(number, other);
            return switch (order) {
                case LESS -> compared < 0;
                case LESS_OR_EQUAL -> compared <= 0;
                case GREATER -> compared > 0;
                case GREATER_OR_EQUAL -> compared >= 0;
            };
        }
    }

    /** What is calculated. */
    enum Calculation {
        ADD,
        SUBTRACT,
        MULTIPLY,
        DIVIDE,
        REMAINDER
    }

    /**
     * Arithmetic; null when an operand is no number, or for a division by zero. {@code +} joins texts.
     *
     * @param leftText what the left operand is called in the template, which Velocity prints for null in a text
     */
    record Arithmetic(Calculation calculation, Value left, Value right, String leftText, String rightText)
            implements Value {
        @Override
        public @Nullable Object value(Run run) {
            Object first = left.value(run);
            Object second = right.value(run);
            if (calculation == Calculation.ADD && (first instanceof String || second instanceof String)) {
                String begin = first == null ? leftText : run.print(first);
                String end = second == null ? rightText : run.print(second);
                run.text((long) begin.length() + end.length());
                return begin.concat(end);
            }
            if (!(first instanceof Number number) || !(second instanceof Number other)) {
                return null;
            }
            run.work(1);
            Number result = switch (calculation) {
                case ADD -> MathUtils.add(number, other);
                case SUBTRACT -> MathUtils.subtract(number, other);
                case MULTIPLY -> MathUtils.multiply(number, other);
                case DIVIDE -> MathUtils.isZero(other) ? null : MathUtils.divide(number, other);
                case REMAINDER -> MathUtils.isZero(other) ? null : MathUtils.modulo(number, other);
            };
            if (isTooLong(result)) {
                throw new BoundException("a number of more than " + MAX_NUMBER_BITS + " bits");
            }
            return result;
        }

        private static boolean isTooLong(@Nullable Number number) {
            return (number instanceof BigInteger integer && integer.bitLength() > MAX_NUMBER_BITS)
                    || (number instanceof BigDecimal decimal
                            && decimal.unscaledValue().bitLength() > MAX_NUMBER_BITS);
        }
    }

    record Negation(Value operand) implements Value {
        @Override
        public @Nullable Object value(Run run) {
            return operand.value(run) instanceof Number number ? MathUtils.negate(number) : null;
        }
    }

    /** A text in double quotes with something in it to render (VTL-56). */
    record Interpolated(Part part) implements Value {
        @Override
        public Object value(Run run) {
            return run.rendered(part);
        }
    }

    record MapLiteral(List<Value> keys, List<Value> values) implements Value {
        @Override
        public Object value(Run run) {
            run.elements(keys.size());
            Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
            for (int i = 0; i < keys.size(); i++) {
                map.put(
                        Containers.key(keys.get(i).value(run), run),
                        values.get(i).value(run));
            }
            return map;
        }
    }

    record ListLiteral(List<Value> elements) implements Value {
        @Override
        public Object value(Run run) {
            run.elements(elements.size());
            List<@Nullable Object> list = new ArrayList<>(elements.size());
            for (Value element : elements) {
                list.add(element.value(run));
            }
            return list;
        }
    }

    /** {@code [a..b]}; null unless both are integers. */
    record RangeLiteral(Value first, Value last) implements Value {
        @Override
        public @Nullable Object value(Run run) {
            return first.value(run) instanceof Number begin && last.value(run) instanceof Number end
                    ? new Range(begin.intValue(), end.intValue())
                    : null;
        }
    }
}
