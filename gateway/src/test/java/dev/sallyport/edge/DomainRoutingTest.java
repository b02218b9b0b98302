package dev.sallyport.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.edge.RawClient.Answer;
import dev.sallyport.model.BasePathMapping;
import dev.sallyport.model.RoutingRule;
import dev.sallyport.snapshot.DomainLoader;
import dev.sallyport.snapshot.TestApi;
import dev.sallyport.snapshot.TestIntegration;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;
import dev.sallyport.store.sqlite.SqliteStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Custom domain names on the data plane: rest-data-plane 1.4 over real sockets. */
class DomainRoutingTest {

    private static final String SEEN = "$context.resourcePath|$context.path|$context.stage|$context.domainName"
            + "|$context.domainPrefix|$input.params('id')$input.params('proxy')";
    private static final String FORBIDDEN = "{\"message\":\"Forbidden\"}";

    private static final Store STORE = SqliteStore.inMemory();
    private static final DomainLoader DOMAINS = new DomainLoader(STORE);

    @RegisterExtension
    static final DataPlaneFixture GATEWAY = new DataPlaneFixture().domains(DOMAINS);

    static {
        DOMAINS.start();
    }

    @BeforeEach
    void apis() {
        STORE.write(tx -> {
            for (String name : List.of("api.example.com", "*.wild.example.com", "b.wild.example.com")) {
                tx.deleteAll(Kind.BASE_PATH_MAPPING, TestApi.OWNER, name);
                tx.deleteAll(Kind.ROUTING_RULE, TestApi.OWNER, name);
                tx.delete(Kind.DOMAIN_NAME, TestApi.OWNER, "", name);
            }
            return true;
        });
        TestIntegration seen = TestIntegration.mock(SEEN);
        GATEWAY.publish(new TestApi("abc123")
                .on("GET", "/", seen)
                .on("GET", "/pets", seen)
                .on("POST", "/pets", seen)
                .on("GET", "/pets/{id}", seen)
                .on("PUT", "/pets/{id}/toys/{proxy+}", seen)
                .on("GET", "/{proxy+}", seen));
        GATEWAY.publish(new TestApi("off123").disabled().on("GET", "/pets", TestIntegration.mock("off")));
        GATEWAY.publish(new TestApi("two222").on("GET", "/{proxy+}", TestIntegration.mock("two$context.path")));
        GATEWAY.publish(new TestApi("fun123").on("GET", "/pets/{id}", TestIntegration.lambdaProxy("event")));
    }

    private static void domain(String name) {
        domain(name, "BASE_PATH_MAPPING_ONLY");
    }

    private static void domain(String name, String routingMode) {
        STORE.write(tx -> {
            tx.put(Kind.DOMAIN_NAME, TestApi.OWNER, "", name, TestDomains.domain(name, null, routingMode));
            return true;
        });
    }

    private static void map(String name, String basePath, String apiId, String stage) {
        STORE.write(tx -> {
            tx.put(
                    Kind.BASE_PATH_MAPPING,
                    TestApi.OWNER,
                    name,
                    basePath,
                    new BasePathMapping(basePath, apiId, stage.isEmpty() ? null : stage));
            return true;
        });
    }

    private static Answer call(String verb, String host, String path, String... lines) throws IOException {
        try (RawClient client = GATEWAY.client()) {
            StringBuilder head = new StringBuilder(verb + " " + path + " HTTP/1.1\r\nHost: " + host + "\r\n");
            for (String line : lines) {
                head.append(line).append("\r\n");
            }
            return client.send(head + "Content-Length: 0\r\n\r\n").answer();
        }
    }

    private static Answer get(String path, String... lines) throws IOException {
        return call("GET", "api.example.com", path, lines);
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(
            delimiter = ';',
            value = {
                "GET; /v1; 200; /|/v1|test|api.example.com|api|",
                "GET; /v1/; 200; /|/v1/|test|api.example.com|api|",
                "GET; /v1/pets; 200; /pets|/v1/pets|test|api.example.com|api|",
                "GET; /v1/pets/; 200; /pets|/v1/pets/|test|api.example.com|api|",
                "GET; //v1/pets; 200; /pets|/v1/pets|test|api.example.com|api|",
                "GET; /v1//pets; 200; /pets|/v1//pets|test|api.example.com|api|",
                "POST; /v1/pets; 200; /pets|/v1/pets|test|api.example.com|api|",
                "DELETE; /v1/pets; 403; {\"message\":\"Missing Authentication Token\"}",
                "GET; /v1/pets/5; 200; /pets/{id}|/v1/pets/5|test|api.example.com|api|5",
                "POST; /v1/pets/5; 403; {\"message\":\"Missing Authentication Token\"}",
                "GET; /v1/pets/5/toys; 200; /{proxy+}|/v1/pets/5/toys|test|api.example.com|api|pets/5/toys",
                "PUT; /v1/pets/5/toys/a/b; 200;"
                        + " /pets/{id}/toys/{proxy+}|/v1/pets/5/toys/a/b|test|api.example.com|api|5a/b",
                "GET; /v1/Pets; 200; /{proxy+}|/v1/Pets|test|api.example.com|api|Pets",
                "HEAD; /v1/pets; 403; ''",
                "OPTIONS; /v1/pets; 403; {\"message\":\"Missing Authentication Token\"}",
                "GET; /v1/test/pets; 200; /{proxy+}|/v1/test/pets|test|api.example.com|api|test/pets",
                "POST; /v1/test/pets; 403; {\"message\":\"Missing Authentication Token\"}",
                "GET; /V1/pets; 403; {\"message\":\"Forbidden\"}",
                "GET; /v11/pets; 403; {\"message\":\"Forbidden\"}",
                "GET; /; 403; {\"message\":\"Forbidden\"}"
            })
    @DisplayName("INV-2, INV-20, INV-50, INV-52, INV-55, section 1.5: the base path goes, and no stage is in the path")
    void basePath(String verb, String path, int status, String body) throws Exception {
        domain("api.example.com");
        map("api.example.com", "v1", "abc123", "test");
        try (RawClient client = GATEWAY.client()) {
            client.send(verb + " " + path + " HTTP/1.1\r\nHost: api.example.com\r\nContent-Length: 0\r\n\r\n");
            Answer answer = verb.equals("HEAD") ? new Answer(client.head(), "") : client.answer();
            assertThat(answer.status()).isEqualTo(status);
            assertThat(answer.body()).isEqualTo(body);
            assertThat(answer.header("x-amzn-RequestId")).isNotNull();
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "/orders/v1/items, two2222",
        "/orders/v2/items, off123",
        "/orders/v1/items/123, two2222",
        "/orders/v2/items/categories/5, four44",
        "/orders/v2/itemsx, one111",
        "/orders, one111",
        "/customers, one111",
        "/, one111"
    })
    @DisplayName("INV-50, R16.16: the longest mapping of several levels wins, by whole segments")
    void multiLevel(String path, String apiId) throws Exception {
        for (String api : List.of("one111", "two2222", "off123", "four44")) {
            GATEWAY.publish(new TestApi(api)
                    .on("GET", "/", TestIntegration.mock("$context.apiId"))
                    .on("GET", "/{proxy+}", TestIntegration.mock("$context.apiId")));
        }
        domain("api.example.com");
        map("api.example.com", "(none)", "one111", "test");
        map("api.example.com", "orders/v1/items", "two2222", "test");
        map("api.example.com", "orders/v2/items", "off123", "test");
        map("api.example.com", "orders/v2/items/categories", "four44", "test");
        assertThat(get(path).body()).isEqualTo(apiId);
    }

    @Test
    @DisplayName(
            "INV-53, R17.4: a name without a fitting mapping, one that is no name (any more), a stage or API that is gone")
    void nothingThere() throws Exception {
        domain("api.example.com");
        Answer answer = get("/pets");
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.body()).isEqualTo(FORBIDDEN);
        assertThat(answer.header("x-amzn-ErrorType")).isEqualTo("ForbiddenException");
        map("api.example.com", "a", "abc123", "gone");
        assertThat(get("/a/pets").body()).isEqualTo(FORBIDDEN);
        map("api.example.com", "b", "gone", "test");
        assertThat(get("/b/pets").body()).isEqualTo(FORBIDDEN);
        assertThat(call("GET", "other.example.com", "/pets").body()).isEqualTo(FORBIDDEN);
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "localhost:4566, ''",
        "127.0.0.1:4566, ''",
        "sallyport, ''",
        "apigateway.eu-west-1.amazonaws.com, ''",
        "gateway.example.org, Authorization: AWS4-HMAC-SHA256 Credential=x",
        "gateway.example.org, X-Amz-Target: CertificateManager.ListCertificates"
    })
    @DisplayName("companion-services 1: the control plane is found as before, whatever custom domain names there are")
    void controlPlane(String host, String line) throws Exception {
        domain("api.example.com");
        assertThat(call("GET", host, "/restapis", line.isEmpty() ? "X: y" : line)
                        .body())
                .isEqualTo("GET /restapis 0");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"localhost", "127.0.0.1", "apigateway.eu-west-1.amazonaws.com", "sallyport"})
    @DisplayName("companion-services 1: nobody takes the control plane's own names away")
    void reserved(String host) throws Exception {
        try {
            domain(host);
            assertThat(call("GET", host, "/restapis").body()).isEqualTo("GET /restapis 0");
        } finally {
            STORE.write(tx -> tx.delete(Kind.DOMAIN_NAME, TestApi.OWNER, "", host));
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "api.example.com:8443, api.example.com",
        "API.Example.COM, api.example.com",
        "api.example.com., api.example.com",
        "API.example.com.:443, api.example.com"
    })
    @DisplayName("INV-55, R17.3: the host in any case, with a port or the root's dot")
    void hosts(String host, String domainName) throws Exception {
        domain("api.example.com");
        map("api.example.com", "(none)", "abc123", "test");
        assertThat(call("GET", host, "/pets").body()).isEqualTo("/pets|/pets|test|" + domainName + "|api|");
    }

    @Test
    @DisplayName("R17.3: a name in another script is served in its ASCII form")
    void international() throws Exception {
        domain("xn--bcher-kva.example.com");
        map("xn--bcher-kva.example.com", "(none)", "abc123", "test");
        assertThat(call("GET", "XN--Bcher-KVA.example.com", "/pets").body())
                .isEqualTo("/pets|/pets|test|xn--bcher-kva.example.com|xn--bcher-kva|");
    }

    @Test
    @DisplayName("R17.3, R16.9: a wildcard stands for one label, and the name itself goes before it")
    void wildcards() throws Exception {
        domain("*.wild.example.com");
        map("*.wild.example.com", "(none)", "abc123", "test");
        domain("b.wild.example.com");
        map("b.wild.example.com", "(none)", "two222", "test");
        assertThat(call("GET", "a.wild.example.com", "/pets").body())
                .isEqualTo("/pets|/pets|test|a.wild.example.com|a|");
        assertThat(call("GET", "B.wild.example.com", "/x").body()).isEqualTo("two/x");
        assertThat(call("GET", "a.a.wild.example.com", "/pets").body()).isEqualTo(FORBIDDEN);
        assertThat(call("GET", "wild.example.com", "/pets").body()).isEqualTo(FORBIDDEN);
        assertThat(call("GET", ".wild.example.com", "/pets").status()).isGreaterThanOrEqualTo(400);
    }

    @Test
    @DisplayName("INV-56, R7.18: without a stage in the mapping the caller names it behind the base path")
    void stageOfTheCaller() throws Exception {
        domain("api.example.com");
        map("api.example.com", "v1", "abc123", "");
        assertThat(get("/v1/test/pets").body()).isEqualTo("/pets|/v1/test/pets|test|api.example.com|api|");
        assertThat(get("/v1/test").body()).isEqualTo("/|/v1/test|test|api.example.com|api|");
        assertThat(get("/v1/nostage/pets").body()).isEqualTo(FORBIDDEN);
        assertThat(get("/v1").body()).isEqualTo(FORBIDDEN);
    }

    @Test
    @DisplayName("INV-14: custom domain names keep working when the default endpoint is disabled")
    void disabledEndpoint() throws Exception {
        domain("api.example.com");
        map("api.example.com", "(none)", "off123", "test");
        assertThat(get("/pets").body()).isEqualTo("off");
        assertThat(call("GET", "off123.execute-api.eu-west-1.amazonaws.com", "/test/pets")
                        .body())
                .isEqualTo(FORBIDDEN);
    }

    @Test
    @DisplayName("INV-16: /ping and /sping are the gateway's on a custom domain name, and so is nothing else")
    void healthChecks() throws Exception {
        domain("api.example.com");
        map("api.example.com", "(none)", "two222", "test");
        assertThat(get("/ping").body()).isEqualTo("healthy");
        assertThat(get("/sping").body()).isEqualTo("healthy");
        assertThat(get("/ping/x").body()).isEqualTo("two/ping/x");
        assertThat(get("/health").body()).isEqualTo("two/health");
        assertThat(get("/_sallyport/audit").body()).isEqualTo("two/_sallyport/audit");
        assertThat(get("/_aws/execute-api/abc123/test/pets").body()).isEqualTo("two/_aws/execute-api/abc123/test/pets");
        assertThat(get("/restapis/abc123/test/_user_request_/pets").body())
                .isEqualTo("two/restapis/abc123/test/_user_request_/pets");
    }

    @Test
    @DisplayName("INV-54, INV-55: path, resource and request context of a proxy event")
    void event() throws Exception {
        GATEWAY.functions().returns("event", "{\"statusCode\":200}");
        domain("api.example.com");
        map("api.example.com", "shop/v1", "fun123", "test");
        assertThat(get("/shop/v1/pets/7").status()).isEqualTo(200);
        String event = new String(GATEWAY.functions().invocations().getLast().payload(), StandardCharsets.UTF_8);
        assertThat(event)
                .contains("\"resource\":\"/pets/{id}\"")
                .startsWith("{\"resource\":\"/pets/{id}\",\"path\":\"/shop/v1/pets/7\"")
                .contains("\"path\":\"/shop/v1/pets/7\",\"accountId\"")
                .contains("\"pathParameters\":{\"id\":\"7\"}")
                .contains("\"domainName\":\"api.example.com\"")
                .contains("\"domainPrefix\":\"api\"")
                .contains("\"stage\":\"test\"");
    }

    @Test
    @DisplayName("GEN-1: changes of names and mappings act with the call that makes them")
    void changes() throws Exception {
        domain("api.example.com");
        map("api.example.com", "v1", "abc123", "test");
        assertThat(get("/v1/x").body()).startsWith("/{proxy+}");
        map("api.example.com", "v1", "two222", "test");
        assertThat(get("/v1/x").body()).isEqualTo("two/v1/x");
        STORE.write(tx -> tx.delete(Kind.BASE_PATH_MAPPING, TestApi.OWNER, "api.example.com", "v1"));
        assertThat(get("/v1/x").body()).isEqualTo(FORBIDDEN);
    }

    @Test
    @DisplayName("GEN-1: while mappings change no request is lost, on one connection that stays")
    void changesUnderLoad() throws Exception {
        domain("api.example.com");
        map("api.example.com", "v1", "abc123", "test");
        AtomicBoolean over = new AtomicBoolean();
        CompletableFuture<Void> changing = CompletableFuture.runAsync(() -> {
            for (int i = 0; !over.get(); i++) {
                map("api.example.com", "v1", i % 2 == 0 ? "two222" : "abc123", "test");
            }
        });
        try (RawClient client = GATEWAY.client()) {
            for (int i = 0; i < 500; i++) {
                Answer answer = client.send("GET /v1/x HTTP/1.1\r\nHost: api.example.com\r\n\r\n")
                        .answer();
                assertThat(answer.body()).isIn("two/v1/x", "/{proxy+}|/v1/x|test|api.example.com|api|x");
            }
        } finally {
            over.set(true);
            changing.join();
        }
    }

    private static void rule(
            String id, int priority, List<RoutingRule.Condition> conditions, String apiId, boolean strip) {
        STORE.write(tx -> {
            tx.put(
                    Kind.ROUTING_RULE,
                    TestApi.OWNER,
                    "api.example.com",
                    id,
                    new RoutingRule(id, priority, conditions, new RoutingRule.InvokeApi(apiId, "test", strip)));
            return true;
        });
    }

    private static RoutingRule.Condition header(String name, String... globs) {
        return new RoutingRule.Condition(
                List.of(globs).stream()
                        .map(glob -> new RoutingRule.MatchHeader(name, glob))
                        .toList(),
                List.of());
    }

    private static RoutingRule.Condition paths(String... basePaths) {
        return new RoutingRule.Condition(List.of(), List.of(basePaths));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "ROUTING_RULE_THEN_BASE_PATH_MAPPING, two, map",
        "ROUTING_RULE_THEN_API_MAPPING, two, map",
        "ROUTING_RULE_ONLY, two, forbidden",
        "BASE_PATH_MAPPING_ONLY, map, map",
        "API_MAPPING_ONLY, map, map"
    })
    @DisplayName("INV-57, INV-59: the routing modes")
    void modes(String mode, String withHeader, String without) throws Exception {
        domain("api.example.com", mode);
        map("api.example.com", "v1", "abc123", "test");
        rule("r1", 10, List.of(header("X-Version", "2")), "two222", false);
        Map<String, String> bodies =
                Map.of("two", "two/v1/pets", "map", "/pets|/v1/pets|test|api.example.com|api|", "forbidden", FORBIDDEN);
        assertThat(get("/v1/pets", "x-version: 2").body()).isEqualTo(bodies.get(withHeader));
        assertThat(get("/v1/pets").body()).isEqualTo(bodies.get(without));
    }

    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource({
        "abc*, abcdef, true",
        "abc*, abc, true",
        "abc*, Abc, false",
        "*abc, xabc, true",
        "*abc, abcx, false",
        "*abc*, xabcx, true",
        "*abc*, xacx, false",
        "a*c, a*c, true",
        "a*c, abc, false",
        "*, anything, true",
        "**, anything, true",
        "beta, beta, true"
    })
    @DisplayName("INV-58: values of headers are globs with an asterisk at the ends, and their case counts")
    void globs(String glob, String value, boolean fits) throws Exception {
        domain("api.example.com", "ROUTING_RULE_ONLY");
        rule("r1", 10, List.of(header("x-test", glob)), "two222", false);
        assertThat(get("/a", "X-Test: " + value).status()).isEqualTo(fits ? 200 : 403);
        assertThat(get("/a", "X-Test: other", "X-TEST: " + value).status()).isEqualTo(fits ? 200 : 403);
        assertThat(get("/a").status()).isEqualTo(403);
    }

    @Test
    @DisplayName("INV-58: by priority, conditions together, base paths by whole segments, stripped when it says so")
    void rules() throws Exception {
        domain("api.example.com", "ROUTING_RULE_ONLY");
        rule("all", 1_000_000, List.of(), "two222", false);
        rule("pets", 5, List.of(paths("shop", "store/v1")), "abc123", true);
        rule("kept", 4, List.of(paths("kept")), "abc123", true);
        rule("both", 1, List.of(paths("kept"), header("a", "1"), header("b", "1", "2")), "two222", false);
        assertThat(get("/else").body()).isEqualTo("two/else");
        assertThat(get("/shop/pets").body()).isEqualTo("/pets|/shop/pets|test|api.example.com|api|");
        assertThat(get("/store/v1/pets/3").body()).isEqualTo("/pets/{id}|/store/v1/pets/3|test|api.example.com|api|3");
        assertThat(get("/shopping/pets").body()).isEqualTo("two/shopping/pets");
        assertThat(get("/Shop/pets").body()).isEqualTo("two/Shop/pets");
        assertThat(get("/kept/pets", "A: 1", "B: 2").body()).isEqualTo("two/kept/pets");
        assertThat(get("/kept/pets", "A: 1", "B: 3").body()).startsWith("/pets|/kept/pets");
        assertThat(get("/kept/pets", "A: 1").body()).startsWith("/pets|/kept/pets");
        assertThat(get("/kept").body()).startsWith("/|/kept|");
    }

    @Test
    @DisplayName("LIM-5, LIM-6: URLs and heads that are too long are refused below custom domain names too")
    void tooLong() throws Exception {
        domain("api.example.com");
        map("api.example.com", "(none)", "abc123", "test");
        assertThat(get("/" + "x".repeat(10_240)).status()).isEqualTo(414);
        assertThat(get("/pets", "X: " + "x".repeat(10_240)).status()).isEqualTo(431);
    }
}
