package dev.sallyport.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sallyport.model.Stage;
import dev.sallyport.pipeline.CacheUse.Result;
import dev.sallyport.pipeline.Exchange;
import dev.sallyport.pipeline.Fault;
import dev.sallyport.pipeline.RequestListener;
import dev.sallyport.snapshot.TestApi;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What those who count requests hear of the cache (CCH-7: CacheHitCount, CacheMissCount). */
class CacheCountsTest {

    private static final List<Result> RESULTS = new CopyOnWriteArrayList<>();

    @RegisterExtension
    static final DataPlaneFixture GATEWAY = new DataPlaneFixture().watchedBy(new RequestListener() {
        @Override
        public void finished(Exchange exchange, @Nullable Fault fault) {
            RESULTS.add(exchange.cache().result());
        }

        @Override
        public void refused(Exchange exchange, Fault fault) {
            RESULTS.add(exchange.cache().result());
        }

        @Override
        public void abandoned(Exchange exchange) {
            RESULTS.add(exchange.cache().result());
        }

        @Override
        public void defect(Exchange exchange, RuntimeException defect) {
            throw defect;
        }
    });

    private static final CacheFixture CACHE = new CacheFixture(GATEWAY);

    @Test
    @DisplayName("CCH-7: a miss, a hit, a fresh answer, and requests for which no cache was asked")
    void results() throws Exception {
        CACHE.begin();
        CACHE.publish(
                new TestApi("abc123")
                        .on("GET", "/x", CACHE.backend())
                        .on("POST", "/x", CACHE.backend())
                        .keyed("GET", "/keyed", CACHE.backend()),
                Map.of(Stage.ALL_METHODS, TestApi.caching(60)));
        GATEWAY.get("/test/x");
        GATEWAY.get("/test/x");
        GATEWAY.get("/test/x", "Cache-Control: max-age=0");
        GATEWAY.get("/test/x");
        GATEWAY.post("/test/x", "b");
        GATEWAY.get("/test/keyed");
        // Whoever counts hears of a request when its answer is on its way.
        await().until(() -> RESULTS.size() == 6);
        assertThat(RESULTS).containsExactly(Result.MISS, Result.HIT, Result.MISS, Result.HIT, Result.NONE, Result.NONE);
    }
}
