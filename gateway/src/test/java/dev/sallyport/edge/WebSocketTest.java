package dev.sallyport.edge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sallyport.functions.InvocationResult;
import dev.sallyport.model.HttpApiStage.RouteSettings;
import dev.sallyport.pipeline.websocket.WebSocketLimits;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Connections of WebSocket APIs from their first message to their end (websocket-api 7 to 17). */
class WebSocketTest {

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

    // ---- 7 and 8: routes and events

    @Test
    @DisplayName("W7.8 to W7.15, W7.17, W8.11: the route is what the expression says, else $default")
    void selectsRoutes() throws IOException {
        api.selection = "${request.body.service}/${request.body.action}";
        api.mock("chat/join", "joined")
                .mock("$default", "default")
                .mock("$connect", "")
                .mock("1/true", "scalars");
        api.publish();
        Map<String, String> expected = Map.of(
                "{\"service\":\"chat\",\"action\":\"join\"}", "joined",
                "{\"service\":\"Chat\",\"action\":\"join\"}", "default",
                "{\"service\":1,\"action\":true}", "scalars",
                "{\"service\":\"chat\"}", "default",
                "no json", "default",
                "\"text\"", "default",
                "5", "default");
        try (SocketClient client = SocketClient.open(DATA)) {
            for (Map.Entry<String, String> each : expected.entrySet()) {
                assertThat(client.text(each.getKey()).message())
                        .as(each.getKey())
                        .isEqualTo(each.getValue());
            }
            assertThat(client.text("").message()).isEqualTo("default");
        }
        api.selection = "$request.body.action";
        api.publish();
        try (SocketClient client = SocketClient.open(DATA)) {
            assertThat(client.text("{\"action\":\"$connect\"}").message()).isEqualTo("default");
            assertThat(client.text("{\"action\":\"$default\"}").message()).isEqualTo("default");
        }
    }

    @Test
    @DisplayName(
            "W7.14, W10.8: a message that no route is for is answered with the frame Forbidden; the connection stays")
    void noRoute() throws IOException {
        api.mock("known", "yes").publish();
        try (SocketClient client = SocketClient.open(DATA)) {
            assertThat(client.text("x").message())
                    .matches("\\{\"message\": \"Forbidden\", \"connectionId\":\"" + ID + "\", \"requestId\":\"" + ID
                            + "\"}");
            assertThat(client.text("{\"action\":\"known\"}").message()).isEqualTo("yes");
        }
    }

    @Test
    @DisplayName("Section 8: the events of a connection's life")
    void events() throws IOException {
        api.variables.put("k", "v");
        api.function("$connect", "ok", false)
                .function("$disconnect", "ok", false)
                .function("chat", "ok", false)
                .publish();
        String id;
        try (SocketClient client = new SocketClient(
                DATA,
                "/test?k=v&k=w",
                "User-Agent: me",
                "X-Odd-Case: 1",
                "x-odd-case: 2",
                "X-Amzn-Trace-Id: Root=1-2-3")) {
            assertThat(client.handshake.status()).isEqualTo(101);
            JsonNode event = event();
            assertThat(event.get("headers").get("X-Odd-Case").stringValue()).isEqualTo("2");
            assertThat(event.get("multiValueHeaders").get("X-Odd-Case").toString())
                    .isEqualTo("[\"1\",\"2\"]");
            assertThat(event.get("headers").has("Connection")).isFalse();
            assertThat(event.get("headers").has("Upgrade")).isFalse();
            assertThat(event.get("headers").get("X-Forwarded-For").stringValue())
                    .isEqualTo("127.0.0.1");
            assertThat(event.get("queryStringParameters").toString()).isEqualTo("{\"k\":\"w\"}");
            assertThat(event.get("multiValueQueryStringParameters").toString()).isEqualTo("{\"k\":[\"v\",\"w\"]}");
            assertThat(event.get("stageVariables").toString()).isEqualTo("{\"k\":\"v\"}");
            assertThat(event.has("body")).isFalse();
            assertThat(event.get("isBase64Encoded").booleanValue()).isFalse();
            JsonNode context = event.get("requestContext");
            assertThat(context.propertyNames())
                    .containsExactly(
                            "routeKey",
                            "eventType",
                            "extendedRequestId",
                            "requestTime",
                            "messageDirection",
                            "stage",
                            "connectedAt",
                            "requestTimeEpoch",
                            "identity",
                            "requestId",
                            "domainName",
                            "connectionId",
                            "apiId");
            assertThat(context.get("identity").toString())
                    .isEqualTo("{\"userAgent\":\"me\",\"sourceIp\":\"127.0.0.1\"}");
            id = context.get("connectionId").stringValue();
            assertThat(id).matches(ID);
            client.text("{\"action\":\"chat\"}");
            awaitInvocations(2);
            JsonNode message = event();
            assertThat(message.propertyNames())
                    .containsExactly("stageVariables", "requestContext", "body", "isBase64Encoded");
            assertThat(message.get("body").stringValue()).isEqualTo("{\"action\":\"chat\"}");
            JsonNode of = message.get("requestContext");
            assertThat(of.get("routeKey").stringValue()).isEqualTo("chat");
            assertThat(of.get("eventType").stringValue()).isEqualTo("MESSAGE");
            assertThat(of.get("connectionId").stringValue()).isEqualTo(id);
            assertThat(of.get("messageId").stringValue())
                    .matches(ID)
                    .isNotEqualTo(of.get("requestId").stringValue());
            assertThat(of.get("requestId")).isEqualTo(of.get("extendedRequestId"));
            assertThat(of.get("connectedAt")).isEqualTo(context.get("connectedAt"));
            assertThat(of.get("domainName").stringValue()).isEqualTo("abc123.execute-api.eu-west-1.amazonaws.com");
            client.frame(0x88, new byte[0]).closed();
        }
        awaitInvocations(3);
        JsonNode end = event();
        assertThat(end.get("headers").toString())
                .isEqualTo("{\"Host\":\"abc123.execute-api.eu-west-1.amazonaws.com\",\"x-api-key\":\"\","
                        + "\"X-Forwarded-For\":\"\",\"x-restapi\":\"\"}");
        JsonNode of = end.get("requestContext");
        assertThat(of.get("eventType").stringValue()).isEqualTo("DISCONNECT");
        assertThat(of.get("disconnectStatusCode").intValue()).isEqualTo(1005);
        assertThat(of.get("disconnectReason").stringValue()).isEqualTo("Client-side close frame status not set");
        assertThat(of.get("connectionId").stringValue()).isEqualTo(id);
    }

    // ---- 10 and 11: replies and errors

    @Test
    @DisplayName("W11.1 to W11.7, W10.9, W10.10, W10.12: only two-way routes answer, and errors are told to both")
    void replies() throws IOException {
        DATA.functions().returns("b64", "{\"statusCode\":200,\"body\":\"aGk=\",\"isBase64Encoded\":true}");
        DATA.functions().returns("bad", "{\"statusCode\":500,\"body\":\"x\"}");
        DATA.functions().fails("broken", "{\"errorMessage\":\"x\"}");
        DATA.functions().returns("large", "{\"statusCode\":200,\"body\":\"" + "x".repeat(131073) + "\"}");
        api.function("two", "hello", true)
                .function("one", "hello", false)
                .function("b64", "b64", true)
                .function("bad", "bad", true)
                .function("quiet", "bad", false)
                .function("broken", "broken", false)
                .function("empty", "ok", true)
                .function("large", "large", true)
                .mock("last", "last")
                .publish();
        try (SocketClient client = SocketClient.open(DATA)) {
            assertThat(client.text("{\"action\":\"two\"}").message()).isEqualTo("hello");
            assertThat(client.text("{\"action\":\"b64\"}").message()).isEqualTo("hi");
            for (String silent : List.of("one", "quiet", "empty")) {
                int before = DATA.functions().invocations().size();
                client.text("{\"action\":\"" + silent + "\"}");
                awaitInvocations(before + 1);
            }
            assertThat(client.text("{\"action\":\"last\"}").message()).isEqualTo("last");
            for (String failing : List.of("bad", "broken", "large")) {
                assertThat(client.text("{\"action\":\"" + failing + "\"}").message())
                        .as(failing)
                        .startsWith("{\"message\": \"Internal server error\", \"connectionId\":\"");
            }
        }
    }

    @Test
    @DisplayName("W7.6: messages of a connection are served at the same time, and answered as they are done")
    void concurrently() throws IOException {
        CompletableFuture<InvocationResult> slow = new CompletableFuture<>();
        DATA.functions().runs("slow", invocation -> slow);
        api.function("slow", "slow", true).mock("$default", "fast").publish();
        try (SocketClient client = SocketClient.open(DATA)) {
            client.text("{\"action\":\"slow\"}");
            assertThat(client.text("x").message()).isEqualTo("fast");
            slow.complete(new InvocationResult.Completed(
                    "{\"statusCode\":200,\"body\":\"slow\"}".getBytes(UTF_8), null, new byte[0]));
            assertThat(client.message()).isEqualTo("slow");
        }
    }

    @Test
    @DisplayName("Bad input: of a flood no more messages run at a time than may, and none is lost")
    void floods() throws IOException {
        CompletableFuture<InvocationResult> held = new CompletableFuture<>();
        DATA.functions().runs("held", invocation -> held);
        api.limits = new WebSocketLimits(WebSocketLimits.DEFAULT.frames(), 131072, 600_000, 7_200_000, 1 << 20, 4);
        api.function("$default", "held", true).publish();
        try (SocketClient client = SocketClient.open(DATA)) {
            for (int i = 0; i < 50; i++) {
                client.text("message " + i);
            }
            awaitInvocations(4);
            assertThat(DATA.get("/nope").status()).isEqualTo(403);
            assertThat(DATA.functions().invocations()).hasSize(4);
            held.complete(new InvocationResult.Completed(
                    "{\"statusCode\":200,\"body\":\"done\"}".getBytes(UTF_8), null, new byte[0]));
            for (int i = 0; i < 50; i++) {
                assertThat(client.message()).isEqualTo("done");
            }
        }
    }

    // ---- 16 and 1: the end

    @ParameterizedTest
    @CsvSource({"1000, bye, 1000, bye", "1000, '', 1000, ''", "1001, '', 1001, Going away", "4999, mine, 4999, mine"})
    @DisplayName("W16.1, W16.4: $disconnect is told what the client sent")
    void toldOfClose(int code, String reason, int told, String toldReason) throws IOException {
        api.function("$disconnect", "ok", false).publish();
        try (SocketClient client = SocketClient.open(DATA)) {
            client.close(code, reason).closed();
        }
        awaitInvocations(1);
        assertThat(context().get("disconnectStatusCode").intValue()).isEqualTo(told);
        assertThat(context().get("disconnectReason").stringValue()).isEqualTo(toldReason);
    }

    @Test
    @DisplayName("W16.1: $disconnect is told of killed clients, and of broken rules")
    void toldOfTheRest() throws IOException {
        api.function("$disconnect", "ok", false).publish();
        SocketClient killed = SocketClient.open(DATA);
        killed.close();
        awaitInvocations(1);
        assertThat(context().get("disconnectStatusCode").intValue()).isEqualTo(1006);
        assertThat(context().get("disconnectReason").stringValue()).isEqualTo("Connection closed abnormally");
        try (SocketClient client = SocketClient.open(DATA)) {
            client.frame(0x82, new byte[] {1}).closed();
        }
        awaitInvocations(2);
        assertThat(context().get("disconnectStatusCode").intValue()).isEqualTo(1003);
    }

    @Test
    @DisplayName("W16.2, W16.3, W7.5, W15.9: idle and old connections are closed with 1001; pings are no activity")
    void timesOut() throws IOException {
        api.echo("$default").function("$disconnect", "ok", false).publish();
        try (SocketClient idle = SocketClient.open(DATA);
                SocketClient busy = SocketClient.open(DATA)) {
            DATA.pass(Duration.ofMinutes(9));
            assertThat(busy.text("x").message()).isEqualTo("x");
            assertThat(idle.frame(0x89, new byte[0]).read().opcode()).isEqualTo(SocketClient.PONG);
            DATA.pass(Duration.ofMinutes(1));
            SocketClient.Frame close = idle.read();
            assertThat(close.code()).isEqualTo(1001);
            assertThat(close.reason()).isEqualTo("Going away");
            idle.close(1001, "");
            assertThat(busy.text("y").message()).isEqualTo("y");
            awaitInvocations(1);
            assertThat(context().get("disconnectStatusCode").intValue()).isEqualTo(1001);
            for (int i = 0; i < 13; i++) {
                DATA.pass(Duration.ofMinutes(9).minusSeconds(10));
                if (i < 12) {
                    assertThat(busy.text("z").message()).isEqualTo("z");
                }
            }
            assertThat(busy.read().code()).isEqualTo(1001);
        }
    }

    @Test
    @DisplayName("W1.5: a deployment swaps under open connections; W16.6: the end of the stage closes them with 1001")
    void swaps() throws IOException {
        api.mock("$default", "one").publish();
        try (SocketClient client = SocketClient.open(DATA)) {
            assertThat(client.text("x").message()).isEqualTo("one");
            SocketApi next = new SocketApi(DATA, BLOCKING);
            next.mock("$default", "two").publish();
            assertThat(client.text("x").message()).isEqualTo("two");
            api.registry.close("abc123", "other", 1001, "Going away");
            assertThat(client.text("x").message()).isEqualTo("two");
            api.registry.close("abc123", "test", 1001, "Going away");
            assertThat(client.closed().code()).isEqualTo(1001);
        }
    }

    @Test
    @SuppressWarnings("try") // the client closes first
    @DisplayName("W16.7: a gateway that stops closes its connections with 1001 and tells $disconnect")
    void drains() throws Exception {
        DataPlaneFixture gateway = new DataPlaneFixture();
        gateway.start();
        try {
            gateway.functions().returns("ok", "{\"statusCode\":200}");
            new SocketApi(gateway, BLOCKING)
                    .function("$disconnect", "ok", false)
                    .publish();
            try (SocketClient client = SocketClient.open(gateway);
                    SocketClient silent = SocketClient.open(gateway)) {
                CompletableFuture<Boolean> drained = CompletableFuture.supplyAsync(() -> {
                    try {
                        return gateway.listener().drain(Duration.ofSeconds(10));
                    } catch (InterruptedException interrupted) {
                        return false;
                    }
                });
                assertThat(client.read().code()).isEqualTo(1001);
                client.close(1001, "");
                assertThat(client.raw().in().read()).isEqualTo(-1);
                client.close();
                assertThat(silent.read().code()).isEqualTo(1001);
                assertThat(drained.get()).isTrue();
                await().untilAsserted(() ->
                        assertThat(gateway.functions().invocations()).hasSize(2));
            }
        } finally {
            gateway.stop();
        }
    }

    @Test
    @DisplayName("Bad input: a client that takes nothing is not read from, and its connection ends")
    void slowReaders() throws Exception {
        DataPlaneFixture gateway = new DataPlaneFixture(DataPlaneFixture.impatient());
        gateway.start();
        try {
            SocketApi slow = new SocketApi(gateway, BLOCKING).echo("$default");
            slow.publish();
            try (RawClient client = new RawClient(gateway.listener().address(), 4096)) {
                client.send(SocketClient.handshake("/test"));
                assertThat(client.answer().status()).isEqualTo(101);
                byte[] frame = SocketClient.masked(0x81, "x".repeat(32768).getBytes(StandardCharsets.UTF_8));
                CompletableFuture<Void> sending = CompletableFuture.runAsync(
                        () -> {
                            try {
                                for (int i = 0; i < 2000; i++) {
                                    client.send(frame);
                                }
                            } catch (IOException ended) {
                                // what is waited for
                            }
                        },
                        BLOCKING);
                await().atMost(Duration.ofSeconds(30))
                        .untilAsserted(() -> assertThat(slow.registry.size()).isZero());
                sending.get(30, TimeUnit.SECONDS);
            }
        } finally {
            gateway.stop();
        }
    }

    @Test
    @DisplayName("The JDK's client connects, sends, gets, and closes")
    void jdk() throws Exception {
        DATA.functions().returns("connect", "{\"statusCode\":200,\"headers\":{\"Sec-WebSocket-Protocol\":\"chat\"}}");
        api.function("$connect", "connect", false).echo("$default").publish();
        LinkedBlockingQueue<String> received = new LinkedBlockingQueue<>();
        WebSocket.Listener listener = new WebSocket.Listener() {
            private final StringBuilder text = new StringBuilder();

            @Override
            public CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
                text.append(part);
                if (last) {
                    received.add(text.toString());
                    text.setLength(0);
                }
                socket.request(1);
                return CompletableFuture.completedFuture(null);
            }

            @Override
            public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
                received.add("closed " + code);
                return CompletableFuture.completedFuture(null);
            }
        };
        int port = DATA.listener().address().getPort();
        try (HttpClient http = HttpClient.newHttpClient()) {
            WebSocket socket = http.newWebSocketBuilder()
                    .subprotocols("chat", "other")
                    .buildAsync(URI.create("ws://127.0.0.1:" + port + "/_aws/execute-api/abc123/test"), listener)
                    .get(20, TimeUnit.SECONDS);
            assertThat(socket.getSubprotocol()).isEqualTo("chat");
            String large = "ü".repeat(65536);
            socket.sendText("hello", true).get(20, TimeUnit.SECONDS);
            assertThat(received.poll(20, TimeUnit.SECONDS)).isEqualTo("hello");
            for (int i = 0; i < 8; i++) {
                socket.sendText(large.substring(i * 8192, (i + 1) * 8192), i == 7)
                        .get(20, TimeUnit.SECONDS);
            }
            assertThat(received.poll(20, TimeUnit.SECONDS)).isEqualTo(large);
            socket.sendClose(WebSocket.NORMAL_CLOSURE, "bye").get(20, TimeUnit.SECONDS);
            assertThat(received.poll(20, TimeUnit.SECONDS)).isEqualTo("closed 1000");
        }
    }

    @Test
    @DisplayName("W17.2, W10.4: a message beyond its rate is answered with a frame, a handshake with 429")
    void throttles() throws IOException {
        api.limiting = new TestLimits(null).compiler;
        api.settings.put("$default", new RouteSettings(false, 1, 1.0, "OFF", false));
        api.mock("$default", "ok").change("$connect", route -> route).publish();
        try (SocketClient client = SocketClient.open(DATA)) {
            assertThat(client.text("x").message()).isEqualTo("ok");
            assertThat(client.text("x").message()).startsWith("{\"message\": \"Too Many Requests\", \"connectionId\":");
        }
        api.settings.put("$connect", new RouteSettings(false, 0, 0.0, "OFF", false));
        api.publish();
        try (SocketClient client = new SocketClient(DATA, "/test")) {
            assertThat(client.handshake.status()).isEqualTo(429);
        }
    }
}
