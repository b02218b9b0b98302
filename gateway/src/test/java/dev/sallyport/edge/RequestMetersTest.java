package dev.sallyport.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sallyport.edge.StubBackend.Behaviour;
import dev.sallyport.model.Stage.MethodSetting;
import dev.sallyport.snapshot.TestApi;
import dev.sallyport.snapshot.TestIntegration;
import dev.sallyport.telemetry.requests.MeterReading;
import dev.sallyport.telemetry.requests.RequestMeter;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is counted of requests from the client's socket. Each test has an API of its own state: counts are differences. */
class RequestMetersTest {

    private static final int SLOW_MILLIS = 60;

    @RegisterExtension
    static final DataPlaneFixture GATEWAY = new DataPlaneFixture();

    private static MethodSetting metered() {
        MethodSetting usual = MethodSetting.DEFAULT;
        return new MethodSetting(
                true,
                null,
                false,
                usual.throttlingBurstLimit(),
                usual.throttlingRateLimit(),
                false,
                usual.cacheTtlInSeconds(),
                false,
                true,
                usual.unauthorizedCacheControlHeaderStrategy());
    }

    @BeforeEach
    void publish() {
        GATEWAY.meters().forget("abc123", "test");
        GATEWAY.limitedBy(new TestLimits(null).compiler);
        GATEWAY.publish(
                new TestApi("abc123")
                        .on("GET", "/mock", TestIntegration.mock("ok"))
                        .on("GET", "/pets/{id}", TestIntegration.mock("pet"))
                        .on("GET", "/shut", TestIntegration.mock("nobody gets here"))
                        .on(
                                "GET",
                                "/proxy",
                                TestIntegration.httpProxy(
                                        "GET", GATEWAY.backend().uri("/p")))
                        .on("GET", "/broken", TestIntegration.httpProxy("GET", "http://127.0.0.1:1/")),
                TestApi.stage(Map.of("pets/{id}/GET", metered(), "shut/GET", TestApi.throttled(0, 0))));
    }

    private static @Nullable MeterReading reading(@Nullable String resource) {
        return GATEWAY.meters().all().stream()
                .filter(meter -> Objects.equals(meter.name().resource(), resource))
                .map(RequestMeter::read)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    /** The answer may be here before it has been counted. */
    private static MeterReading counted(@Nullable String resource, int requests) {
        await().atMost(Duration.ofSeconds(20)).until(() -> {
            MeterReading found = reading(resource);
            return found != null && found.count() >= requests;
        });
        MeterReading found = Objects.requireNonNull(reading(resource));
        assertThat(found.count()).isEqualTo(requests);
        return found;
    }

    @Test
    @DisplayName("LOG-30: requests are counted by their statuses, whoever answers")
    void statuses() throws Exception {
        GATEWAY.backend().behave(Behaviour.answer("HTTP/1.1 503 No\r\nContent-Length: 0\r\n\r\n"));
        assertThat(GATEWAY.get("/test/mock").status()).isEqualTo(200);
        assertThat(GATEWAY.get("/test/proxy").status()).isEqualTo(503);
        assertThat(GATEWAY.get("/test/broken").status()).isEqualTo(504);
        assertThat(GATEWAY.get("/test/shut").status()).isEqualTo(429);

        MeterReading reading = counted(null, 4);
        assertThat(reading.clientErrors()).isEqualTo(1);
        assertThat(reading.limited()).isEqualTo(1);
        assertThat(reading.serverErrors()).isEqualTo(2);
    }

    @Test
    @DisplayName("LOG-32: a request without a method counts for the stage, one without a stage for nobody")
    void unmatched() throws Exception {
        assertThat(GATEWAY.get("/test/nowhere").status()).isEqualTo(403);
        assertThat(GATEWAY.get("/nostage/mock").status()).isEqualTo(403);
        assertThat(GATEWAY.get("/test/mock").status()).isEqualTo(200);

        MeterReading reading = counted(null, 2);
        assertThat(reading.clientErrors()).isEqualTo(1);
    }

    @Test
    @DisplayName("LOG-31: only methods with metricsEnabled are counted by themselves")
    void methods() throws Exception {
        GATEWAY.get("/test/pets/1");
        GATEWAY.get("/test/pets/2");
        GATEWAY.get("/test/mock");

        assertThat(counted("/pets/{id}", 2).count()).isEqualTo(2);
        assertThat(counted(null, 3).count()).isEqualTo(3);
        assertThat(reading("/mock")).isNull();
    }

    @Test
    @DisplayName("LOG-30: the time of a backend is in IntegrationLatency and in Latency; a mock has none")
    void integrationLatency() throws Exception {
        GATEWAY.backend().behave(call -> {
            long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(SLOW_MILLIS);
            for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            call.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        });
        GATEWAY.get("/test/proxy");
        GATEWAY.get("/test/mock");

        MeterReading reading = counted(null, 2);
        assertThat(reading.integrations()).isEqualTo(1);
        assertThat(reading.integrationMillis()).isGreaterThanOrEqualTo(SLOW_MILLIS - 1);
        assertThat(reading.latencyMillis()).isGreaterThanOrEqualTo(reading.integrationMillis());
    }

    @Test
    @DisplayName("LOG-30: a client that leaves before the answer is counted, and as no error")
    void abandoned() throws Exception {
        GATEWAY.backend().behave(call -> {});
        int before = GATEWAY.backend().received().size();
        try (RawClient client = GATEWAY.client()) {
            client.send(DataPlaneFixture.head("GET", "/test/proxy") + "\r\n");
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> GATEWAY.backend().received().size() > before);
            client.reset();
        }

        MeterReading reading = counted(null, 1);
        assertThat(reading.clientErrors() + reading.serverErrors()).isZero();
        assertThat(reading.integrations()).isZero();
    }

    @Test
    @DisplayName("LOG-30: a deployment interrupts no count")
    void deployedAgain() throws Exception {
        GATEWAY.get("/test/mock");
        GATEWAY.publish(new TestApi("abc123").on("GET", "/mock", TestIntegration.mock("other")));
        GATEWAY.get("/test/mock");

        assertThat(counted(null, 2).clientErrors()).isZero();
    }
}
