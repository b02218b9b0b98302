package dev.sallyport.wire;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Unmodifiable copies that keep the order, with which generated records protect their collections. */
public final class Copies {

    private Copies() {}

    /** Null for null. */
    public static <T> @Nullable List<T> of(@Nullable List<T> list) {
        return list == null ? null : Collections.unmodifiableList(new ArrayList<>(list));
    }

    /** Null for null. */
    public static <V> @Nullable Map<String, V> of(@Nullable Map<String, V> map) {
        return map == null ? null : Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }
}
