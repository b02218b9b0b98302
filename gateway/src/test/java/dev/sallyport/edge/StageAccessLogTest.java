package dev.sallyport.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.edge.StubBackend.Behaviour;
import dev.sallyport.functions.InvocationResult;
import dev.sallyport.model.Scope;
import dev.sallyport.model.Stage;
import dev.sallyport.model.Stage.AccessLogSettings;
import dev.sallyport.observe.RequestLog;
import dev.sallyport.observe.StageAccessLog;
import dev.sallyport.snapshot.TestApi;
import dev.sallyport.snapshot.TestIntegration;
import dev.sallyport.telemetry.logs.EventQuery;
import dev.sallyport.telemetry.logs.LogBounds;
import dev.sallyport.telemetry.logs.LogCatalog;
import dev.sallyport.telemetry.logs.LogEvent;
import dev.sallyport.telemetry.logs.LogEvents;
import dev.sallyport.telemetry.logs.StreamName;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Access logs of stages in their log groups (rest-data-plane 9.7). */
class StageAccessLogTest {

    private static final String GROUP = "arn:aws:logs:eu-west-1:123456789012:log-group:access";

    private static final Streams STREAMS = new Streams();
    private static final LogEvents EVENTS = new LogEvents(null, LogBounds.MEMORY, STREAMS, InstantSource.system());

    @RegisterExtension
    static final DataPlaneFixture GATEWAY = new DataPlaneFixture()
            .watchedBy(new StageAccessLog(
                    new RequestLog(),
                    (kind, exchange, owner, group, stream, millis, message) ->
                            EVENTS.append(owner, group, stream, millis, message),
                    InstantSource.system()));

    /** Knows which streams have come to be. */
    private static final class Streams implements LogCatalog {
        private final Set<StreamName> known = ConcurrentHashMap.newKeySet();

        @Override
        public void ensure(StreamName stream) {
            known.add(stream);
        }

        @Override
        public List<StreamName> removeAutomaticStreams(Scope scope, String group, int keep) {
            return List.of();
        }

        @Override
        public List<Retention> retentions() {
            return List.of();
        }
    }

    @BeforeEach
    void usualBackend() {
        GATEWAY.backend().behave(Behaviour.answer("HTTP/1.1 404 Not Found\r\nContent-Length: 4\r\n\r\nnope"));
    }

    @AfterAll
    static void close() {
        EVENTS.close();
    }

    private static void publish(String format) {
        publish(GROUP, format);
    }

    private static void publish(String destination, String format) {
        TestApi api = new TestApi("abc123")
                .on(
                        "GET",
                        "/pets/{id}",
                        TestIntegration.httpProxy("GET", GATEWAY.backend().uri("/")))
                .on(
                        "GET",
                        "/stream",
                        TestIntegration.httpProxy("GET", GATEWAY.backend().uri("/"))
                                .transfer("STREAM"))
                .on("GET", "/f", TestIntegration.lambdaProxy("f"))
                .on("GET", "/s", TestIntegration.streamedLambda("s"))
                .on(
                        "GET",
                        "/slow",
                        TestIntegration.lambdaProxy("slow").credentials("arn:aws:iam::123456789012:role/latency"))
                .on("GET", "/mock", TestIntegration.mock("[1, 2]"))
                .authorizer(AuthorizerFixture.token("a1", "auth", null, 0))
                .guarded("GET", "/guarded", "CUSTOM", "a1", List.of(), TestIntegration.mock("in"));
        Stage stage = new Stage(
                "test",
                "d1e2f3",
                null,
                false,
                null,
                new TreeMap<>(),
                null,
                null,
                false,
                new TreeMap<>(),
                new AccessLogSettings(destination, format),
                null,
                Map.of(),
                Instant.EPOCH,
                Instant.EPOCH);
        GATEWAY.publish(api, stage);
    }

    /** Waits for the line of the last request; the event is written behind the answer. */
    private static String line(int count) throws InterruptedException {
        for (int i = 0; i < 200; i++) {
            List<LogEvent> events = events();
            if (events.size() >= count) {
                return events.getLast().message();
            }
            Thread.sleep(20);
        }
        throw new AssertionError("only " + events());
    }

    private static List<LogEvent> events() {
        List<StreamName> streams = List.copyOf(STREAMS.known);
        return EVENTS.read(new EventQuery(
                        streams,
                        0,
                        Long.MAX_VALUE,
                        message -> true,
                        false,
                        null,
                        EventQuery.AWS_LIMIT,
                        EventQuery.AWS_BYTES))
                .events();
    }

    private static int logged() {
        return events().size();
    }

    @Test
    @DisplayName("8.4: who an authorizer says that it was, what came of asking it, and how long that took")
    void authorizer() throws Exception {
        publish("$context.authorizer.principalId $context.authorizer.who $context.authorizer.status"
                + " $context.authorizer.integrationStatus $context.authorizer.error $context.authorize.status"
                + " $context.authorizer.latency $context.authorizer.integrationLatency $context.error.message");
        String context = ",\"context\":{\"who\":\"w\"}";
        GATEWAY.functions()
                .returns("auth", AuthorizerFixture.resultWith(context, AuthorizerFixture.statement("Allow", "*")));
        int before = logged();

        GATEWAY.get("/test/guarded", "Authorization: t");
        assertThat(line(before + 1)).matches("user-1 w 200 200 - 200 \\d+ \\d+ -");
        GATEWAY.functions()
                .returns("auth", AuthorizerFixture.resultWith(context, AuthorizerFixture.statement("Deny", "*")));
        GATEWAY.get("/test/guarded", "Authorization: t");
        assertThat(line(before + 2)).matches("user-1 w - 200 - 403 \\d+ \\d+ User is not authorized .*");
        GATEWAY.get("/test/guarded");
        assertThat(line(before + 3)).isEqualTo("- - 401 - Unauthorized - - - Unauthorized");
    }

    @Test
    @DisplayName("LOG-20 to LOG-22: what was asked and what came of it; a variable without a value is a dash")
    void line() throws Exception {
        publish("$context.httpMethod $context.resourcePath $context.path $context.status $context.responseLength"
                + " $context.integration.status $context.identity.caller $context.requestId");
        int before = logged();

        RawClient.Answer answer = GATEWAY.get("/test/pets/5");

        assertThat(line(before + 1))
                .isEqualTo("GET /pets/{id} /test/pets/5 404 4 404 - " + answer.header("x-amzn-RequestId"));
        assertThat(STREAMS.known)
                .allSatisfy(stream -> assertThat(stream.name()).matches("[0-9a-f]{32}"))
                .extracting(StreamName::group)
                .containsOnly("access");
    }

    @Test
    @DisplayName("LOG-22: times are milliseconds; the integration's is there only when there was a call")
    void latencies() throws Exception {
        publish("{\"total\":$context.responseLatency,\"integration\":\"$context.integrationLatency\","
                + "\"id\":\"$context.extendedRequestId\"}");
        int before = logged();

        GATEWAY.get("/test/pets/5");
        assertThat(line(before + 1)).matches("\\{\"total\":\\d+,\"integration\":\"\\d+\",\"id\":\"[^\"]{16}\"}");
        GATEWAY.get("/test/mock");
        assertThat(line(before + 2)).matches("\\{\"total\":\\d+,\"integration\":\"-\",\"id\":\"[^\"]{16}\"}");
    }

    @Test
    @DisplayName("8.4: of a function integrationStatus is that of Lambda, integration.status what the code answered")
    void function() throws Exception {
        GATEWAY.functions().returns("f", "{\"statusCode\":418,\"body\":\"tea\"}");
        publish("$context.requestId $context.integrationStatus $context.integration.status $context.status");
        int before = logged();

        GATEWAY.get("/test/f");

        assertThat(line(before + 1)).endsWith(" 200 418 418");
    }

    @Test
    @DisplayName(
            "8.4, INT-63: the integration's latency lasts to the function's answer, also when its role is assumed first")
    void latencyBehindAnAssumedRole() throws Exception {
        GATEWAY.functions()
                .runs(
                        "slow",
                        invocation -> CompletableFuture.supplyAsync(
                                () -> new InvocationResult.Completed(
                                        "{\"statusCode\":200}".getBytes(StandardCharsets.UTF_8), null, new byte[0]),
                                CompletableFuture.delayedExecutor(150, TimeUnit.MILLISECONDS)));
        publish("$context.requestId $context.integrationLatency");
        int before = logged();

        GATEWAY.get("/test/slow");

        assertThat(line(before + 1)).matches("\\S+ (1[5-9]\\d|[2-9]\\d\\d|\\d{4,})");
    }

    @Test
    @DisplayName("INT-117: of a stream the log tells the mode and when headers and payload began")
    void streamed() throws Exception {
        GATEWAY.functions()
                .streams(
                        "s",
                        stream -> stream.prelude("{\"statusCode\":206}")
                                .write("part")
                                .end());
        publish("$context.requestId $context.integration.responseTransferMode $context.integration.status"
                + " $context.integration.timeToAllHeaders $context.integration.timeToFirstContent"
                + " $context.responseLength");
        int before = logged();

        GATEWAY.get("/test/s");
        assertThat(line(before + 1)).matches("\\S+ STREAMED 206 \\d+ \\d+ 4");
        GATEWAY.get("/test/pets/5");
        assertThat(line(before + 2)).matches("\\S+ BUFFERED 404 - - 4");
        GATEWAY.get("/test/stream");
        assertThat(line(before + 3)).matches("\\S+ STREAMED 404 \\d+ \\d+ 4");
    }

    @Test
    @DisplayName("LOG-21, GWR-17: a refused request is logged with its error, which carries its own quotes")
    void refused() throws Exception {
        publish("$context.requestId $context.status $context.error.responseType $context.error.messageString"
                + " $context.resourcePath");
        int before = logged();

        GATEWAY.get("/test/nowhere");

        assertThat(line(before + 1)).endsWith(" 403 MISSING_AUTHENTICATION_TOKEN \"Missing Authentication Token\" -");
    }

    @Test
    @DisplayName("LOG-20: another destination than a log group gets nothing, and the stage serves")
    void firehose() throws Exception {
        publish("arn:aws:firehose:eu-west-1:123456789012:deliverystream/amazon-apigateway-x", "$context.requestId");
        int before = logged();

        assertThat(GATEWAY.get("/test/mock").status()).isEqualTo(200);
        Thread.sleep(150);
        assertThat(logged()).isEqualTo(before);
    }
}
