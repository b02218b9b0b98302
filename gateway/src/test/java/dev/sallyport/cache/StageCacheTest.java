package dev.sallyport.cache;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.sallyport.model.Scope;
import dev.sallyport.pipeline.Exchange;
import dev.sallyport.pipeline.KeptAnswer;
import dev.sallyport.pipeline.TestExchange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What a cache holds, and what goes when there is no room. */
class StageCacheTest {

    private static final Scope OWNER = new Scope("123456789012", "eu-west-1");
    private static final int KILOBYTE = 1024;
    private static final long TTL = 60_000;

    private final ResponseCaches caches = new ResponseCaches(() -> Instant.EPOCH, 100 * KILOBYTE, 7);
    private final StageCache cache = caches.open(id("test"), "0.5", 0);

    private static CacheId id(String stage) {
        return new CacheId(OWNER, "abc123", stage, false);
    }

    private static CacheKey key(int number) {
        KeyWriter writer = new KeyWriter(7);
        return writer.count(number).key().copy();
    }

    private static KeptAnswer answer(int bytes) {
        Exchange exchange = TestExchange.of("GET", "/", "/").build();
        exchange.status(200);
        exchange.constantResponse(new byte[bytes]);
        return Objects.requireNonNull(KeptAnswer.of(exchange, Integer.MAX_VALUE));
    }

    private static void keep(StageCache in, int number, int bytes) {
        in.keep(key(number), answer(bytes), in.ticket(), 0, TTL);
    }

    private @Nullable Entry find(int number) {
        return cache.find(key(number), 0, TTL);
    }

    @Test
    @DisplayName("CCH-1: no more than the memory of all is ever held; what was asked for stays longest")
    void bounded() {
        for (int i = 0; i < 1000; i++) {
            keep(cache, i, KILOBYTE);
            assertThat(find(0)).as("asked for again and again").isNotNull();
            assertThat(caches.bytes()).isLessThanOrEqualTo(100 * KILOBYTE).isEqualTo(cache.bytes());
        }
        assertThat(find(1)).isNull();
        assertThat(find(999)).isNotNull();
        assertThat(cache.bytes()).isGreaterThan(90 * KILOBYTE);
    }

    @Test
    @DisplayName("what is larger than the cache is not kept and throws nothing out")
    void tooLarge() {
        keep(cache, 1, KILOBYTE);
        keep(cache, 2, 200 * KILOBYTE);
        assertThat(find(2)).isNull();
        assertThat(find(1)).isNotNull();
    }

    @Test
    @DisplayName("stages share the memory: who holds most gives up first, so that a small cache is not starved")
    void shared() {
        StageCache small = caches.open(id("small"), "0.5", 0);
        for (int i = 0; i < 200; i++) {
            keep(cache, i, KILOBYTE);
        }
        for (int i = 0; i < 10; i++) {
            keep(small, i, KILOBYTE);
        }
        for (int i = 200; i < 400; i++) {
            keep(cache, i, KILOBYTE);
        }
        for (int i = 0; i < 10; i++) {
            assertThat(small.find(key(i), 0, TTL)).isNotNull();
        }
        assertThat(caches.bytes()).isLessThanOrEqualTo(100 * KILOBYTE);
        assertThat(caches.bytes()).isEqualTo(cache.bytes() + small.bytes());
    }

    @Test
    @DisplayName("CCH-3: what has expired is not found, nor when the clock goes back by more than the time to live")
    void expiry() {
        cache.keep(key(1), answer(1), cache.ticket(), 1_000_000, TTL);
        assertThat(cache.find(key(1), 1_000_000 + TTL - 1, TTL)).isNotNull();
        assertThat(cache.find(key(1), 1_000_000 + TTL, TTL)).isNull();
        assertThat(cache.find(key(1), 1_000_000 + 10, 10))
                .as("a shorter one now")
                .isNull();
        assertThat(cache.find(key(1), 1_000_000 - TTL, TTL)).isNull();
        long before = cache.bytes();
        cache.keep(key(2), answer(1), cache.ticket(), 1_000_000 + TTL, TTL);
        assertThat(cache.bytes()).as("the oldest goes when it has expired").isEqualTo(before);
    }

    @Test
    @DisplayName("CCH-11: a call that began before a flush, or before a later call that has ended, stores nothing")
    void lateAnswers() {
        long early = cache.ticket();
        cache.flushed(1);
        cache.keep(key(1), answer(1), early, 0, TTL);
        assertThat(find(1)).isNull();

        long first = cache.ticket();
        KeptAnswer second = answer(2);
        cache.keep(key(1), second, cache.ticket(), 0, TTL);
        cache.keep(key(1), answer(1), first, 0, TTL);
        assertThat(Objects.requireNonNull(find(1)).answer).isSameAs(second);
        assertThat(cache.bytes()).isEqualTo(Objects.requireNonNull(find(1)).bytes);
    }

    @Test
    @DisplayName("R14.4: another size is another, empty cache; what still writes to the old one writes nowhere")
    void resized() {
        keep(cache, 1, KILOBYTE);
        StageCache larger = caches.open(id("test"), "1.6", 0);
        assertThat(larger).isNotSameAs(cache);
        keep(cache, 2, KILOBYTE);
        assertThat(caches.bytes()).isZero();
        assertThat(caches.open(id("test"), "1.6", 0)).isSameAs(larger);
    }

    @Test
    @DisplayName("a stage that is gone takes its caches with it, its canary's too")
    void forgotten() {
        StageCache canary = caches.open(new CacheId(OWNER, "abc123", "test", true), "0.5", 0);
        StageCache other = caches.open(id("other"), "0.5", 0);
        keep(cache, 1, 1);
        keep(canary, 1, 1);
        keep(other, 1, 1);
        caches.forget("abc123", "test");
        assertThat(caches.bytes()).isEqualTo(other.bytes()).isPositive();
        caches.close(id("other"));
        caches.close(id("other"));
        assertThat(caches.bytes()).isZero();
    }

    @Test
    @DisplayName("the operator is told when a cluster has more by its settings than there is")
    void honest() {
        Logger logger = (Logger) LoggerFactory.getLogger(ResponseCaches.class);
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        logger.addAppender(log);
        try {
            ResponseCaches few = new ResponseCaches(() -> Instant.EPOCH, 64L << 20, 7);
            few.open(id("test"), "6.1", 0);
            few.open(id("test"), "6.1", 1);
        } finally {
            logger.detachAppender(log);
        }
        assertThat(log.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly("stage test of API abc123: its cache has 6.1 GB by its settings; here the caches of"
                        + " all stages have 64 MB together (cache-memory)");
    }

    @Test
    @DisplayName("several loops at once: no answer under a wrong key, and the count of bytes stays right")
    void concurrency() throws Exception {
        List<StageCache> stages = List.of(cache, caches.open(id("b"), "0.5", 0), caches.open(id("c"), "0.5", 0));
        try (ExecutorService loops = Executors.newFixedThreadPool(4)) {
            List<Future<?>> all = new ArrayList<>();
            for (int loop = 0; loop < 4; loop++) {
                int seed = loop;
                all.add(loops.submit(() -> work(stages, new SplittableRandom(seed))));
            }
            for (Future<?> each : all) {
                each.get();
            }
        }
        assertThat(caches.bytes())
                .isEqualTo(stages.stream().mapToLong(StageCache::bytes).sum())
                .isLessThanOrEqualTo(100 * KILOBYTE);
        stages.forEach(StageCache::close);
        assertThat(caches.bytes()).isZero();
    }

    private static void work(List<StageCache> stages, SplittableRandom random) {
        List<KeptAnswer> answers =
                IntStream.range(0, 200).mapToObj(i -> answer(1000 + i)).toList();
        for (int i = 0; i < 20_000; i++) {
            StageCache stage = stages.get(random.nextInt(stages.size()));
            int number = random.nextInt(200);
            Entry entry = stage.find(key(number), 0, TTL);
            if (entry == null) {
                stage.keep(key(number), answers.get(number), stage.ticket(), 0, TTL);
            } else if (Objects.requireNonNull(entry.answer).bytes()
                    != answers.get(number).bytes()) {
                throw new AssertionError("another one's answer, as its length tells");
            }
            if (i % 5000 == 4999) {
                stage.flushed(random.nextInt());
            }
        }
    }
}
