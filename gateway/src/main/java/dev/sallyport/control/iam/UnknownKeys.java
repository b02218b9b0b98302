package dev.sallyport.control.iam;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Access keys that nobody has, remembered for a while, so that somebody who goes on trying them has the store read for none.
 * Thread-safe; never blocks.
 */
final class UnknownKeys {

    static final int MAX_KEPT = 10_000;
    static final Duration KEPT = Duration.ofSeconds(10);

    private final InstantSource clock;
    private final Map<String, Instant> until = new ConcurrentHashMap<>();

    UnknownKeys(InstantSource clock) {
        this.clock = clock;
    }

    boolean contains(String accessKeyId) {
        Instant end = until.get(accessKeyId);
        if (end == null) {
            return false;
        }
        if (clock.instant().isBefore(end)) {
            return true;
        }
        until.remove(accessKeyId, end);
        return false;
    }

    /** When there are too many, all the others are forgotten. */
    void add(String accessKeyId) {
        if (until.size() >= MAX_KEPT) {
            until.clear();
        }
        until.put(accessKeyId, clock.instant().plus(KEPT));
    }

    void remove(String accessKeyId) {
        until.remove(accessKeyId);
    }

    void clear() {
        until.clear();
    }

    int size() {
        return until.size();
    }
}
