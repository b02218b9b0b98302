package dev.sallyport.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.edge.StubBackend.Behaviour;
import dev.sallyport.model.Stage;
import dev.sallyport.model.Stage.CacheCluster;
import dev.sallyport.model.Stage.CacheCluster.Underway;
import dev.sallyport.model.Stage.MethodSetting;
import dev.sallyport.snapshot.TestApi;
import dev.sallyport.snapshot.TestIntegration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** A stage with a cache before a backend that numbers its answers. */
final class CacheFixture {

    private final DataPlaneFixture gateway;
    private final AtomicInteger flushes = new AtomicInteger();
    private final AtomicInteger calls = new AtomicInteger();

    CacheFixture(DataPlaneFixture gateway) {
        this.gateway = gateway;
    }

    /** Answers with {@code answer 1}, {@code answer 2} and so on, and an empty cache. */
    void begin() {
        calls.set(0);
        gateway.backend().behave(call -> call.send(answer("200 OK", "answer " + calls.incrementAndGet())));
    }

    /** Has the backend behave; its calls are counted. */
    void behave(Behaviour behaviour) {
        gateway.backend().behave(call -> {
            calls.incrementAndGet();
            behaviour.serve(call);
        });
    }

    /** How often the backend was called. */
    int calls() {
        return calls.get();
    }

    static String answer(String status, String body, String... headers) {
        StringBuilder answer = new StringBuilder("HTTP/1.1 " + status + "\r\nContent-Type: text/plain\r\n");
        for (String header : headers) {
            answer.append(header).append("\r\n");
        }
        return answer + "Content-Length: " + body.length() + "\r\n\r\n" + body;
    }

    /** What passes on to the backend. */
    TestIntegration backend() {
        return TestIntegration.httpProxy("ANY", gateway.backend().uri("/b"));
    }

    /** Publishes with an empty cache. */
    void publish(TestApi api, Map<String, MethodSetting> settings) {
        gateway.publish(api, flushed(settings));
    }

    /** Publishes with an empty cache and answers that are good for a minute. */
    void publish(TestApi api) {
        publish(api, Map.of(Stage.ALL_METHODS, TestApi.caching(60)));
    }

    /** The stage with one flush more than before. */
    Stage flushed(Map<String, MethodSetting> settings) {
        return TestApi.cachingStage(
                "0.5", new CacheCluster(Underway.FLUSH, Instant.EPOCH, flushes.incrementAndGet()), settings);
    }

    /** The stage as it was. */
    Stage same(Map<String, MethodSetting> settings) {
        return TestApi.cachingStage("0.5", new CacheCluster(Underway.FLUSH, Instant.EPOCH, flushes.get()), settings);
    }

    /** The body of the answer to a GET, which must be 200. */
    String get(String path, String... headers) throws Exception {
        RawClient.Answer answer = gateway.get(path, headers);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.body();
    }
}
