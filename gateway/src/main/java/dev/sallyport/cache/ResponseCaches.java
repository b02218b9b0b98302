package dev.sallyport.cache;

import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The response caches of all stages of this process, and the memory that they share (CCH-1). They outlive deployments and
 * changes of stages; a cache ends when its stage has none any more, and is emptied by another size (R14.4).
 */
public final class ResponseCaches {

    private static final Logger LOG = LoggerFactory.getLogger(ResponseCaches.class);

    private static final long GIBIBYTE = 1L << 30;

    private final InstantSource clock;
    private final long maxBytes;
    private final long seed;
    private final Map<CacheId, StageCache> caches = new ConcurrentHashMap<>();
    private final AtomicLong bytes = new AtomicLong();

    /**
     * @param maxBytes what all caches together may hold
     * @param seed of the hashes of keys, which clients choose and must not know
     */
    public ResponseCaches(InstantSource clock, long maxBytes, long seed) {
        this.clock = clock;
        this.maxBytes = maxBytes;
        this.seed = seed;
    }

    /**
     * The cache of a stage that has one; the same as long as its size is.
     *
     * @param sizeGigabytes of its cluster, as the stage writes it
     * @param flushes how often the stage's cache has been flushed (CCH-11)
     */
    public StageCache open(CacheId id, String sizeGigabytes, int flushes) {
        return Objects.requireNonNull(caches.compute(id, (same, existing) -> {
            if (existing != null && existing.size().equals(sizeGigabytes)) {
                existing.flushed(flushes);
                return existing;
            }
            if (existing != null) {
                existing.close();
            }
            return made(id, sizeGigabytes, flushes);
        }));
    }

    private StageCache made(CacheId id, String sizeGigabytes, int flushes) {
        long clusterBytes = clusterBytes(sizeGigabytes);
        if (clusterBytes > maxBytes) {
            LOG.warn(
                    "stage {} of API {}: its cache has {} GB by its settings; here the caches of all stages have {} MB"
                            + " together (cache-memory)",
                    id.stageName(),
                    id.apiId(),
                    sizeGigabytes,
                    maxBytes >> 20);
        }
        return new StageCache(this, sizeGigabytes, Math.min(maxBytes, clusterBytes), flushes);
    }

    private static long clusterBytes(String sizeGigabytes) {
        return (long) (Double.parseDouble(sizeGigabytes) * GIBIBYTE);
    }

    /** Forgets a cache with all that it holds; does nothing when there is none. */
    public void close(CacheId id) {
        StageCache gone = caches.remove(id);
        if (gone != null) {
            gone.close();
        }
    }

    /** Forgets the cache of a canary that is gone. */
    public void forgetCanary(String apiId, String stageName) {
        forget(apiId, stageName, true);
    }

    /** Forgets the caches of a stage that is gone, its canary's too. */
    public void forget(String apiId, String stageName) {
        forget(apiId, stageName, false);
    }

    private void forget(String apiId, String stageName, boolean onlyOfCanary) {
        for (CacheId id : caches.keySet()) {
            if (id.apiId().equals(apiId) && id.stageName().equals(stageName) && (id.ofCanary() || !onlyOfCanary)) {
                close(id);
            }
        }
    }

    /** What all caches hold together. */
    public long bytes() {
        return bytes.get();
    }

    InstantSource clock() {
        return clock;
    }

    long seed() {
        return seed;
    }

    void added(long more) {
        bytes.addAndGet(more);
    }

    /** As long as all together hold too much, the one that holds most gives something up. */
    void makeRoom() {
        while (bytes.get() > maxBytes) {
            StageCache largest = largest();
            if (largest == null || !largest.evict()) {
                return;
            }
        }
    }

    private @Nullable StageCache largest() {
        StageCache largest = null;
        for (StageCache each : caches.values()) {
            if (largest == null || each.bytes() > largest.bytes()) {
                largest = each;
            }
        }
        return largest;
    }
}
