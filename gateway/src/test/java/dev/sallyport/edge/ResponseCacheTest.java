package dev.sallyport.edge;

import static dev.sallyport.edge.CacheFixture.answer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.edge.RawClient.Answer;
import dev.sallyport.model.Stage;
import dev.sallyport.model.Stage.CacheCluster;
import dev.sallyport.model.Stage.CacheCluster.Underway;
import dev.sallyport.snapshot.TestApi;
import dev.sallyport.snapshot.TestIntegration;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is kept, for how long, and under which key (CCH-1 to CCH-7, CCH-11 to CCH-13). */
class ResponseCacheTest {

    private static final Map<String, Stage.MethodSetting> ALL = Map.of(Stage.ALL_METHODS, TestApi.caching(60));

    @RegisterExtension
    static final DataPlaneFixture GATEWAY = new DataPlaneFixture();

    private static final CacheFixture CACHE = new CacheFixture(GATEWAY);

    @BeforeEach
    void begin() {
        CACHE.begin();
    }

    private static TestApi api() {
        return new TestApi("abc123").on("ANY", "/any", CACHE.backend()).on("GET", "/x", CACHE.backend());
    }

    @Test
    @DisplayName(
            "CCH-6, CCH-7: a hit is the same answer without a call, with ids of its own and neither Age nor X-Cache")
    void hit() throws Exception {
        CACHE.publish(api());
        Answer first = GATEWAY.get("/test/x");
        Answer second = GATEWAY.get("/test/x");

        assertThat(CACHE.calls()).isEqualTo(1);
        assertThat(second.body()).isEqualTo(first.body()).isEqualTo("answer 1");
        assertThat(second.header("Content-Type")).isEqualTo("text/plain");
        assertThat(second.header("x-amzn-RequestId")).isNotEqualTo(first.header("x-amzn-RequestId"));
        assertThat(second.headers("x-amzn-RequestId")).hasSize(1);
        assertThat(second.header("x-amz-apigw-id")).isNotEqualTo(first.header("x-amz-apigw-id"));
        assertThat(second.header("Date")).isNotNull();
        assertThat(second.head().lines().map(line -> line.split(":")[0]))
                .containsExactlyInAnyOrderElementsOf(
                        first.head().lines().map(line -> line.split(":")[0]).toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"MOCK", "HTTP", "AWS_PROXY"})
    @DisplayName("CCH-6: answers of all kinds of integrations are kept, after their mapping; CCH-7: without a trace id")
    void integrations(String type) throws Exception {
        GATEWAY.functions().returns("f", "{\"statusCode\": 201, \"headers\": {\"H\": \"v\"}, \"body\": \"from f\"}");
        GATEWAY.functions().invocations().clear();
        String template = "$context.requestId";
        TestIntegration integration = switch (type) {
            case "MOCK" ->
                TestIntegration.of("MOCK", null, null)
                        .template("{\"statusCode\": 201}")
                        .response("201", null, Map.of("H", "'v'"), template);
            case "HTTP" ->
                TestIntegration.of("HTTP", "GET", GATEWAY.backend().uri("/b"))
                        .response("201", null, Map.of("H", "'v'"), template);
            default -> TestIntegration.lambdaProxy("f");
        };
        CACHE.publish(new TestApi("abc123").on("GET", "/x", integration));

        Answer first = GATEWAY.get("/test/x");
        Answer second = GATEWAY.get("/test/x");

        assertThat(first.status()).isEqualTo(201);
        assertThat(second.status()).isEqualTo(201);
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(second.header("H")).isEqualTo("v");
        assertThat(second.header("X-Amzn-Trace-Id")).isNull();
        assertThat(CACHE.calls() + GATEWAY.functions().invocations().size()).isEqualTo(type.equals("MOCK") ? 0 : 1);
    }

    @Test
    @DisplayName("CCH-1: while the cluster is created requests are served uncached, and then they are cached")
    void clusterIsCreated() throws Exception {
        CacheCluster creating = new CacheCluster(Underway.CREATE, GATEWAY.now().plusSeconds(240), 0);
        GATEWAY.publish(api(), TestApi.cachingStage("1.6", creating, ALL));

        assertThat(CACHE.get("/test/x")).isEqualTo("answer 1");
        assertThat(CACHE.get("/test/x")).isEqualTo("answer 2");
        GATEWAY.pass(Duration.ofSeconds(241));
        assertThat(CACHE.get("/test/x")).isEqualTo("answer 3");
        assertThat(CACHE.get("/test/x")).isEqualTo("answer 3");
    }

    @Test
    @DisplayName("CCH-1: without a cluster, and with one and no caching of the method, nothing is kept")
    void notCached() throws Exception {
        GATEWAY.publish(api(), TestApi.stage(ALL));
        assertThat(CACHE.get("/test/x")).isEqualTo("answer 1");
        assertThat(CACHE.get("/test/x")).isEqualTo("answer 2");
        GATEWAY.publish(api(), TestApi.cachingStage(Map.of()));
        assertThat(CACHE.get("/test/x")).isEqualTo("answer 3");
        assertThat(CACHE.get("/test/x")).isEqualTo("answer 4");
    }

    @Test
    @DisplayName(
            "CCH-2: of the settings of all methods GET alone is cached, another verb by its own; verbs do not share")
    void verbs() throws Exception {
        CACHE.publish(new TestApi("abc123").on("GET", "/x", CACHE.backend()).on("POST", "/x", CACHE.backend()), ALL);
        assertThat(CACHE.get("/test/x")).isEqualTo("answer 1");
        assertThat(GATEWAY.post("/test/x", "b").body()).isEqualTo("answer 2");
        assertThat(GATEWAY.post("/test/x", "b").body()).isEqualTo("answer 3");

        CACHE.publish(api(), Map.of("any/ANY", TestApi.caching(60)));
        assertThat(GATEWAY.post("/test/any", "b").body()).isEqualTo("answer 4");
        assertThat(GATEWAY.post("/test/any", "other").body()).isEqualTo("answer 4");
        assertThat(CACHE.get("/test/any")).isEqualTo("answer 5");
        assertThat(CACHE.get("/test/any", "X-HTTP-Method-Override: POST")).isEqualTo("answer 6");
        assertThat(GATEWAY.post("/test/any", "b").body()).isEqualTo("answer 4");
    }

    @ParameterizedTest
    @CsvSource({"1, 999, 1", "1, 1001, 2", "300, 299000, 1", "3600, 3601000, 2"})
    @DisplayName("CCH-3: an answer is good for the time to live, and not longer")
    void timeToLive(int ttlSeconds, long millis, int calls) throws Exception {
        CACHE.publish(api(), Map.of("x/GET", TestApi.caching(ttlSeconds)));
        CACHE.get("/test/x");
        // The first answer was stored when it came, which is a little later than when its request did.
        GATEWAY.pass(Duration.ofMillis(millis < 1000 ? 0 : millis));
        CACHE.get("/test/x");
        assertThat(CACHE.calls()).isEqualTo(calls);
    }

    @Test
    @DisplayName("CCH-3: a shorter time to live acts at once, a longer one for what comes; 0 keeps nothing")
    void changedTimeToLive() throws Exception {
        CACHE.publish(api(), Map.of("x/GET", TestApi.caching(600)));
        assertThat(CACHE.get("/test/x")).isEqualTo("answer 1");
        GATEWAY.pass(Duration.ofSeconds(100));
        GATEWAY.publish(api(), CACHE.same(Map.of("x/GET", TestApi.caching(3600))));
        assertThat(CACHE.get("/test/x")).isEqualTo("answer 1");
        GATEWAY.publish(api(), CACHE.same(Map.of("x/GET", TestApi.caching(50))));
        assertThat(CACHE.get("/test/x")).isEqualTo("answer 2");
        GATEWAY.publish(api(), CACHE.same(Map.of("x/GET", TestApi.caching(0))));
        assertThat(CACHE.get("/test/x")).isEqualTo("answer 3");
    }

    @Test
    @DisplayName("CCH-4, CCH-13: what is no key parameter tells no requests apart: query, path, headers, Accept")
    void unlisted() throws Exception {
        CACHE.publish(new TestApi("abc123").on("GET", "/pets/{id}", CACHE.backend()));
        for (String path : List.of("/test/pets/1", "/test/pets/2", "/test/pets/1?type=cat", "/test/pets/1?type=dog")) {
            assertThat(CACHE.get(path)).isEqualTo("answer 1");
        }
        assertThat(CACHE.get("/test/pets/1", "Accept: text/html", "Cookie: a=b"))
                .isEqualTo("answer 1");
    }

    @Test
    @DisplayName("CCH-4: key parameters of path, query and headers tell requests apart, whatever else differs")
    void listed() throws Exception {
        CACHE.publish(new TestApi("abc123")
                .on(
                        "GET",
                        "/pets/{id}",
                        CACHE.backend()
                                .cached(
                                        "pets",
                                        "method.request.path.id",
                                        "method.request.querystring.type",
                                        "method.request.header.Accept")));
        String[][] requests = {
            {"/test/pets/1"},
            {"/test/pets/2"},
            {"/test/pets/1?type=cat"},
            {"/test/pets/1?type=dog"},
            {"/test/pets/1?type="},
            {"/test/pets/1", "Accept: text/html"},
            {"/test/pets/1", "Accept:"}
        };
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < requests.length; i++) {
                String[] headers = requests[i].length == 1 ? new String[0] : new String[] {requests[i][1]};
                assertThat(CACHE.get(requests[i][0], headers)).isEqualTo("answer " + (i + 1));
            }
        }
        assertThat(CACHE.get("/test/pets/1?other=1")).isEqualTo("answer 1");
        assertThat(CACHE.get("/test/pets/1?%74ype=cat")).as("an escaped name").isEqualTo("answer 3");
        assertThat(CACHE.get("/test/pets/1", "aCCEPT: text/html")).isEqualTo("answer 6");
    }

    @Test
    @DisplayName("CCH-4: integration.request parameters count by what is mapped to them")
    void mappedParameters() throws Exception {
        CACHE.publish(
                new TestApi("abc123")
                        .on(
                                "POST",
                                "/x",
                                CACHE.backend()
                                        .map("querystring.kind", "method.request.querystring.k")
                                        .map("header.Who", "method.request.body.who")
                                        .cached(
                                                "ns",
                                                "integration.request.querystring.kind",
                                                "integration.request.header.who",
                                                "integration.request.path.nothing")),
                Map.of("x/POST", TestApi.caching(60)));
        assertThat(GATEWAY.post("/test/x?k=1", "{\"who\": \"ann\"}").body()).isEqualTo("answer 1");
        assertThat(GATEWAY.post("/test/x?k=2", "{\"who\": \"ann\"}").body()).isEqualTo("answer 2");
        assertThat(GATEWAY.post("/test/x?k=1", "{\"who\": \"bob\"}").body()).isEqualTo("answer 3");
        assertThat(GATEWAY.post("/test/x?k=1", "{\"a\": 1, \"who\": \"ann\"}").body())
                .isEqualTo("answer 1");
        assertThat(GATEWAY.post("/test/x?k=1", "{\"who\": \"ann").status())
                .as("MAP-4, not from the cache")
                .isEqualTo(400);
    }

    @Test
    @DisplayName("CCH-5: methods of one namespace share entries, those of others do not")
    void namespaces() throws Exception {
        CACHE.publish(new TestApi("abc123")
                .on("GET", "/a", CACHE.backend().cached("shared"))
                .on("GET", "/b", CACHE.backend().cached("shared"))
                .on("GET", "/c", CACHE.backend().cached("own")));
        assertThat(CACHE.get("/test/a")).isEqualTo("answer 1");
        assertThat(CACHE.get("/test/b")).isEqualTo("answer 1");
        assertThat(CACHE.get("/test/c")).isEqualTo("answer 2");
    }

    @Test
    @DisplayName("CCH-5: a deployment keeps what is kept; R14.4: another size and disabling empty the cache")
    void deployments() throws Exception {
        CACHE.publish(api());
        assertThat(CACHE.get("/test/x")).isEqualTo("answer 1");
        GATEWAY.publish(new TestApi("abc123").on("GET", "/x", TestIntegration.mock("new")), CACHE.same(ALL));
        assertThat(CACHE.get("/test/x")).as("namespace of another integration").isEqualTo("answer 1");

        GATEWAY.publish(api(), TestApi.cachingStage("1.6", null, ALL));
        assertThat(CACHE.get("/test/x")).isEqualTo("answer 2");
        GATEWAY.publish(api(), TestApi.stage(ALL));
        assertThat(GATEWAY.caches().bytes()).isZero();
        GATEWAY.publish(api(), TestApi.cachingStage("1.6", null, ALL));
        assertThat(CACHE.get("/test/x")).isEqualTo("answer 3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"404 Not Found", "500 Internal Server Error", "302 Found"})
    @DisplayName("CCH-6: answers of all statuses are kept")
    void statuses(String status) throws Exception {
        CACHE.publish(api());
        CACHE.behave(call -> call.send(answer(status, "no", "Location: /y", "Cache-Control: no-store, private")));
        for (int i = 0; i < 2; i++) {
            Answer answer = GATEWAY.get("/test/x");
            assertThat(answer.status()).isEqualTo(Integer.parseInt(status.substring(0, 3)));
            assertThat(answer.header("Location")).isEqualTo("/y");
            assertThat(answer.header("Cache-Control"))
                    .as("CCH-12: passed on, not obeyed")
                    .isEqualTo("no-store, private");
        }
        assertThat(CACHE.calls()).isEqualTo(1);
    }

    @Test
    @DisplayName("CCH-6: gateway responses are not kept")
    void gatewayResponses() throws Exception {
        CACHE.publish(api());
        CACHE.behave(StubBackend.Call::reset);
        assertThat(GATEWAY.get("/test/x").status()).isEqualTo(504);
        CACHE.begin();
        assertThat(CACHE.get("/test/x")).isEqualTo("answer 1");
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "1048576, 1", "1048577, 3"})
    @DisplayName("CCH-6: an answer of up to 1,048,576 bytes is kept, a longer one is not")
    void sizes(int bytes, int calls) throws Exception {
        CACHE.publish(api());
        String body = "x".repeat(bytes);
        CACHE.behave(call -> call.send(answer("200 OK", body)));
        for (int i = 0; i < 3; i++) {
            assertThat(CACHE.get("/test/x")).isEqualTo(body);
        }
        assertThat(CACHE.calls()).isEqualTo(calls);
    }

    @Test
    @DisplayName(
            "CCH-11: a flush forgets everything at once, also of other methods, and what is under way is not stored")
    void flush() throws Exception {
        TestApi api = new TestApi("abc123")
                .on("GET", "/a", CACHE.backend().cached("a"))
                .on("GET", "/b", CACHE.backend().cached("b"));
        CACHE.publish(api);
        CACHE.get("/test/a");
        CACHE.get("/test/b");
        CACHE.publish(api);
        assertThat(GATEWAY.caches().bytes()).isZero();
        CACHE.behave(call -> {
            CACHE.publish(api);
            call.send(answer("200 OK", "old"));
        });
        assertThat(CACHE.get("/test/a")).isEqualTo("old");
        CACHE.begin();
        assertThat(CACHE.get("/test/a")).isEqualTo("answer 1");
        assertThat(CACHE.get("/test/a")).isEqualTo("answer 1");
    }

    @Test
    @DisplayName("CCH-12: what is streamed is never kept, and the encryption flag changes nothing")
    void streamsAndEncryption() throws Exception {
        TestApi api = new TestApi("abc123")
                .on("GET", "/s", CACHE.backend().transfer("STREAM"))
                .on("GET", "/e", CACHE.backend());
        CACHE.publish(
                api,
                Map.of(
                        "s/GET",
                        TestApi.caching(60),
                        "e/GET",
                        new Stage.MethodSetting(
                                false, null, false, 5000, 10000, true, 60, true, false, "FAIL_WITH_403")));
        assertThat(CACHE.get("/test/s")).isEqualTo("answer 1");
        assertThat(CACHE.get("/test/s")).isEqualTo("answer 2");
        assertThat(CACHE.get("/test/e")).isEqualTo("answer 3");
        assertThat(CACHE.get("/test/e")).isEqualTo("answer 3");
    }

    @Test
    @DisplayName("ORD-6: throttles, keys and validation run before the cache")
    void guardsRunFirst() throws Exception {
        TestApi api = new TestApi("abc123")
                .validator("v", false, true)
                .validated("GET", "/v", "v", Map.of("method.request.querystring.q", true), Map.of(), CACHE.backend())
                .keyed("GET", "/k", CACHE.backend());
        CACHE.publish(api);
        assertThat(CACHE.get("/test/v?q=1")).isEqualTo("answer 1");
        assertThat(CACHE.get("/test/v?q=1")).isEqualTo("answer 1");
        assertThat(GATEWAY.get("/test/v").status()).isEqualTo(400);
        assertThat(GATEWAY.get("/test/k").status()).isEqualTo(403);
    }

    @Test
    @DisplayName("ORD-1 18: a kept answer is compressed for whom likes that, and for nobody else")
    void compression() throws Exception {
        String body = "b".repeat(500);
        CACHE.behave(call -> call.send(answer("200 OK", body)));
        CACHE.publish(new TestApi("abc123").compressed(100).on("GET", "/x", CACHE.backend()));
        for (int i = 0; i < 2; i++) {
            Answer packed = GATEWAY.get("/test/x", "Accept-Encoding: gzip");
            assertThat(packed.header("Content-Encoding")).isEqualTo("gzip");
            assertThat(Integer.parseInt(Objects.requireNonNull(packed.header("Content-Length"))))
                    .isLessThan(100);
            Answer plain = GATEWAY.get("/test/x");
            assertThat(plain.header("Content-Encoding")).isNull();
            assertThat(plain.body()).isEqualTo(body);
        }
        assertThat(CACHE.calls()).isEqualTo(1);
    }

    @Test
    @DisplayName(
            "several requests on one connection, hits and misses, with a body that nobody reads: none sees another's")
    void oneConnection() throws Exception {
        CACHE.publish(
                new TestApi("abc123")
                        .on("POST", "/p", CACHE.backend().cached("p", "method.request.querystring.q"))
                        .on("GET", "/g", CACHE.backend().cached("g")),
                Map.of("p/POST", TestApi.caching(60), "g/GET", TestApi.caching(60)));
        try (RawClient client = GATEWAY.client()) {
            String post = DataPlaneFixture.head("POST", "/test/p?q=1", "Content-Length: 5") + "\r\nGET /";
            String get = DataPlaneFixture.head("GET", "/test/g") + "\r\n";
            client.send(post + get + post + get + post);
            for (String body : List.of("answer 1", "answer 2", "answer 1", "answer 2", "answer 1")) {
                assertThat(client.answer().body()).isEqualTo(body);
            }
        }
    }
}
