package dev.sallyport.cache;

import dev.sallyport.pipeline.Exchange;
import dev.sallyport.pipeline.KeptAnswer;
import dev.sallyport.pipeline.TestExchange;
import java.util.Objects;

/** Puts something into caches, for tests of who empties them. */
public final class TestCaches {

    private TestCaches() {}

    /** Keeps an answer in the cache of a stage that has been flushed so often. */
    public static void keep(ResponseCaches caches, CacheId id, int flushes) {
        StageCache cache = caches.open(id, "0.5", flushes);
        KeyWriter writer = new KeyWriter(1);
        Exchange exchange = TestExchange.of("GET", "/", "/").build();
        exchange.status(200);
        cache.keep(
                writer.count(1).key().copy(),
                Objects.requireNonNull(KeptAnswer.of(exchange, 1)),
                cache.ticket(),
                0,
                60_000);
    }
}
