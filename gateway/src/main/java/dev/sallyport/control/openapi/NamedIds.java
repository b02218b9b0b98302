package dev.sallyport.control.openapi;

import dev.sallyport.model.Ids;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The ids of named things of an API: what exists keeps its id when a document names it again (R3.2, R3.4). */
public final class NamedIds {

    private final Map<String, String> byName = new HashMap<>();
    private final Set<String> taken = new HashSet<>();
    private final Ids ids;
    private final int length;

    /**
     * The ids of things, of which some exist.
     *
     * @param length of new ids
     * @param name of a thing, null when it has none and shall only lend its id to no other
     */
    public <T> NamedIds(
            Ids ids, int length, List<T> existing, Function<T, @Nullable String> name, Function<T, String> id) {
        this.ids = ids;
        this.length = length;
        for (T each : existing) {
            String key = name.apply(each);
            if (key != null) {
                byName.putIfAbsent(key, id.apply(each));
            }
            taken.add(id.apply(each));
        }
    }

    /** The id of the thing of this name, a new one when there is none. */
    public String of(String name) {
        return byName.computeIfAbsent(name, key -> {
            String id = ids.next(length, taken::contains);
            taken.add(id);
            return id;
        });
    }

    /** The id of the thing of this name, or null. */
    public @Nullable String find(String name) {
        return byName.get(name);
    }
}
