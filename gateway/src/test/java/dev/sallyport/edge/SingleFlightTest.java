package dev.sallyport.edge;

import static dev.sallyport.edge.CacheFixture.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sallyport.cache.CacheSharing;
import dev.sallyport.model.Stage;
import dev.sallyport.snapshot.TestApi;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Requests that miss the same answer at the same time: one calls the backend, the others wait for it. */
class SingleFlightTest {

    private static final Map<String, Stage.MethodSetting> ALL = Map.of(Stage.ALL_METHODS, TestApi.caching(60));

    @RegisterExtension
    static final DataPlaneFixture GATEWAY = new DataPlaneFixture();

    private static final CacheFixture CACHE = new CacheFixture(GATEWAY);

    private final List<RawClient> clients = new ArrayList<>();
    private final CountDownLatch released = new CountDownLatch(1);

    @BeforeEach
    void begin() {
        CACHE.begin();
        GATEWAY.caching(CacheSharing.SAFE, 100, 60_000);
        CACHE.publish(new TestApi("abc123").on("GET", "/x", CACHE.backend()).on("POST", "/x", CACHE.backend()));
    }

    @AfterEach
    void end() throws Exception {
        released.countDown();
        for (RawClient client : clients) {
            client.close();
        }
    }

    /** Sends a request and leaves its answer unread. */
    private RawClient send(String... headers) throws Exception {
        RawClient client = GATEWAY.client();
        clients.add(client);
        return client.send(DataPlaneFixture.head("GET", "/test/x", headers) + "\r\n");
    }

    /** All requests that were sent before have come to the cache: the loop serves one after the other. */
    private static void settle() throws Exception {
        assertThat(GATEWAY.get("/test/nowhere").status()).isEqualTo(403);
    }

    private void hold(String body) {
        CACHE.behave(call -> {
            hold();
            call.send(answer("200 OK", body));
        });
    }

    private void hold() {
        try {
            assertThat(released.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void awaitCalls(int calls) {
        await().atMost(Duration.ofSeconds(30)).until(() -> CACHE.calls() == calls);
    }

    @Test
    @DisplayName("concurrent misses of one key make one call")
    void oneCall() throws Exception {
        hold("one");
        for (int i = 0; i < 20; i++) {
            send();
        }
        settle();
        awaitCalls(1);
        released.countDown();
        for (RawClient client : clients) {
            assertThat(client.answer().body()).isEqualTo("one");
        }
        assertThat(CACHE.get("/test/x")).isEqualTo("one");
        assertThat(CACHE.calls()).isEqualTo(1);
    }

    @Test
    @DisplayName("requests of other verbs may do something: each of them is carried out")
    void otherVerbs() throws Exception {
        CACHE.publish(new TestApi("abc123").on("POST", "/x", CACHE.backend()), Map.of("x/POST", TestApi.caching(60)));
        hold("posted");
        for (int i = 0; i < 3; i++) {
            RawClient client = GATEWAY.client();
            clients.add(client);
            client.send(DataPlaneFixture.head("POST", "/test/x", "Content-Length: 1") + "\r\nx");
        }
        awaitCalls(3);
        released.countDown();
        for (RawClient client : clients) {
            assertThat(client.answer().body()).isEqualTo("posted");
        }
    }

    @Test
    @DisplayName("when the call fails each makes its own, and each gets its own gateway response")
    void failure() throws Exception {
        CACHE.behave(call -> {
            hold();
            call.reset();
        });
        for (int i = 0; i < 4; i++) {
            send();
        }
        settle();
        awaitCalls(1);
        released.countDown();
        List<String> ids = new ArrayList<>();
        for (RawClient client : clients) {
            RawClient.Answer failed = client.answer();
            assertThat(failed.status()).isEqualTo(504);
            ids.add(failed.header("x-amzn-RequestId"));
        }
        assertThat(ids).doesNotHaveDuplicates();
        assertThat(CACHE.calls()).isGreaterThanOrEqualTo(4);
    }

    @Test
    @DisplayName("an answer that cannot be kept is nobody else's, and nobody waits for the next one")
    void notKept() throws Exception {
        CACHE.behave(call -> {
            hold();
            call.send(answer("200 OK", "private", "Set-Cookie: a=" + CACHE.calls()));
        });
        for (int i = 0; i < 4; i++) {
            send();
        }
        settle();
        awaitCalls(1);
        released.countDown();
        List<String> cookies = new ArrayList<>();
        for (RawClient client : clients) {
            cookies.add(client.answer().header("Set-Cookie"));
        }
        assertThat(cookies).hasSize(4);
        assertThat(CACHE.calls()).isEqualTo(4);

        CountDownLatch both = new CountDownLatch(2);
        CACHE.behave(call -> {
            both.countDown();
            try {
                // Only when the second does not wait for the first is there a second call.
                assertThat(both.await(30, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            call.send(answer("200 OK", "private", "Set-Cookie: b=1"));
        });
        RawClient one = send();
        RawClient two = send();
        assertThat(one.answer().status()).isEqualTo(200);
        assertThat(two.answer().status()).isEqualTo(200);
    }

    @Test
    @DisplayName("a client that leaves while it waits breaks nothing for the others")
    void waiterLeaves() throws Exception {
        hold("one");
        send();
        RawClient leaving = send();
        RawClient staying = send();
        settle();
        awaitCalls(1);
        leaving.reset();
        settle();
        released.countDown();
        assertThat(clients.getFirst().answer().body()).isEqualTo("one");
        assertThat(staying.answer().body()).isEqualTo("one");
        assertThat(CACHE.calls()).isEqualTo(1);
    }

    @Test
    @DisplayName("when the client leaves whose request calls the backend another one takes over, and it alone")
    void leaderLeaves() throws Exception {
        hold("one");
        RawClient leader = send();
        settle();
        awaitCalls(1);
        for (int i = 0; i < 5; i++) {
            send();
        }
        settle();
        leader.reset();
        awaitCalls(2);
        released.countDown();
        for (RawClient client : clients.subList(1, 6)) {
            assertThat(client.answer().body()).isEqualTo("one");
        }
        assertThat(CACHE.calls()).isEqualTo(2);
    }

    @Test
    @DisplayName("nobody waits for ever: whoever has waited long enough calls the backend itself")
    void waitsAreBounded() throws Exception {
        GATEWAY.caching(CacheSharing.SAFE, 100, 50);
        CACHE.publish(new TestApi("abc123").on("GET", "/x", CACHE.backend()), ALL);
        CACHE.behave(call -> {
            if (CACHE.calls() == 1) {
                hold();
            }
            call.send(answer("200 OK", "call " + CACHE.calls()));
        });
        RawClient first = send();
        settle();
        awaitCalls(1);
        assertThat(send().answer().body()).isEqualTo("call 2");
        released.countDown();
        assertThat(first.answer().body()).isEqualTo("call 2");
        assertThat(CACHE.get("/test/x")).as("the later call's").isEqualTo("call 2");
    }

    @Test
    @DisplayName("no more than so many wait; further ones call the backend themselves")
    void numbersAreBounded() throws Exception {
        GATEWAY.caching(CacheSharing.SAFE, 2, 60_000);
        CACHE.publish(new TestApi("abc123").on("GET", "/x", CACHE.backend()), ALL);
        hold("one");
        for (int i = 0; i < 5; i++) {
            send();
        }
        awaitCalls(3);
        released.countDown();
        for (RawClient client : clients) {
            assertThat(client.answer().body()).isEqualTo("one");
        }
        assertThat(CACHE.calls()).isEqualTo(3);
    }

    @Test
    @DisplayName("CCH-8: who wants a fresh answer waits for no call that began before; who comes later waits for his")
    void freshAnswers() throws Exception {
        CACHE.behave(call -> {
            int mine = CACHE.calls();
            hold();
            call.send(answer("200 OK", "call " + mine));
        });
        RawClient before = send();
        settle();
        awaitCalls(1);
        RawClient fresh = send("Cache-Control: max-age=0");
        settle();
        awaitCalls(2);
        RawClient after = send();
        settle();
        released.countDown();
        assertThat(before.answer().body()).isEqualTo("call 1");
        assertThat(fresh.answer().body()).isEqualTo("call 2");
        assertThat(after.answer().body()).isEqualTo("call 2");
        assertThat(CACHE.get("/test/x")).as("whichever came last").isEqualTo("call 2");
        assertThat(CACHE.calls()).isEqualTo(2);
    }

    @Test
    @DisplayName("CCH-11: who comes behind a flush does not wait for a call from before it")
    void flushedFlights() throws Exception {
        CACHE.behave(call -> {
            int mine = CACHE.calls();
            hold();
            call.send(answer("200 OK", "call " + mine));
        });
        RawClient before = send();
        settle();
        awaitCalls(1);
        CACHE.publish(new TestApi("abc123").on("GET", "/x", CACHE.backend()), ALL);
        RawClient after = send();
        settle();
        awaitCalls(2);
        released.countDown();
        assertThat(before.answer().body()).isEqualTo("call 1");
        assertThat(after.answer().body()).isEqualTo("call 2");
        assertThat(CACHE.get("/test/x")).isEqualTo("call 2");
    }
}
