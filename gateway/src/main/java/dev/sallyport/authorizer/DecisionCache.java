package dev.sallyport.authorizer;

import java.time.InstantSource;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one authorizer of one stage has said, for a while (AUT-26). No other stage, authorizer or deployment can see it
 * ({@link StageCaches}). Bounded by number and by size; what was asked for longest ago goes first.
 */
final class DecisionCache<V> {

    private static final int MAX_ENTRIES = 10_000;
    private static final long MAX_WEIGHT = 4L * 1024 * 1024;

    private final InstantSource clock;
    private final int maxEntries;
    private final long maxWeight;
    private final Map<String, Entry<V>> entries = new LinkedHashMap<>(16, 0.75f, true);
    private long weight;

    private record Entry<V>(V value, long expiresMillis, long weight) {}

    DecisionCache(InstantSource clock) {
        this(clock, MAX_ENTRIES, MAX_WEIGHT);
    }

    DecisionCache(InstantSource clock, int maxEntries, long maxWeight) {
        this.clock = clock;
        this.maxEntries = maxEntries;
        this.maxWeight = maxWeight;
    }

    /** What is kept and still good, or null. */
    synchronized @Nullable V find(String key) {
        Entry<V> entry = entries.get(key);
        if (entry == null) {
            return null;
        }
        if (clock.millis() < entry.expiresMillis()) {
            return entry.value();
        }
        forget(key);
        return null;
    }

    /**
     * Keeps something.
     *
     * @param expiresMillis since 1970, from when it is no longer good
     * @param valueWeight in characters
     */
    synchronized void keep(String key, V value, long expiresMillis, int valueWeight) {
        forget(key);
        long added = (long) key.length() + valueWeight;
        if (added > maxWeight || expiresMillis <= clock.millis()) {
            return;
        }
        entries.put(key, new Entry<>(value, expiresMillis, added));
        weight += added;
        Iterator<Entry<V>> oldest = entries.values().iterator();
        while (entries.size() > maxEntries || weight > maxWeight) {
            weight -= oldest.next().weight();
            oldest.remove();
        }
    }

    private void forget(String key) {
        Entry<V> gone = entries.remove(key);
        if (gone != null) {
            weight -= gone.weight();
        }
    }
}
