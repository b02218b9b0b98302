package dev.sallyport.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sallyport.observe.AccessLog;
import dev.sallyport.observe.RequestLog;
import dev.sallyport.snapshot.TestApi;
import dev.sallyport.snapshot.TestIntegration;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The access log over real sockets. */
class AccessLogTest {

    private static final JsonMapper JSON = JsonMapper.shared();

    @TempDir
    Path folder;

    private Path file;
    private AccessLog log;
    private DataPlaneFixture gateway;

    @BeforeEach
    void start() throws IOException {
        file = folder.resolve("logs/access.log");
        log = new AccessLog(new RequestLog(), file.toString(), false, InstantSource.system());
        gateway = new DataPlaneFixture().watchedBy(log);
        gateway.start();
        gateway.backend().behave(call -> call.send("HTTP/1.1 201 Created\r\nContent-Length: 5\r\n\r\nhello"));
        gateway.publish(new TestApi("abc123")
                .on("GET", "/mock", TestIntegration.mock("mocked"))
                .on(
                        "ANY",
                        "/proxy",
                        TestIntegration.httpProxy("ANY", gateway.backend().uri("/")))
                .on("ANY", "/broken", TestIntegration.httpProxy("ANY", "http://127.0.0.1:1/")));
    }

    @AfterEach
    void stop() throws Exception {
        gateway.stop();
        log.close();
    }

    private List<String> lines(int count) {
        await().atMost(Duration.ofSeconds(10))
                .until(() -> Files.readAllLines(file).size() >= count);
        try {
            return Files.readAllLines(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    @DisplayName("one line for each request: who, when, what, answer, and by which id, API and stage")
    void lines() throws Exception {
        String answer = gateway.get("/test/mock?a=1&b=%22", "User-Agent: a \"quoted\\ agent", "Referer: http://r/")
                .head();
        gateway.get("/test/proxy");
        gateway.get("/test/nowhere");
        gateway.get("/test/broken");
        List<String> lines = lines(4);
        String requestId = answer.lines()
                .filter(line -> line.startsWith("x-amzn-RequestId: "))
                .findFirst()
                .orElseThrow()
                .substring(18);
        assertThat(lines.get(0))
                .matches("127\\.0\\.0\\.1 - - \\[\\d\\d/[A-Z][a-z]{2}/\\d{4}:\\d\\d:\\d\\d:\\d\\d \\+0000] "
                        + "\"GET /test/mock\\?a=1&b=%22 HTTP/1.1\" 200 6 \"http://r/\" \"a \\\\x22quoted\\\\x5c agent\" "
                        + requestId + " abc123/test \\d+\\.\\d{3}");
        assertThat(lines.get(1))
                .contains("\"GET /test/proxy HTTP/1.1\" 201 5 \"-\" \"-\"")
                .contains(" abc123/test ");
        assertThat(lines.get(2))
                .contains("\"GET /test/nowhere HTTP/1.1\" 403 42 ")
                .contains(" - ");
        assertThat(lines.get(3)).contains("\"GET /test/broken HTTP/1.1\" 504 ");
    }

    @Test
    @DisplayName("a client that leaves before its answer has status 499")
    void clientLeft() throws Exception {
        gateway.backend().behave(call -> {});
        try (RawClient client = gateway.client()) {
            client.send(DataPlaneFixture.head("GET", "/test/proxy") + "\r\n");
            await().until(() -> !gateway.backend().received().isEmpty());
            client.reset();
        }
        assertThat(lines(1).getFirst()).contains("\"GET /test/proxy HTTP/1.1\" 499 0 ");
    }

    @Test
    @DisplayName("a file that was moved away is made anew, and no line is lost")
    void rotation() throws Exception {
        gateway.get("/test/mock");
        assertThat(lines(1)).hasSize(1);
        Path moved = file.resolveSibling("access.log.1");
        Files.move(file, moved);
        await().atMost(Duration.ofSeconds(10)).until(() -> Files.exists(file));
        gateway.get("/test/mock");
        assertThat(lines(1)).hasSize(1);
        assertThat(Files.readAllLines(moved)).hasSize(1);
    }

    @Test
    @DisplayName("as JSON: one object a line, whatever a client sends")
    void json() throws Exception {
        Path other = folder.resolve("access.json");
        AccessLog jsonLog = new AccessLog(new RequestLog(), other.toString(), true, InstantSource.system());
        DataPlaneFixture fixture = new DataPlaneFixture().watchedBy(jsonLog);
        fixture.start();
        try {
            fixture.publish(new TestApi("abc123").on("GET", "/mock", TestIntegration.mock("mocked")));
            RawClient.Answer answer = fixture.get(
                    "/test/mock?b=%22\"", "User-Agent: a \"quoted\\ \u00e9 agent\ttab", "Referer: http://r/");
            fixture.get("/test/nowhere");
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> Files.readAllLines(other).size() >= 2);
            List<String> lines = Files.readAllLines(other, StandardCharsets.UTF_8);
            JsonNode first = JSON.readTree(lines.getFirst());
            assertThat(first.get("time").asString()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
            assertThat(first.get("remoteAddress").asString()).isEqualTo("127.0.0.1");
            assertThat(first.get("method").asString()).isEqualTo("GET");
            assertThat(first.get("target").asString()).isEqualTo("/test/mock?b=%22\"");
            assertThat(first.get("status").asInt()).isEqualTo(200);
            assertThat(first.get("bytes").asInt()).isEqualTo(6);
            assertThat(first.get("seconds").isNumber()).isTrue();
            assertThat(first.get("requestId").asString()).isEqualTo(answer.header("x-amzn-RequestId"));
            assertThat(first.get("apiId").asString()).isEqualTo("abc123");
            assertThat(first.get("stage").asString()).isEqualTo("test");
            assertThat(first.get("referer").asString()).isEqualTo("http://r/");
            assertThat(first.get("userAgent").asString())
                    .startsWith("a \"quoted\\ ")
                    .endsWith(" agent\ttab");
            JsonNode second = JSON.readTree(lines.get(1));
            assertThat(second.get("status").asInt()).isEqualTo(403);
            assertThat(second.has("apiId")).isFalse();
            assertThat(second.has("userAgent")).isFalse();
        } finally {
            fixture.stop();
            jsonLog.close();
        }
    }
}
