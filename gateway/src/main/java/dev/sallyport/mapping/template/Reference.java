package dev.sallyport.mapping.template;

import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code $name.property[index].method(…)}: prints nothing when it is null (VTL-50). */
final class Reference implements Value, Part {

    private final int slot;
    private final Step[] steps;
    private final @Nullable Value alternate;
    private final Before before;
    private final int line;
    private final int column;

    /**
     * What stands before a reference and belongs to it in Velocity's eyes.
     *
     * @param backslashes that remain of those before it
     * @param marks dollar signs and hashes before it
     * @param escaped the reference's own text when it is escaped, or null
     */
    record Before(
            String backslashes, String marks, @Nullable String escaped) {}

    /** One step from a value to another. */
    interface Step {
        @Nullable
        Object apply(Object target, Run run);

        /** Sets what the step leads to. */
        default void set(Object target, @Nullable Object value, Run run) {
            throw new IllegalArgumentException("a method cannot be set");
        }
    }

    Reference(int slot, Step[] steps, @Nullable Value alternate, Before before, int line, int column) {
        this.slot = slot;
        this.steps = steps;
        this.alternate = alternate;
        this.before = before;
        this.line = line;
        this.column = column;
    }

    int slot() {
        return slot;
    }

    @Override
    public @Nullable Object value(Run run) {
        run.at(line, column);
        Object value = run.get(slot);
        for (int i = 0; i < steps.length && value != null; i++) {
            value = steps[i].apply(value, run);
        }
        Value other = alternate;
        return other != null && isNothing(value) ? other.value(run) : value;
    }

    private static boolean isNothing(@Nullable Object value) {
        return switch (value) {
            case null -> true;
            case Boolean bool -> !bool;
            case String text -> text.isEmpty();
            case Collection<?> list -> list.isEmpty();
            case Map<?, ?> map -> map.isEmpty();
            default -> false;
        };
    }

    @Override
    public void render(Run run) {
        Object value = value(run);
        String escaped = before.escaped;
        if (escaped != null) {
            run.append(before.backslashes);
            run.append(value == null ? "\\" + escaped : escaped);
            return;
        }
        if (value == null) {
            run.append(before.backslashes);
        }
        run.append(before.backslashes);
        run.append(before.marks);
        if (value instanceof Block block) {
            block.render(run);
        } else if (value != null && !(value instanceof Script)) {
            run.append(run.print(value));
        }
    }

    /** {@code #set($this = value)}. */
    void set(@Nullable Object value, Run run) {
        if (steps.length == 0) {
            run.set(slot, value);
            return;
        }
        Object target = run.get(slot);
        for (int i = 0; i < steps.length - 1 && target != null; i++) {
            target = steps[i].apply(target, run);
        }
        if (target != null) {
            run.at(line, column);
            steps[steps.length - 1].set(target, value, run);
        }
    }

    /** {@code .name}. */
    record Property(String name) implements Step {
        @Override
        public @Nullable Object apply(Object target, Run run) {
            return Methods.property(target, name, run);
        }

        @Override
        public void set(Object target, @Nullable Object value, Run run) {
            run.elements(1);
            Methods.setProperty(target, name, value);
        }
    }

    /** {@code [index]}. */
    record Index(Value index) implements Step {
        @Override
        public @Nullable Object apply(Object target, Run run) {
            return Methods.index(target, index.value(run), run);
        }

        @Override
        public void set(Object target, @Nullable Object value, Run run) {
            Methods.setIndex(target, index.value(run), value, run);
        }
    }

    /** {@code .name(arguments)}. */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares steps
    record Call(String name, Value[] arguments, int line, int column) implements Step {
        @Override
        public @Nullable Object apply(Object target, Run run) {
            @Nullable Object[] values = new @Nullable Object[arguments.length];
            for (int i = 0; i < values.length; i++) {
                values[i] = arguments[i].value(run);
            }
            run.at(line, column);
            run.work(1);
            return Methods.call(target, name, values, run);
        }
    }
}
