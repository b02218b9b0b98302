package dev.sallyport.edge;

import static dev.sallyport.edge.CacheFixture.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sallyport.model.Stage;
import dev.sallyport.snapshot.TestApi;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** One cache for clients of several event loops. */
class CacheLoopsTest {

    private static final int CLIENTS = 32;
    private static final Map<String, Stage.MethodSetting> ALL = Map.of(Stage.ALL_METHODS, TestApi.caching(60));

    @RegisterExtension
    static final DataPlaneFixture GATEWAY = new DataPlaneFixture().loops(4);

    private static final CacheFixture CACHE = new CacheFixture(GATEWAY);

    private static TestApi api() {
        return new TestApi("abc123").on("GET", "/x", CACHE.backend().cached("n", "method.request.querystring.q"));
    }

    @Test
    @DisplayName("concurrent misses of all loops make one call, and every waiter is answered on its own connection")
    void oneCallForAllLoops() throws Exception {
        CACHE.begin();
        CACHE.publish(api());
        CountDownLatch released = new CountDownLatch(1);
        CACHE.behave(call -> {
            try {
                assertThat(released.await(30, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            call.send(answer("200 OK", "one"));
        });
        List<RawClient> clients = new ArrayList<>();
        try {
            for (int i = 0; i < CLIENTS; i++) {
                RawClient client = GATEWAY.client();
                clients.add(client);
                // The second request is behind the first on its connection: it cannot overtake what waits.
                client.send((DataPlaneFixture.head("GET", "/test/x") + "\r\n").repeat(2));
            }
            await().atMost(Duration.ofSeconds(30)).until(() -> CACHE.calls() == 1);
            released.countDown();
            for (RawClient client : clients) {
                assertThat(client.answer().body()).isEqualTo("one");
                assertThat(client.answer().body()).isEqualTo("one");
            }
            assertThat(CACHE.calls()).isEqualTo(1);
        } finally {
            released.countDown();
            for (RawClient client : clients) {
                client.close();
            }
        }
    }

    @Test
    @DisplayName("hits, misses, flushes and clients that leave, all at once: everybody gets what he asked for")
    void everythingAtOnce() throws Exception {
        CACHE.behave(call -> {
            String line = call.request().line();
            call.send(answer("200 OK", line.substring(line.indexOf("q=") + 2, line.lastIndexOf(' '))));
        });
        CACHE.publish(api());
        AtomicInteger answered = new AtomicInteger();
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Future<?>> all = new ArrayList<>();
            for (int thread = 0; thread < 8; thread++) {
                int number = thread;
                all.add(threads.submit(() -> {
                    ask(number, answered);
                    return null;
                }));
            }
            for (Future<?> each : all) {
                each.get();
            }
        }
        assertThat(answered.get()).isEqualTo(8 * 7 * 40);
        GATEWAY.publish(api(), TestApi.stage(ALL));
        assertThat(GATEWAY.caches().bytes()).isZero();
    }

    private static void ask(int thread, AtomicInteger answered) throws Exception {
        for (int round = 0; round < 40; round++) {
            try (RawClient client = GATEWAY.client()) {
                for (int i = 0; i < 7; i++) {
                    String value = "v" + (round * 3 + i) % 11;
                    client.send(DataPlaneFixture.head("GET", "/test/x?q=" + value) + "\r\n");
                    assertThat(client.answer().body()).isEqualTo(value);
                    answered.incrementAndGet();
                }
                client.send(DataPlaneFixture.head("GET", "/test/x?q=left" + round) + "\r\n");
                client.reset();
            }
            if (thread == 0 && round % 10 == 5) {
                GATEWAY.publish(api(), CACHE.flushed(ALL));
            }
        }
    }
}
