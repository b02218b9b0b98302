package dev.sallyport.cache;

import dev.sallyport.pipeline.KeptAnswer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The cache of one stage. Look-ups take no lock; changes take the cache's own. What goes when there is no room is chosen by
 * SIEVE: entries stand in the order in which they came, and a hand that walks from the oldest to the newest spares those
 * that have been asked for since it last came by.
 */
public final class StageCache {

    private static final int MAX_SPARED = 1000;

    private final ResponseCaches all;
    private final String size;
    private final long capacityBytes;
    private final Map<CacheKey, Entry> entries = new ConcurrentHashMap<>();
    private final Map<CacheKey, Flight> flights = new ConcurrentHashMap<>();
    private final AtomicLong tickets = new AtomicLong();
    private volatile long bytes;

    // Guarded by this.
    private @Nullable Entry newest;
    private @Nullable Entry oldest;
    private @Nullable Entry hand;
    private long flushedTicket;
    private int flushes;
    private boolean closed;

    /**
     * @param size of its cluster as the stage writes it
     * @param flushes that there have been before
     */
    StageCache(ResponseCaches all, String size, long capacityBytes, int flushes) {
        this.all = all;
        this.size = size;
        this.capacityBytes = capacityBytes;
        this.flushes = flushes;
    }

    String size() {
        return size;
    }

    /** What it holds, in bytes. */
    long bytes() {
        return bytes;
    }

    ResponseCaches all() {
        return all;
    }

    /** The calls of backends that others wait for. */
    Map<CacheKey, Flight> flights() {
        return flights;
    }

    /** What is kept under a key and still fresh, or null. */
    @Nullable
    Entry find(CacheKey key, long nowMillis, long ttlMillis) {
        Entry entry = entries.get(key);
        if (entry == null || !entry.isFresh(nowMillis, ttlMillis)) {
            return null;
        }
        if (!entry.used) {
            entry.used = true;
        }
        return entry;
    }

    /** When a call of the backend begins, by the cache's own count. */
    long ticket() {
        return tickets.incrementAndGet();
    }

    /**
     * Keeps an answer, unless the cache was flushed since its call began or a later call has brought one.
     *
     * @param answer null for the note that answers of that key cannot be kept
     * @param ticket when its call began
     */
    void keep(CacheKey key, @Nullable KeptAnswer answer, long ticket, long nowMillis, long ttlMillis) {
        put(new Entry(key, answer, ticket, nowMillis, ttlMillis), nowMillis);
        all.makeRoom();
    }

    private synchronized void put(Entry entry, long nowMillis) {
        Entry before = entries.get(entry.key);
        boolean late = entry.ticket <= flushedTicket || (before != null && before.ticket > entry.ticket);
        if (closed || late || entry.bytes > capacityBytes) {
            return;
        }
        if (before != null) {
            remove(before);
        }
        entries.put(entry.key, entry);
        Entry second = newest;
        entry.older = second;
        if (second == null) {
            oldest = entry;
        } else {
            second.newer = entry;
        }
        newest = entry;
        added(entry.bytes);
        Entry first = oldest;
        if (first != null && !first.isFresh(nowMillis, Long.MAX_VALUE)) {
            remove(first);
        }
        while (bytes > capacityBytes && newest != null) {
            evict();
        }
    }

    private synchronized void added(long more) {
        bytes = bytes + more;
        all.added(more);
    }

    private synchronized void remove(Entry entry) {
        entries.remove(entry.key, entry);
        Entry newer = entry.newer;
        Entry older = entry.older;
        if (newer == null) {
            newest = older;
        } else {
            newer.older = older;
        }
        if (older == null) {
            oldest = newer;
        } else {
            older.newer = newer;
        }
        if (entry.equals(hand)) {
            hand = newer;
        }
        entry.newer = null;
        entry.older = null;
        added(-entry.bytes);
    }

    /** Makes room by one entry; false when there is none. */
    synchronized boolean evict() {
        Entry candidate = hand == null ? oldest : hand;
        for (int i = 0; candidate != null && candidate.used && i < MAX_SPARED; i++) {
            candidate.used = false;
            candidate = candidate.newer == null ? oldest : candidate.newer;
        }
        if (candidate == null) {
            return false;
        }
        hand = candidate;
        remove(candidate);
        return true;
    }

    /** Flushes when that has been asked for more often than it was done. */
    synchronized void flushed(int newFlushes) {
        if (flushes != newFlushes) {
            flushes = newFlushes;
            flush();
        }
    }

    /** CCH-11: forgets all that is kept and all that is under way. */
    private synchronized void flush() {
        flushedTicket = tickets.get();
        flights.clear();
        entries.clear();
        newest = null;
        oldest = null;
        hand = null;
        added(-bytes);
    }

    /** Forgets everything for good. */
    synchronized void close() {
        closed = true;
        flush();
    }
}
