package dev.sallyport.mapping.template;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What templates may ask of lists and of what Java has as sets (VTL-55). */
final class ListMethods {

    private ListMethods() {}

    static @Nullable Object call(List<@Nullable Object> list, String name, @Nullable Object[] arguments, Run run) {
        return switch (arguments.length) {
            case 0 -> call(list, name, run);
            case 1 -> call(list, name, arguments[0], run);
            case 2 -> call(list, name, arguments[0], arguments[1], run);
            default -> null;
        };
    }

    private static @Nullable Object call(List<@Nullable Object> list, String name, Run run) {
        return switch (name) {
            case "size" -> list.size();
            case "isEmpty" -> list.isEmpty();
            case "iterator" -> Methods.copy(list, run).iterator();
            case "toArray" -> Methods.copy(list, run);
            case "clear" -> {
                list.clear();
                yield "";
            }
            default -> null;
        };
    }

    private static @Nullable Object call(List<@Nullable Object> list, String name, @Nullable Object argument, Run run) {
        return switch (name) {
            case "get" -> argument instanceof Number index ? list.get(index.intValue()) : null;
            case "add" -> {
                run.elements(1);
                yield list.add(argument);
            }
            case "addAll" -> {
                if (argument instanceof Collection<?> other) {
                    yield list.addAll(Methods.copy(other, run));
                }
                yield null;
            }
            case "remove" -> remove(list, argument, run);
            case "removeAll", "retainAll" -> {
                if (argument instanceof Collection<?> other) {
                    boolean kept = name.equals("retainAll");
                    yield keep(list, element -> indexOf(other, element, run) >= 0 == kept);
                }
                yield null;
            }
            case "contains" -> indexOf(list, argument, run) >= 0;
            case "containsAll" -> {
                if (argument instanceof Collection<?> other) {
                    yield other.stream().allMatch(element -> indexOf(list, element, run) >= 0);
                }
                yield null;
            }
            case "indexOf" -> indexOf(list, argument, run);
            case "lastIndexOf" -> {
                int found = indexOf(list.reversed(), argument, run);
                yield found < 0 ? -1 : list.size() - 1 - found;
            }
            case "equals" -> Containers.equal(list, argument, run);
            default -> null;
        };
    }

    private static @Nullable Object call(
            List<@Nullable Object> list, String name, @Nullable Object first, @Nullable Object second, Run run) {
        if (!(first instanceof Number index)) {
            return null;
        }
        run.elements(1);
        return switch (name) {
            case "set" -> list.set(index.intValue(), second);
            case "add" -> {
                run.work(1 + (list.size() >> 6));
                list.add(index.intValue(), second);
                yield "";
            }
            case "subList" ->
                second instanceof Number end ? Methods.copy(list.subList(index.intValue(), end.intValue()), run) : null;
            default -> null;
        };
    }

    private static @Nullable Object remove(List<@Nullable Object> list, @Nullable Object what, Run run) {
        run.work(1 + (list.size() >> 6));
        if (what instanceof Integer index) {
            return list.remove(index.intValue());
        }
        int found = indexOf(list, what, run);
        if (found >= 0) {
            list.remove(found);
        }
        return found >= 0;
    }

    private static boolean keep(List<@Nullable Object> list, Predicate<@Nullable Object> isKept) {
        List<@Nullable Object> kept = new ArrayList<>();
        for (Object element : list) {
            if (isKept.test(element)) {
                kept.add(element);
            }
        }
        boolean changed = kept.size() < list.size();
        if (changed) {
            list.clear();
            list.addAll(kept);
        }
        return changed;
    }

    /** Where the first equal element stands, -1 when there is none. */
    static int indexOf(Collection<?> list, @Nullable Object wanted, Run run) {
        int index = 0;
        for (Object element : list) {
            boolean equal = element instanceof Map.Entry<?, ?>
                    ? element.equals(wanted)
                    : Containers.equal(element, wanted, run);
            if (equal) {
                return index;
            }
            index++;
        }
        return -1;
    }
}
