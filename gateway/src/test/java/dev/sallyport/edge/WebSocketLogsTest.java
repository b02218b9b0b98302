package dev.sallyport.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sallyport.model.HttpApiStage.RouteSettings;
import dev.sallyport.model.Stage.AccessLogSettings;
import dev.sallyport.observe.Explanations;
import dev.sallyport.observe.RequestLog;
import dev.sallyport.observe.RequestTraces;
import dev.sallyport.observe.StageAccessLog;
import dev.sallyport.telemetry.requests.MeterReading;
import dev.sallyport.telemetry.requests.RequestMeter;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What stages of WebSocket APIs log and count (websocket-api 18, 19). */
class WebSocketLogsTest {

    private static final List<Line> LINES = new CopyOnWriteArrayList<>();

    private record Line(String kind, String group, String message) {}

    @RegisterExtension
    static final DataPlaneFixture DATA = new DataPlaneFixture()
            .watchedBy(new RequestTraces(
                    new StageAccessLog(
                            new RequestLog(),
                            (kind, exchange, owner, group, stream, millis, message) ->
                                    LINES.add(new Line(kind, group, message)),
                            InstantSource.system()),
                    (kind, exchange, owner, group, stream, millis, message) ->
                            LINES.add(new Line(kind, group, message)),
                    new Explanations(0),
                    null,
                    InstantSource.system(),
                    System::nanoTime));

    private static final ExecutorService BLOCKING = Executors.newVirtualThreadPerTaskExecutor();
    private final SocketApi api = new SocketApi(DATA, BLOCKING);

    @AfterAll
    static void stop() {
        BLOCKING.close();
    }

    @BeforeEach
    void forget() {
        SocketClient.awaitSilence(DATA);
        DATA.functions().returns("ok", "{\"statusCode\":200,\"body\":\"reply\"}");
        DATA.functions().returns("bad", "{\"statusCode\":500}");
        LINES.clear();
    }

    private static List<String> lines(String kind, String group) {
        return LINES.stream()
                .filter(line -> line.kind().equals(kind) && line.group().equals(group))
                .map(Line::message)
                .toList();
    }

    @Test
    @DisplayName(
            "W18.6: one line of the access log for each event, with the variables of WebSocket APIs, none for @connections")
    void accessLogs() throws IOException {
        api.accessLog = new AccessLogSettings(
                "arn:aws:logs:eu-west-1:123456789012:log-group:access",
                "$context.eventType $context.routeKey $context.connectionId $context.messageId $context.status"
                        + " $context.stage $context.apiId $context.connectedAt $context.integration.status"
                        + " $context.error.message");
        api.function("$connect", "ok", false)
                .function("$disconnect", "ok", false)
                .function("two", "ok", true)
                .publish();
        try (SocketClient client = SocketClient.open(DATA)) {
            assertThat(client.text("{\"action\":\"two\"}").message()).isEqualTo("reply");
            assertThat(client.text("no route").message()).contains("Forbidden");
            DATA.get("/test/@connections/L0SM9cOFvHcCIhw=");
            client.close(1000, "").closed();
        }
        await().untilAsserted(() -> assertThat(lines("access", "access")).hasSize(4));
        String id = "[\\w-]{15}=";
        List<String> lines = lines("access", "access");
        assertThat(lines.get(0)).matches("CONNECT \\$connect " + id + " - 101 test abc123 \\d+ \\S+ -");
        assertThat(lines.get(1)).matches("MESSAGE two " + id + " " + id + " 200 test abc123 \\d+ \\S+ -");
        assertThat(lines.get(2)).matches("MESSAGE - " + id + " " + id + " 403 test abc123 \\d+ \\S+ Forbidden");
        assertThat(lines.get(3)).matches("DISCONNECT \\$disconnect " + id + " - 200 test abc123 \\d+ \\S+ -");
    }

    @Test
    @DisplayName("W18.5: execution logs of the routes that ask for one, by level")
    void executionLogs() throws IOException {
        api.all = new RouteSettings(false, null, null, "INFO", true);
        api.settings.put("quiet", new RouteSettings(false, null, null, "OFF", false));
        api.settings.put("broken", new RouteSettings(false, null, null, "ERROR", false));
        api.function("loud", "ok", true)
                .function("quiet", "ok", true)
                .function("broken", "bad", true)
                .publish();
        String group = "/aws/apigateway/abc123/test";
        try (SocketClient client = SocketClient.open(DATA)) {
            client.text("{\"action\":\"quiet\"}").message();
            assertThat(lines("execution", group)).isEmpty();
            client.text("{\"action\":\"loud\"}").message();
            await().untilAsserted(() -> assertThat(lines("execution", group))
                    .anyMatch(line -> line.contains("Method completed with status: 200")));
            assertThat(lines("execution", group)).anyMatch(line -> line.contains("\\\"action\\\":\\\"loud\\\""));
            LINES.clear();
            client.text("{\"action\":\"broken\"}").message();
            await().untilAsserted(() -> assertThat(lines("execution", group))
                    .anyMatch(line -> line.contains("Execution failed due to configuration error")));
        }
    }

    private static @Nullable MeterReading reading(@Nullable String route, String kind) {
        return DATA.meters().all().stream()
                .filter(meter -> meter.name().protocol() == RequestMeter.Protocol.WEBSOCKET)
                .filter(meter -> kind.equals(meter.name().httpMethod())
                        && String.valueOf(route)
                                .equals(String.valueOf(meter.name().resource())))
                .map(RequestMeter::read)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    private static long count(@Nullable String route, String kind) {
        MeterReading reading = reading(route, kind);
        return reading == null ? 0 : reading.count();
    }

    @Test
    @DisplayName("Section 19: connects and messages are counted apart, routes by themselves where that is asked for")
    void metrics() throws IOException {
        api.settings.put("two", new RouteSettings(true, null, null, "OFF", false));
        api.function("$connect", "ok", false)
                .function("two", "ok", true)
                .function("bad", "bad", false)
                .publish();
        long messages = count(null, "MESSAGE");
        long connects = count(null, "CONNECT");
        MeterReading before = reading(null, "MESSAGE");
        long errors = before == null ? 0 : before.integrationErrors();
        try (SocketClient client = SocketClient.open(DATA)) {
            client.text("{\"action\":\"two\"}").message();
            client.text("{\"action\":\"two\"}").message();
            client.text("{\"action\":\"bad\"}");
            client.text("no route").message();
        }
        await().untilAsserted(() -> assertThat(count(null, "MESSAGE")).isEqualTo(messages + 4));
        assertThat(count(null, "CONNECT")).isEqualTo(connects + 1);
        assertThat(count("two", "MESSAGE")).isEqualTo(2);
        MeterReading reading = Objects.requireNonNull(reading(null, "MESSAGE"));
        assertThat(reading.integrationErrors()).isEqualTo(errors + 1);
    }
}
