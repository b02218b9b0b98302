package dev.sallyport.edge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sallyport.functions.InvocationResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Handshakes of WebSocket APIs: who gets a connection, and who does not (websocket-api 2 to 6). */
class WebSocketHandshakeTest {

    @RegisterExtension
    static final DataPlaneFixture DATA = new DataPlaneFixture();

    private static final ExecutorService BLOCKING = Executors.newVirtualThreadPerTaskExecutor();
    private static final String ID = "[A-Za-z0-9_-]{15}=";

    private final SocketApi api = new SocketApi(DATA, BLOCKING);

    @AfterAll
    static void stop() {
        BLOCKING.close();
    }

    @BeforeEach
    void functions() {
        SocketClient.awaitSilence(DATA);
        DATA.functions().returns("ok", "{\"statusCode\":200}");
        DATA.functions().returns("hello", "{\"statusCode\":200,\"body\":\"hello\"}");
    }

    private static JsonNode event() {
        return JsonMapper.shared()
                .readTree(DATA.functions().invocations().getLast().payload());
    }

    private static JsonNode context() {
        return event().get("requestContext");
    }

    private static void awaitInvocations(int count) {
        await().untilAsserted(() -> assertThat(DATA.functions().invocations()).hasSize(count));
    }

    // ---- 2 and 3: handshakes

    @Test
    @DisplayName("W1.2, W2.1, W3.1, W3.21: without $connect every handshake succeeds, and no subprotocol is chosen")
    void connects() throws IOException {
        api.mock("$default", "ok").publish();
        for (String path : List.of("/test", "/test/", "/test?a=b")) {
            try (SocketClient client = new SocketClient(DATA, path, "Sec-WebSocket-Protocol: chat")) {
                assertThat(client.handshake.status()).isEqualTo(101);
                assertThat(client.handshake.header("Sec-WebSocket-Accept")).isEqualTo("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
                assertThat(client.handshake.header("Upgrade")).isEqualTo("websocket");
                assertThat(client.handshake.headers("Connection")).containsExactly("upgrade");
                assertThat(client.handshake.header("Sec-WebSocket-Protocol")).isNull();
                assertThat(client.handshake.header("Sec-WebSocket-Extensions")).isNull();
                assertThat(client.text("x").message()).isEqualTo("ok");
            }
        }
    }

    @Test
    @DisplayName("W2.3, W2.6, W2.8, W3.13, W15.15: anything but a handshake to a stage is forbidden")
    void forbids() throws IOException {
        api.mock("$default", "ok").publish();
        for (String path : List.of("/", "/nope", "/test/more", "/$default")) {
            try (SocketClient client = new SocketClient(DATA, path)) {
                assertThat(client.handshake.status()).as(path).isEqualTo(403);
                assertThat(client.handshake.body()).isEqualTo("{\"message\":\"Forbidden\"}");
            }
        }
        assertThat(DATA.get("/test").status()).isEqualTo(403);
        assertThat(DATA.post("/test", "x").status()).isEqualTo(403);
        try (RawClient client = DATA.client()) {
            String post = SocketClient.handshake("/test").replace("GET ", "POST ");
            assertThat(client.send(post).answer().status()).isEqualTo(403);
        }
        api.disabled = true;
        api.publish();
        try (SocketClient client = new SocketClient(DATA, "/test")) {
            assertThat(client.handshake.status()).isEqualTo(403);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "Sec-WebSocket-Version: 13, Sec-WebSocket-Version: 8, 426",
        "Sec-WebSocket-Version: 13, Sec-WebSocket-Other: 13, 426",
        "Connection: Upgrade, Connection: keep-alive, 400",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==, Sec-WebSocket-Key: dGhlIHNhbXBsZQ==, 400",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==, Sec-WebSocket-Key: %%%%%%%%%%%%%%%%%%%%%%==, 400",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==, X-None: 1, 400",
        "Upgrade: websocket, Upgrade: h2c, 403"
    })
    @DisplayName(
            "W2.8, RFC 6455 4.2: a wrong version, key or connection is refused, and the connection can be used again")
    void refusesHandshakes(String line, String instead, int status) throws IOException {
        api.mock("$default", "ok").publish();
        try (RawClient client = DATA.client()) {
            RawClient.Answer answer = client.send(
                            SocketClient.handshake("/test").replace(line, instead))
                    .answer();
            assertThat(answer.status()).isEqualTo(status);
            if (status == 426) {
                assertThat(answer.header("Sec-WebSocket-Version")).isEqualTo("13");
            }
            assertThat(client.send(SocketClient.handshake("/test")).answer().status())
                    .isEqualTo(101);
        }
    }

    @Test
    @DisplayName("W2.7, W3.22: what a client sends before the 101 is not lost")
    void keepsEarlyFrames() throws Exception {
        CompletableFuture<InvocationResult> result = new CompletableFuture<>();
        DATA.functions().runs("slow", invocation -> result);
        api.function("$connect", "slow", false).echo("$default").publish();
        try (RawClient client = DATA.client()) {
            client.send(SocketClient.handshake("/test"));
            client.send(SocketClient.masked(0x81, "early".getBytes(StandardCharsets.UTF_8)));
            awaitInvocations(1);
            String id = context().get("connectionId").stringValue();
            assertThat(DATA.post("/test/@connections/" + id.replace("=", "%3D"), "x")
                            .status())
                    .isEqualTo(410);
            result.complete(new InvocationResult.Completed("{\"statusCode\":200}".getBytes(UTF_8), null, new byte[0]));
            assertThat(client.answer().status()).isEqualTo(101);
            assertThat(client.in().readNBytes(7)).isEqualTo(new byte[] {(byte) 0x81, 5, 'e', 'a', 'r', 'l', 'y'});
        }
    }

    @ParameterizedTest
    @CsvSource({"200, 101", "201, 101", "299, 101", "301, 301", "400, 400", "401, 401", "501, 501"})
    @DisplayName("W3.2, W3.3, W3.17, W3.18: the status of the function decides, its body does not count")
    void statusDecides(int status, int expected) throws IOException {
        DATA.functions()
                .returns("connect", "{\"statusCode\":" + status + ",\"body\":\"secret\",\"headers\":{\"A\":\"b\"}}");
        api.function("$connect", "connect", false).mock("$default", "ok").publish();
        try (SocketClient client = new SocketClient(DATA, "/test")) {
            assertThat(client.handshake.status()).isEqualTo(expected);
            assertThat(client.handshake.body()).isEmpty();
            assertThat(client.handshake.header("A")).isNull();
            if (expected == 101) {
                assertThat(client.text("x").message()).isEqualTo("ok");
            }
        }
    }

    @Test
    @DisplayName("W3.4, W3.5, W3.17: 502 for a function that fails, 500 for one that may not be called")
    void failingFunctions() throws IOException {
        DATA.functions().fails("broken", "{\"errorMessage\":\"x\"}");
        DATA.functions().returns("odd", "\"odd\"");
        Map<String, Integer> expected = Map.of("broken", 502, "odd", 502, "forbidden", 500, "missing", 500);
        for (Map.Entry<String, Integer> each : expected.entrySet()) {
            new SocketApi(DATA, BLOCKING)
                    .function("$connect", each.getKey(), false)
                    .publish();
            try (SocketClient client = new SocketClient(DATA, "/test")) {
                assertThat(client.handshake.status()).as(each.getKey()).isEqualTo(each.getValue());
                assertThat(client.handshake.body())
                        .matches("\\{\"message\": \"Internal server error\", \"connectionId\":\"" + ID
                                + "\", \"requestId\":\"" + ID + "\"}");
            }
        }
    }

    @Test
    @DisplayName("W3.19, W3.20: the subprotocol is the one that the integration returns")
    void subprotocols() throws IOException {
        DATA.functions()
                .returns(
                        "connect", "{\"statusCode\":200,\"headers\":{\"Sec-WebSocket-Protocol\":\"two\",\"X\":\"y\"}}");
        api.function("$connect", "connect", false).publish();
        try (SocketClient client = new SocketClient(DATA, "/test", "Sec-WebSocket-Protocol: one, two")) {
            assertThat(client.handshake.status()).isEqualTo(101);
            assertThat(client.handshake.header("Sec-WebSocket-Protocol")).isEqualTo("two");
            assertThat(client.handshake.header("X")).isNull();
            assertThat(event().get("headers").get("Sec-WebSocket-Protocol").stringValue())
                    .isEqualTo("one, two");
        }
    }

    // ---- 5 and 6: who may connect

    private static String policy(String effect, String resource) {
        return "{\"principalId\":\"me\",\"policyDocument\":{\"Version\":\"2012-10-17\",\"Statement\":[{\"Action\":"
                + "\"execute-api:Invoke\",\"Effect\":\"" + effect + "\",\"Resource\":\"" + resource
                + "\"}]},\"context\":{\"n\":1,\"b\":true,\"s\":\"t\"}}";
    }

    @Test
    @DisplayName("W3.7 to W3.10, W5.7, W5.11: what the authorizer says of a handshake")
    void authorizers() throws IOException {
        String arn = "arn:aws:execute-api:eu-west-1:123456789012:abc123/test/";
        api.function("$connect", "ok", false)
                .function("$default", "ok", false)
                .authorizer("auth", "route.request.header.Auth", "route.request.querystring.q")
                .publish();
        DATA.functions().returns("auth", policy("Allow", arn + "$connect"));
        assertThat(DATA.functions().invocations()).isEmpty();
        try (SocketClient client = new SocketClient(DATA, "/test?q=1")) {
            assertThat(client.handshake.status()).isEqualTo(401);
        }
        try (SocketClient client = new SocketClient(DATA, "/test?q=1", "Auth: a", "X-Other: b")) {
            assertThat(client.handshake.status()).isEqualTo(101);
            assertThat(context().get("authorizer").get("n").stringValue()).isEqualTo("1");
            assertThat(context().get("authorizer").has("integrationLatency")).isTrue();
            client.text("x");
            awaitInvocations(3);
            assertThat(context().get("authorizer").toString())
                    .isEqualTo("{\"n\":\"1\",\"b\":\"true\",\"s\":\"t\",\"principalId\":\"me\"}");
        }
        JsonNode asked = JsonMapper.shared()
                .readTree(DATA.functions().invocations().getFirst().payload());
        assertThat(asked.get("methodArn").stringValue()).isEqualTo(arn + "$connect");
        assertThat(asked.get("type").stringValue()).isEqualTo("REQUEST");
        assertThat(asked.get("headers").get("Connection").stringValue()).isEqualTo("Upgrade");
        assertThat(asked.get("queryStringParameters").toString()).isEqualTo("{\"q\":\"1\"}");
        assertThat(asked.get("stageVariables").toString()).isEqualTo("{}");
        assertThat(asked.has("path")).isFalse();
        Map<String, Integer> others = Map.of(
                policy("Deny", "*"),
                403,
                policy("Allow", arn + "*/*"),
                403,
                policy("Allow", arn + "*"),
                101,
                "{}",
                500,
                policy("Allow", "*").replace("\"t\"", "\"" + "t".repeat(9000) + "\""),
                500);
        for (Map.Entry<String, Integer> other : others.entrySet()) {
            DATA.functions().returns("auth", other.getKey());
            try (SocketClient client = new SocketClient(DATA, "/test?q=1", "Auth: a")) {
                assertThat(client.handshake.status()).isEqualTo(other.getValue());
            }
        }
        DATA.functions().fails("auth", "{\"errorMessage\":\"Unauthorized\"}");
        try (SocketClient client = new SocketClient(DATA, "/test?q=1", "Auth: a")) {
            assertThat(client.handshake.status()).isEqualTo(401);
        }
        DATA.functions().fails("auth", "{\"errorMessage\":\"other\"}");
        try (SocketClient client = new SocketClient(DATA, "/test?q=1", "Auth: a")) {
            assertThat(client.handshake.status()).isEqualTo(500);
        }
    }

    @Test
    @DisplayName("W3.11, W5.10: an unsigned handshake to a route with IAM is refused")
    void unsigned() throws IOException {
        api.function("$connect", "ok", false)
                .change("$connect", route -> SocketApi.with(route, "AWS_IAM", null, false))
                .publish();
        try (SocketClient client = new SocketClient(DATA, "/test")) {
            assertThat(client.handshake.status()).isEqualTo(403);
            assertThat(client.handshake.body()).startsWith("{\"message\": \"Forbidden\", \"connectionId\":\"");
        }
        assertThat(DATA.functions().invocations()).isEmpty();
    }

    @Test
    @DisplayName("W3.12, W6.1: a handshake without the API key that is required is refused")
    void withoutKey() throws IOException {
        api.limiting = new TestLimits(null).compiler;
        api.function("$connect", "ok", false)
                .change("$connect", route -> SocketApi.with(route, "NONE", null, true))
                .publish();
        try (SocketClient client = new SocketClient(DATA, "/test", "x-api-key: none")) {
            assertThat(client.handshake.status()).isEqualTo(403);
        }
    }
}
