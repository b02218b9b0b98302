package dev.sallyport.mapping.template;

import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The directives that do something when a template is rendered. */
final class Directives {

    private Directives() {}

    /** {@code #set}: null is set as well (VTL-58). */
    record Assignment(Reference target, Value value, int line, int column) implements Part {
        @Override
        public void render(Run run) {
            run.directive(line, column);
            target.set(value.value(run), run);
        }
    }

    /** {@code #if}, {@code #elseif} and {@code #else}: the first body whose condition holds. */
    record Choice(List<Value> conditions, List<Part> bodies, int line, int column) implements Part {
        @Override
        public void render(Run run) {
            run.directive(line, column);
            for (int i = 0; i < bodies.size(); i++) {
                if (i == conditions.size() || conditions.get(i).isTrue(run)) {
                    bodies.get(i).render(run);
                    return;
                }
            }
        }
    }

    /**
     * {@code #foreach}.
     *
     * @param loop the slot of {@code $foreach}
     * @param count the slot of {@code $velocityCount}
     */
    record ForEach(int item, int loop, int count, Value elements, Part body, int line, int column) implements Part {
        @Override
        public void render(Run run) {
            run.directive(line, column);
            Iterator<?> iterator = iterator(elements.value(run), run);
            if (iterator == null) {
                return;
            }
            Object itemBefore = run.get(item);
            Object loopBefore = run.get(loop);
            Object countBefore = run.get(count);
            Loop turns = new Loop(loopBefore);
            run.set(loop, turns);
            while (iterator.hasNext()) {
                if (turns.count() == run.bounds().loopTurns()) {
                    run.at(line, column);
                    throw new BoundException(
                            "#foreach with more than " + run.bounds().loopTurns() + " turns");
                }
                run.set(item, iterator.next());
                turns.turn(iterator.hasNext());
                run.set(count, turns.count());
                run.directive(line, column);
                body.render(run);
                if (!run.goesOn()) {
                    break;
                }
            }
            run.set(item, itemBefore);
            run.set(loop, loopBefore);
            run.set(count, countBefore);
        }

        /** Over a copy: the body may change what it walks through. */
        private static @Nullable Iterator<?> iterator(@Nullable Object elements, Run run) {
            return switch (elements) {
                case Range range -> range.iterator();
                case Collection<?> list -> Methods.copy(list, run).iterator();
                case Map<?, ?> map -> Methods.copy(map.values(), run).iterator();
                case Iterator<?> iterator -> iterator;
                case null, default -> null;
            };
        }
    }

    /** {@code #break}. */
    record Break(int line, int column) implements Part {
        @Override
        public void render(Run run) {
            run.directive(line, column);
            run.breakLoop();
        }
    }

    /** {@code #stop}. */
    record Stop(int line, int column) implements Part {
        @Override
        public void render(Run run) {
            run.directive(line, column);
            run.stop();
        }
    }

    /** {@code #define}. */
    record Define(int slot, Block block, int line, int column) implements Part {
        @Override
        public void render(Run run) {
            run.directive(line, column);
            run.set(slot, block);
        }
    }

    /** A macro; what it does is known after its calls may have been read. */
    static final class Macro {
        final int[] slots;
        final @Nullable Value[] defaults;
        Part body = new Part.Text("");

        Macro(int[] slots, @Nullable Value[] defaults) {
            this.slots = slots;
            this.defaults = defaults;
        }
    }

    /**
     * The call of a macro.
     *
     * @param content the slot of {@code $bodyContent}
     * @param block what a block macro is given, or null
     */
    record MacroCall(
            Macro macro,
            List<Value> arguments,
            int content,
            @Nullable Block block,
            int line,
            int column) implements Part {
        @Override
        public void render(Run run) {
            run.directive(line, column);
            run.enter();
            int[] slots = macro.slots;
            @Nullable Object[] before = new @Nullable Object[slots.length];
            @Nullable Object[] values = new @Nullable Object[slots.length];
            for (int i = 0; i < slots.length; i++) {
                Value value = i < arguments.size() ? arguments.get(i) : macro.defaults[i];
                before[i] = run.get(slots[i]);
                values[i] = value == null ? null : value.value(run);
            }
            for (int i = 0; i < slots.length; i++) {
                run.set(slots[i], values[i]);
            }
            Object contentBefore = run.get(content);
            if (block != null) {
                run.set(content, block);
            }
            macro.body.render(run);
            for (int i = 0; i < slots.length; i++) {
                run.set(slots[i], before[i]);
            }
            run.set(content, contentBefore);
            run.leave();
        }
    }
}
