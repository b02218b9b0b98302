package dev.sallyport.mapping.template;

import org.jspecify.annotations.Nullable;

/** {@code $foreach} (VTL-54). */
final class Loop implements Script {

    private final @Nullable Object parent;
    private int index = -1;
    private boolean hasNext;

    Loop(@Nullable Object parent) {
        this.parent = parent;
    }

    void turn(boolean newHasNext) {
        index++;
        hasNext = newHasNext;
    }

    int count() {
        return index + 1;
    }

    @Override
    public @Nullable Object property(String name, Run run) {
        return switch (name) {
            case "index" -> index;
            case "count" -> count();
            case "hasNext" -> hasNext;
            case "first" -> index == 0;
            case "last" -> !hasNext;
            case "parent" -> parent;
            case "topmost" -> parent instanceof Loop outer ? outer.property(name, run) : this;
            default -> null;
        };
    }

    @Override
    public @Nullable Object call(String name, @Nullable Object[] arguments, Run run) {
        if (arguments.length > 0) {
            return null;
        }
        return switch (name) {
            case "hasNext" -> hasNext;
            case "isFirst" -> index == 0;
            case "isLast" -> !hasNext;
            case "getIndex" -> index;
            case "getCount" -> count();
            case "getParent" -> parent;
            default -> null;
        };
    }
}
