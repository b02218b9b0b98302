package dev.sallyport.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sallyport.model.WebSocketIntegration;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What messages of WebSocket APIs become for their integrations, and what those answer (websocket-api 9 to 14). */
class WebSocketIntegrationsTest {

    @RegisterExtension
    static final DataPlaneFixture DATA = new DataPlaneFixture();

    private static final ExecutorService BLOCKING = Executors.newVirtualThreadPerTaskExecutor();
    private static final String ERROR = "{\"message\": \"Internal server error\", \"connectionId\":\"";

    private final SocketApi api = new SocketApi(DATA, BLOCKING);

    @AfterAll
    static void stop() {
        BLOCKING.close();
    }

    @BeforeEach
    void forget() {
        SocketClient.awaitSilence(DATA);
        DATA.backend().behave(StubBackend.Behaviour.answer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"));
    }

    private static String send(String text) throws IOException {
        try (SocketClient client = SocketClient.open(DATA)) {
            return client.text(text).message();
        }
    }

    private static String payload() {
        return new String(DATA.functions().invocations().getLast().payload(), StandardCharsets.UTF_8);
    }

    private static WebSocketIntegration.Response response(
            String key, Map<String, String> templates, @Nullable String selection, @Nullable String handling) {
        return new WebSocketIntegration.Response(
                "ir-" + key, key, handling, new TreeMap<>(), new TreeMap<>(templates), selection);
    }

    @Test
    @DisplayName("W9.16, W9.18, W9.19, W9.21: request templates by expression, $default, or application/json")
    void requestTemplates() throws IOException {
        String all = "{\"statusCode\":200,\"t\":\"$context.eventType\",\"r\":\"$context.routeKey\","
                + "\"c\":\"$context.connectionId\",\"m\":\"$context.messageId\",\"i\":\"$input.path('$.n')\"}";
        DATA.functions().returns("seen", "{\"ok\":true}");
        api.on(
                        "$default",
                        SocketApi.answering(
                                api.integration(
                                        "AWS",
                                        SocketApi.FUNCTION + "seen/invocations",
                                        Map.of("a", "{\"is\":\"a\"}", "$default", all),
                                        Map.of(),
                                        "${request.body.kind}",
                                        "NEVER",
                                        null),
                                "$default",
                                "got $input.json('$.ok')"),
                        true)
                .publish();
        assertThat(send("{\"kind\":\"a\"}")).isEqualTo("got true");
        assertThat(payload()).isEqualTo("{\"is\":\"a\"}");
        assertThat(send("{\"kind\":\"b\",\"n\":7}")).isEqualTo("got true");
        assertThat(payload())
                .matches("\\{\"statusCode\":200,\"t\":\"MESSAGE\",\"r\":\"\\$default\",\"c\":\"[\\w-]{15}=\","
                        + "\"m\":\"[\\w-]{15}=\",\"i\":\"7\"}");
        send("no json");
        assertThat(payload()).contains("\"i\":\"\"");
    }

    @Test
    @DisplayName("W9.17: passthrough, and Unsupported Media Type where it is refused")
    void passthrough() throws IOException {
        DATA.functions().returns("seen", "1");
        for (String behaviour : List.of("WHEN_NO_MATCH", "WHEN_NO_TEMPLATES", "NEVER")) {
            SocketApi each = new SocketApi(DATA, BLOCKING);
            each.on(
                            "$default",
                            SocketApi.answering(
                                    each.integration(
                                            "AWS",
                                            SocketApi.FUNCTION + "seen/invocations",
                                            Map.of("other", "{}"),
                                            Map.of(),
                                            "${request.body.kind}",
                                            behaviour,
                                            null),
                                    "$default",
                                    "passed"),
                            true)
                    .publish();
            String reply = send("{\"kind\":\"none\"}");
            if (behaviour.equals("WHEN_NO_MATCH")) {
                assertThat(reply).isEqualTo("passed");
                assertThat(payload()).isEqualTo("{\"kind\":\"none\"}");
            } else {
                assertThat(reply).startsWith("{\"message\": \"Unsupported Media Type\", \"connectionId\":\"");
            }
        }
    }

    @Test
    @DisplayName("W12.1 to W12.6, W10.1: integration responses by status, and their templates")
    void integrationResponses() throws IOException {
        WebSocketIntegration http = api.integration("HTTP", DATA.backend().uri("/x"), Map.of())
                .withResponses(List.of(
                        response("/2\\d\\d/", Map.of("$default", "fine: $input.body"), null, null),
                        response(
                                "/4\\d\\d/",
                                Map.of("404", "not there", "$default", "some other"),
                                "${integration.response.statuscode}",
                                null)));
        api.on("$default", http, true).publish();
        assertThat(send("{\"a\":1}")).isEqualTo("fine: ok");
        StubBackend.Received seen = DATA.backend().received().getLast();
        assertThat(seen.line()).isEqualTo("POST /x HTTP/1.1");
        assertThat(seen.header("content-type")).isEqualTo("application/json");
        assertThat(seen.body()).isEqualTo("{\"a\":1}");
        DATA.backend().behave(StubBackend.Behaviour.answer("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"));
        assertThat(send("x")).isEqualTo("not there");
        DATA.backend().behave(StubBackend.Behaviour.answer("HTTP/1.1 409 Conflict\r\nContent-Length: 0\r\n\r\n"));
        assertThat(send("x")).isEqualTo("some other");
        DATA.backend().behave(StubBackend.Behaviour.answer("HTTP/1.1 500 Oh\r\nContent-Length: 0\r\n\r\n"));
        assertThat(send("x")).startsWith(ERROR);
    }

    @Test
    @DisplayName("W12.3, W12.5: a function's error message chooses; success takes the default")
    void functionErrors() throws IOException {
        DATA.functions().fails("fn", "{\"errorMessage\":\"my error here\"}");
        api.on(
                        "$default",
                        api.integration("AWS", SocketApi.FUNCTION + "fn/invocations", Map.of())
                                .withResponses(List.of(
                                        response("/.*error.*/", Map.of("$default", "failed"), null, null),
                                        response("$default", Map.of(), null, null))),
                        true)
                .publish();
        assertThat(send("{}")).isEqualTo("failed");
        DATA.functions().returns("fn", "{\"all\":\"well\"}");
        assertThat(send("{}")).isEqualTo("{\"all\":\"well\"}");
    }

    @Test
    @DisplayName(
            "W9.7, W11.8, W14.5: HTTP_PROXY sends the message and no header of the client's, and passes the answer on")
    void httpProxy() throws IOException {
        api.on(
                        "$default",
                        api.integration(
                                "HTTP_PROXY",
                                DATA.backend().uri("/p/${stageVariables.v}"),
                                Map.of(),
                                Map.of(
                                        "integration.request.header.connectionId", "context.connectionId",
                                        "integration.request.header.Part", "route.request.body.part",
                                        "integration.request.querystring.q", "'fixed'"),
                                null,
                                "WHEN_NO_MATCH",
                                null),
                        true)
                .variables
                .put("v", "7");
        api.publish();
        try (SocketClient client = SocketClient.open(DATA, "Cookie: secret=1")) {
            assertThat(client.text("{\"part\":\"of it\"}").message()).isEqualTo("ok");
            StubBackend.Received seen = DATA.backend().received().getLast();
            assertThat(seen.line()).isEqualTo("POST /p/7?q=fixed HTTP/1.1");
            assertThat(seen.header("connectionId")).matches("[\\w-]{15}=");
            assertThat(seen.header("Part")).isEqualTo("of it");
            assertThat(seen.header("Cookie")).isNull();
            assertThat(seen.header("Sec-WebSocket-Key")).isNull();
            DATA.backend().behave(StubBackend.Behaviour.answer("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n\u00ff"));
            assertThat(client.text("x").message()).isEqualTo("\uFFFD");
            DATA.backend().behave(StubBackend.Behaviour.answer("HTTP/1.1 503 No\r\nContent-Length: 0\r\n\r\n"));
            assertThat(client.text("x").message()).startsWith(ERROR);
        }
    }

    @Test
    @DisplayName("W3.15, W3.16, W3.23, W9.8: a backend decides on the handshake; parameters overwrite its headers")
    void connectsByHttp() throws IOException {
        api.on(
                        "$connect",
                        api.integration(
                                "HTTP_PROXY",
                                DATA.backend().uri("/c"),
                                Map.of(),
                                Map.of("integration.request.header.Sec-WebSocket-Version", "'0'"),
                                null,
                                "WHEN_NO_MATCH",
                                null),
                        false)
                .publish();
        try (SocketClient client = new SocketClient(DATA, "/test?a=b", "Cookie: c=1")) {
            assertThat(client.handshake.status()).isEqualTo(101);
        }
        StubBackend.Received seen = DATA.backend().received().getLast();
        assertThat(seen.line()).isEqualTo("POST /c?a=b HTTP/1.1");
        assertThat(seen.header("Cookie")).isEqualTo("c=1");
        assertThat(seen.header("Sec-WebSocket-Version")).isEqualTo("0");
        DATA.backend().behave(StubBackend.Behaviour.answer("HTTP/1.1 402 Pay\r\nContent-Length: 1\r\n\r\nx"));
        try (SocketClient client = new SocketClient(DATA, "/test")) {
            assertThat(client.handshake.status()).isEqualTo(402);
        }
        SocketApi mocked = new SocketApi(DATA, BLOCKING);
        mocked.on(
                        "$connect",
                        SocketApi.answering(
                                mocked.integration(
                                        "MOCK", null, Map.of("$default", "{\"statusCode\":$input.params('status')}")),
                                "$default",
                                ""),
                        false)
                .publish();
        for (int status : new int[] {200, 403}) {
            try (SocketClient client = new SocketClient(DATA, "/test?status=" + status)) {
                assertThat(client.handshake.status()).isEqualTo(status == 200 ? 101 : 403);
            }
        }
    }

    @Test
    @DisplayName("W13.1 to W13.6, W10.3: messages against their models")
    void models() throws IOException {
        DATA.functions().returns("ok", "{\"statusCode\":200,\"body\":\"valid\"}");
        api.model("Join", "{\"type\":\"object\",\"required\":[\"room\"]}")
                .function("$default", "ok", true)
                .change("$default", route -> SocketApi.validated(route, "$request.body.action", Map.of("join", "Join")))
                .publish();
        try (SocketClient client = SocketClient.open(DATA)) {
            assertThat(client.text("{\"action\":\"join\",\"room\":1}").message())
                    .isEqualTo("valid");
            for (String bad : List.of("{\"action\":\"join\"}", "{\"action\":\"leave\"}", "no json")) {
                assertThat(client.text(bad).message())
                        .as(bad)
                        .matches("\\{\"message\": \"Bad request body\", \"connectionId\":\"[\\w-]{15}=\","
                                + " \"messageId\":\"[\\w-]{15}=\"}");
            }
        }
        assertThat(DATA.functions().invocations()).hasSize(1);
    }

    @Test
    @DisplayName("W14.2 to W14.4: Base64 on the way to the backend and back")
    void binary() throws IOException {
        DATA.backend().behave(call -> call.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n\u0001\u00ff"));
        api.on(
                        "$default",
                        api.integration(
                                        "HTTP",
                                        DATA.backend().uri("/b"),
                                        Map.of(),
                                        Map.of(),
                                        null,
                                        "WHEN_NO_MATCH",
                                        "CONVERT_TO_BINARY")
                                .withResponses(List.of(response("$default", Map.of(), null, "CONVERT_TO_TEXT"))),
                        true)
                .publish();
        assertThat(send("aGk=")).isEqualTo("Af8=");
        assertThat(DATA.backend().received().getLast().body()).isEqualTo("hi");
        assertThat(send("no base64!")).startsWith(ERROR);
    }

    @Test
    @DisplayName("W9.12: a handshake without a parameter that the route requires is refused with 400")
    void requiredParameters() throws IOException {
        api.mock("$connect", "")
                .change(
                        "$connect",
                        route -> route.withRequestParameters(
                                new TreeMap<>(Map.of("route.request.querystring.token", true))))
                .publish();
        try (SocketClient client = new SocketClient(DATA, "/test")) {
            assertThat(client.handshake.status()).isEqualTo(400);
        }
        try (SocketClient client = new SocketClient(DATA, "/test?token=1")) {
            assertThat(client.handshake.status()).isEqualTo(101);
        }
    }

    @Test
    @DisplayName(
            "W10.6, W10.1: a timeout is told on two-way routes; W10.11: a $disconnect that fails is told to nobody")
    void timeouts() throws IOException {
        DATA.functions().runs("never", invocation -> new java.util.concurrent.CompletableFuture<>());
        DATA.functions().fails("broken", "{}");
        WebSocketIntegration slow =
                impatient(api.integration("AWS_PROXY", SocketApi.FUNCTION + "never/invocations", Map.of()));
        api.on("two", slow, true)
                .on("one", slow, false)
                .function("$disconnect", "broken", false)
                .publish();
        try (SocketClient client = SocketClient.open(DATA)) {
            assertThat(client.text("{\"action\":\"two\"}").message())
                    .startsWith("{\"message\": \"Endpoint request timed out\", \"connectionId\":\"");
            assertThat(client.text("{\"action\":\"one\"}").message()).startsWith(ERROR);
            client.close(1000, "").closed();
        }
        await().untilAsserted(() -> assertThat(DATA.functions().invocations()).hasSize(3));
    }

    private static WebSocketIntegration impatient(WebSocketIntegration integration) {
        return new WebSocketIntegration(
                integration.id(),
                integration.type(),
                integration.uri(),
                integration.method(),
                integration.connectionType(),
                null,
                null,
                null,
                null,
                integration.passthroughBehavior(),
                50,
                integration.requestParameters(),
                integration.requestTemplates(),
                null,
                List.of());
    }
}
