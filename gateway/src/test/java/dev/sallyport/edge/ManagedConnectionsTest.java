package dev.sallyport.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sallyport.aws.AwsCredentials;
import dev.sallyport.aws.SdkSigned;
import dev.sallyport.edge.RawClient.Answer;
import dev.sallyport.model.HttpApiStage.RouteSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code @connections}: what backends do with the connections of their clients (websocket-api 15). */
class ManagedConnectionsTest {

    @RegisterExtension
    static final DataPlaneFixture DATA = new DataPlaneFixture().loops(2);

    private static final ExecutorService BLOCKING = Executors.newVirtualThreadPerTaskExecutor();

    private final SocketApi api = new SocketApi(DATA, BLOCKING);

    @AfterAll
    static void stop() {
        BLOCKING.close();
    }

    @BeforeEach
    void publish() {
        SocketClient.awaitSilence(DATA);
        DATA.functions().returns("ok", "{\"statusCode\":200}");
        api.mock("$default", "$context.connectionId")
                .function("$disconnect", "ok", false)
                .publish();
    }

    private static String id(SocketClient client) throws IOException {
        return client.text("who am I").message();
    }

    private static Answer call(String method, String path, String body, String... more) throws IOException {
        try (RawClient client = DATA.client()) {
            String head = DataPlaneFixture.head(method, path, more);
            String ofForm = path.startsWith("/_aws/") ? head.replaceFirst("Host: .*\r\n", "Host: localhost\r\n") : head;
            return client.send(ofForm + "Content-Length: " + body.length() + "\r\n\r\n" + body)
                    .answer();
        }
    }

    private static void assertGone(Answer answer) {
        assertThat(answer.status()).isEqualTo(410);
        assertThat(answer.header("x-amzn-ErrorType")).isEqualTo("GoneException");
        assertThat(answer.header("Content-Type")).isNull();
        assertThat(answer.body()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/test/@connections/", "/test/%40connections/", "/_aws/execute-api/abc123/test/@connections/"})
    @DisplayName("W4.2, W15.8, W15.14: POST sends a text, in host form and path form, with the id escaped or not")
    void posts(String prefix) throws IOException {
        // Two loops: from this one and from the other.
        try (SocketClient one = SocketClient.open(DATA);
                SocketClient two = SocketClient.open(DATA)) {
            for (SocketClient client : new SocketClient[] {one, two}) {
                String id = id(client);
                for (String written : new String[] {id, id.replace("=", "%3D")}) {
                    Answer answer = call("POST", prefix + written, "hello");
                    assertThat(answer.status()).isEqualTo(200);
                    assertThat(answer.body()).isEmpty();
                    assertThat(answer.header("x-amzn-RequestId")).isNotNull();
                    SocketClient.Frame frame = client.read();
                    assertThat(frame.opcode()).isEqualTo(SocketClient.TEXT);
                    assertThat(frame.text()).isEqualTo("hello");
                }
                assertThat(call("POST", prefix + id, "").status()).isEqualTo(200);
                assertThat(client.read().payload()).isEmpty();
            }
        }
    }

    @Test
    @DisplayName(
            "W15.5, W14.5: up to 128 KB are sent in frames of 32 KB, more is refused; what is no UTF-8 is replaced")
    void lengths() throws IOException {
        try (SocketClient client = SocketClient.open(DATA)) {
            String path = "/test/@connections/" + id(client);
            String large = "x".repeat(128 * 1024);
            assertThat(call("POST", path, large).status()).isEqualTo(200);
            assertThat(client.read().payload()).hasSize(32 * 1024);
            assertThat(client.read().isLast()).isFalse();
            assertThat(client.read().isLast()).isFalse();
            assertThat(client.read().isLast()).isTrue();
            Answer answer = call("POST", path, large + "x");
            assertThat(answer.status()).isEqualTo(413);
            assertThat(answer.header("x-amzn-ErrorType")).isEqualTo("PayloadTooLargeException");
            assertThat(answer.body()).startsWith("{\"message\":\"");
            assertThat(call("POST", path, "\u00ff").status()).isEqualTo(200);
            assertThat(client.message()).isEqualTo("\uFFFD");
        }
    }

    @Test
    @DisplayName("W15.1, W15.9: GET tells of the connection, and a POST is activity")
    void gets() throws IOException {
        try (SocketClient client = SocketClient.open(DATA, "User-Agent: \"me\"")) {
            String path = "/test/@connections/" + id(client);
            JsonNode first = JsonMapper.shared().readTree(call("GET", path, "").body());
            assertThat(first.propertyNames()).containsExactly("connectedAt", "identity", "lastActiveAt");
            assertThat(first.get("identity").toString())
                    .isEqualTo("{\"sourceIp\":\"127.0.0.1\",\"userAgent\":\"\\\"me\\\"\"}");
            assertThat(first.get("connectedAt").stringValue())
                    .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
            DATA.pass(Duration.ofMinutes(5));
            call("POST", path, "x");
            Answer later = call("GET", path, "");
            assertThat(later.header("Content-Type")).isEqualTo("application/json");
            JsonNode second = JsonMapper.shared().readTree(later.body());
            assertThat(second.get("connectedAt")).isEqualTo(first.get("connectedAt"));
            assertThat(second.get("lastActiveAt").stringValue())
                    .isGreaterThan(first.get("lastActiveAt").stringValue());
        }
        try (SocketClient client = SocketClient.open(DATA)) {
            Answer answer = call("GET", "/test/@connections/" + id(client), "");
            assertThat(answer.body()).contains("\"identity\":{\"sourceIp\":\"127.0.0.1\"}");
        }
    }

    @Test
    @DisplayName(
            "W15.2, W15.10, W15.11: DELETE closes with 1000 and tells $disconnect; after that the connection is gone")
    void deletes() throws IOException {
        try (SocketClient client = SocketClient.open(DATA)) {
            String path = "/test/@connections/" + id(client);
            Answer answer = call("DELETE", path, "");
            assertThat(answer.status()).isEqualTo(204);
            assertGone(call("POST", path, "x"));
            assertGone(call("DELETE", path, ""));
            assertGone(call("GET", path, ""));
            assertThat(client.read().code()).isEqualTo(1000);
            client.close(1000, "");
        }
        await().untilAsserted(() -> assertThat(DATA.functions().invocations()).hasSize(1));
        JsonNode event = JsonMapper.shared()
                .readTree(DATA.functions().invocations().getLast().payload());
        assertThat(event.get("requestContext").get("disconnectStatusCode").intValue())
                .isEqualTo(1000);
        assertThat(event.get("requestContext").get("disconnectReason").stringValue())
                .isEqualTo("Connection Closed Normally");
    }

    @Test
    @DisplayName("W15.2 to W15.4, W15.15: ids that are none, that never were, and those of another stage")
    void wrongIds() throws IOException {
        assertGone(call("POST", "/test/@connections/L0SM9cOFvHcCIhw=", "x"));
        for (String id : new String[] {"x", "L0SM9cOFvHcCIhw", "L0SM9cOFvHcCI+w=", "L0SM9cOFvHcCIhw=="}) {
            Answer answer = call("POST", "/test/@connections/" + id, "x");
            assertThat(answer.status()).as(id).isEqualTo(400);
            assertThat(answer.header("x-amzn-ErrorType")).isEqualTo("BadRequestException");
            assertThat(answer.body()).startsWith("{\"message\":\"Invalid connectionId: ");
        }
        for (String path : new String[] {"/test/@connections", "/test/connections/x", "/nope/@connections/x"}) {
            Answer answer = call("POST", path, "x");
            assertThat(answer.status()).as(path).isEqualTo(403);
            assertThat(answer.body()).isEqualTo("{\"message\":\"Forbidden\"}");
        }
        assertThat(call("PUT", "/test/@connections/L0SM9cOFvHcCIhw=", "x").status())
                .isEqualTo(403);
    }

    @Test
    @DisplayName("W15.7, W15.13: where calls are verified, only who signs and may manage connections gets through")
    void enforced() throws Exception {
        api.signed = true;
        api.publish();
        AwsCredentials may = DATA.identities()
                .user(
                        "123456789012",
                        "may",
                        "{\"Effect\":\"Allow\",\"Action\":\"execute-api:ManageConnections\",\"Resource\":"
                                + "\"arn:aws:execute-api:eu-west-1:123456789012:abc123/test/POST/@connections/*\"}");
        AwsCredentials mayNot = DATA.identities()
                .user(
                        "123456789012",
                        "maynot",
                        "{\"Effect\":\"Allow\",\"Action\":\"execute-api:Invoke\",\"Resource\":\"*\"}");
        try (SocketClient client = SocketClient.open(DATA)) {
            String path = "/test/%40connections/" + id(client).replace("=", "%3D");
            Answer unsigned = call("POST", path, "x");
            assertThat(unsigned.status()).isEqualTo(403);
            assertThat(unsigned.body()).isEqualTo("{\"message\":\"Missing Authentication Token\"}");
            assertThat(signed(may, "POST", path, "signed").status()).isEqualTo(200);
            assertThat(client.message()).isEqualTo("signed");
            Answer denied = signed(mayNot, "POST", path, "x");
            assertThat(denied.status()).isEqualTo(403);
            assertThat(denied.header("x-amzn-ErrorType")).isEqualTo("ForbiddenException");
            assertThat(denied.body())
                    .contains("user/maynot is not authorized to perform: execute-api:ManageConnections on resource:");
            assertThat(signed(may, "DELETE", path, "").status()).isEqualTo(403);
        }
        api.disabled = true;
        api.publish();
        assertThat(signed(may, "POST", "/test/@connections/L0SM9cOFvHcCIhw=", "x")
                        .body())
                .isEqualTo("{\"message\":\"Forbidden\"}");
    }

    private static Answer signed(AwsCredentials who, String method, String path, String body) throws IOException {
        SdkSigned signed = SdkSigned.sign(
                SdkSigned.Plan.get("https://abc123.execute-api.eu-west-1.amazonaws.com" + path, Instant.now())
                        .in(method, body),
                who,
                "eu-west-1",
                "execute-api");
        try (RawClient client = DATA.client()) {
            String head = DataPlaneFixture.head(method, signed.target(), signed.lines());
            String length = head.contains("ontent-Length") ? "" : "Content-Length: " + body.length() + "\r\n";
            return client.send(head + length + "\r\n" + body).answer();
        }
    }

    @Test
    @DisplayName("W15.6: a client that does not take what it is sent is refused more with 429")
    void full() throws IOException {
        api.publish();
        try (RawClient slow = new RawClient(DATA.listener().address(), 4096)) {
            slow.send(SocketClient.handshake("/test"));
            slow.answer();
            slow.send(SocketClient.masked(0x81, "who".getBytes(StandardCharsets.UTF_8)));
            String id = new String(slow.in().readNBytes(18), 2, 16, StandardCharsets.US_ASCII);
            String large = "x".repeat(128 * 1024);
            Answer last = call("POST", "/test/@connections/" + id, large);
            for (int i = 0; i < 500 && last.status() == 200; i++) {
                last = call("POST", "/test/@connections/" + id, large);
            }
            assertThat(last.status()).isEqualTo(429);
            assertThat(last.header("x-amzn-ErrorType")).isEqualTo("LimitExceededException");
            assertThat(last.body()).isEmpty();
            assertThat(call("DELETE", "/test/@connections/" + id, "").status()).isEqualTo(204);
        }
    }

    @Test
    @DisplayName("W17.3: route settings say nothing of @connections")
    void notThrottled() throws IOException {
        api.settings.put("$default", new RouteSettings(false, 0, 0.0, "OFF", false));
        api.limiting = new TestLimits(null).compiler;
        api.publish();
        assertGone(call("POST", "/test/@connections/L0SM9cOFvHcCIhw=", "x"));
    }
}
