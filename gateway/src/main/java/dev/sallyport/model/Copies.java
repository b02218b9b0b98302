package dev.sallyport.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Immutable copies that keep the order of their source, as no factory of the JDK does. */
final class Copies {

    private Copies() {}

    static <V> Map<String, V> of(Map<String, V> map) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }

    static Map<String, @Nullable String> ofNullable(Map<String, @Nullable String> map) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }

    static <V> SortedMap<String, V> of(SortedMap<String, V> map) {
        return Collections.unmodifiableSortedMap(new TreeMap<>(map));
    }
}
