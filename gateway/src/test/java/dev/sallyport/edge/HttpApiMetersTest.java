package dev.sallyport.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sallyport.edge.StubBackend.Behaviour;
import dev.sallyport.model.HttpApiStage;
import dev.sallyport.telemetry.requests.MeterReading;
import dev.sallyport.telemetry.requests.RequestMeter;
import dev.sallyport.wire.apigatewayv2.ApiGatewayV2;
import dev.sallyport.wire.apigatewayv2.DeleteStageRequest;
import dev.sallyport.wire.apigatewayv2.RouteSettings;
import dev.sallyport.wire.apigatewayv2.UpdateStageRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is counted of requests to HTTP APIs (http-api 15). Each test has an API of its own. */
class HttpApiMetersTest {

    private static final ServedApis APIS = new ServedApis();

    @RegisterExtension
    static final DataPlaneFixture DATA = new DataPlaneFixture();

    private String api = "";
    private String host = "";

    @BeforeAll
    static void serve() {
        APIS.serve(DATA, new TestHttpApi(DATA).compiler());
    }

    @BeforeEach
    void api() {
        api = APIS.httpApi("counted");
        host = ServedApis.endpoint(api);
        APIS.route(api, "GET /pets/{id}", APIS.function(api, "counted"));
        APIS.route(api, "ANY /backend", APIS.backend(api, DATA.backend().uri("/x")));
        APIS.route(api, "GET /broken", APIS.backend(api, "http://127.0.0.1:1/"));
    }

    private @Nullable MeterReading reading(@Nullable String resource) {
        return DATA.meters().all().stream()
                .filter(meter -> meter.name().apiId().equals(api))
                .filter(meter -> Objects.equals(meter.name().resource(), resource))
                .map(RequestMeter::read)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    /** The answer may be here before it has been counted. */
    private MeterReading counted(@Nullable String resource, int requests) {
        await().atMost(Duration.ofSeconds(20)).until(() -> {
            MeterReading found = reading(resource);
            return found != null && found.count() >= requests;
        });
        MeterReading found = Objects.requireNonNull(reading(resource));
        assertThat(found.count()).isEqualTo(requests);
        return found;
    }

    private void settings(RouteSettings all, Map<String, RouteSettings> byKey) {
        APIS.send(
                ApiGatewayV2.UPDATE_STAGE,
                UpdateStageRequest.builder()
                        .apiId(api)
                        .stageName(HttpApiStage.DEFAULT)
                        .defaultRouteSettings(all)
                        .routeSettings(byKey)
                        .build());
    }

    private static RouteSettings detailed(boolean enabled) {
        return RouteSettings.builder().detailedMetricsEnabled(enabled).build();
    }

    @Test
    @DisplayName("15: requests are counted by their statuses, with the times of backends")
    void statuses() throws IOException {
        DATA.backend().behave(Behaviour.answer("HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n"));
        assertThat(APIS.get(host, "/anything").status()).isEqualTo(200);
        assertThat(APIS.get(host, "/backend").status()).isEqualTo(404);
        assertThat(APIS.get(host, "/broken").status()).isEqualTo(503);
        MeterReading reading = counted(null, 3);
        assertThat(reading.clientErrors()).isEqualTo(1);
        assertThat(reading.serverErrors()).isEqualTo(1);
        assertThat(reading.integrations()).isEqualTo(3);
        assertThat(reading("/backend")).isNull();
    }

    @Test
    @DisplayName("15: the data that was processed is that of the bodies of requests and answers")
    void dataProcessed() throws IOException {
        DATA.backend().behave(Behaviour.answer("HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\nhello world"));
        try (RawClient client = DATA.client()) {
            client.send("POST /backend HTTP/1.1\r\nHost: " + host + "\r\nContent-Length: 5\r\n\r\n12345")
                    .answer();
            client.send("POST /backend HTTP/1.1\r\nHost: " + host
                            + "\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n")
                    .answer();
        }
        assertThat(APIS.get(host, "/anything").body()).isEqualTo("counted");
        assertThat(counted(null, 3).dataBytes()).isEqualTo(5 + 11 + 3 + 11 + "counted".length());
    }

    @Test
    @DisplayName("15, R12.2: routes with detailedMetricsEnabled are counted by themselves, as the stage or they say")
    void detailedMetrics() throws IOException {
        settings(detailed(true), Map.of("ANY /backend", detailed(false)));
        APIS.get(host, "/pets/1");
        APIS.get(host, "/pets/2");
        APIS.get(host, "/backend");
        APIS.get(host, "/anything");
        assertThat(counted("/pets/{id}", 2).count()).isEqualTo(2);
        assertThat(counted("$default", 1).count()).isEqualTo(1);
        assertThat(counted(null, 4).count()).isEqualTo(4);
        assertThat(reading("/backend")).isNull();
        RequestMeter ofRoute = DATA.meters().all().stream()
                .filter(meter -> "/pets/{id}".equals(meter.name().resource()))
                .filter(meter -> meter.name().apiId().equals(api))
                .findFirst()
                .orElseThrow();
        assertThat(ofRoute.name().httpMethod()).isEqualTo("GET");
        settings(detailed(false), Map.of());
        assertThat(DATA.meters().all()).doesNotContain(ofRoute);
    }

    @Test
    @DisplayName("15: a request without a route counts for its stage; a stage that is deleted is forgotten")
    void unmatchedAndForgotten() throws IOException {
        String bare = APIS.bareHttpApi();
        APIS.route(bare, "GET /pets", APIS.function(bare, "counted"));
        APIS.stage(bare, "beta");
        api = bare;
        assertThat(APIS.get(ServedApis.endpoint(bare), "/beta/x").status()).isEqualTo(404);
        assertThat(counted(null, 1).clientErrors()).isEqualTo(1);
        APIS.send(
                ApiGatewayV2.DELETE_STAGE,
                DeleteStageRequest.builder().apiId(bare).stageName("beta").build());
        assertThat(DATA.meters().all()).noneMatch(meter -> meter.name().apiId().equals(bare));
    }
}
