package dev.sallyport.cache;

import dev.sallyport.pipeline.KeptAnswer;
import org.jspecify.annotations.Nullable;

/** What a cache holds under a key: an answer, or the note that answers of that key cannot be kept. */
final class Entry {

    /** Of the objects that make an entry, about. */
    private static final int OVERHEAD_BYTES = 256;

    final CacheKey key;
    final @Nullable KeptAnswer answer;
    final long ticket;
    final long bytes;
    private final long storedMillis;
    private final long ttlMillis;

    /** SIEVE: asked for since the hand came by. Written by any thread; a lost mark costs an entry at most. */
    boolean used;

    // Guarded by the cache's lock.
    @Nullable
    Entry newer;

    @Nullable
    Entry older;

    /**
     * @param answer null for answers that cannot be kept
     * @param ticket when the call began that made it, by the cache's own count
     * @param storedMillis when it was stored, milliseconds since 1970
     */
    Entry(CacheKey key, @Nullable KeptAnswer answer, long ticket, long storedMillis, long ttlMillis) {
        this.key = key;
        this.answer = answer;
        this.ticket = ticket;
        this.storedMillis = storedMillis;
        this.ttlMillis = ttlMillis;
        this.bytes = (long) OVERHEAD_BYTES + key.length() + (answer == null ? 0 : answer.bytes());
    }

    /** How old it is, in milliseconds; less than 0 when the clock was set back, or the asking request came before it. */
    long ageMillis(long nowMillis) {
        return nowMillis - storedMillis;
    }

    /**
     * CCH-3: whether it is young enough, by the time to live of when it was stored and by that of whoever asks. A clock that
     * was set back makes nothing live longer than that.
     */
    boolean isFresh(long nowMillis, long askedTtlMillis) {
        long ttl = Math.min(ttlMillis, askedTtlMillis);
        long age = ageMillis(nowMillis);
        return age < ttl && age > -ttl;
    }
}
