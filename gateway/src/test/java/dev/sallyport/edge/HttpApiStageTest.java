package dev.sallyport.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.edge.RawClient.Answer;
import dev.sallyport.limits.Rate;
import dev.sallyport.model.HttpApiStage;
import dev.sallyport.wire.apigatewayv2.ApiGatewayV2;
import dev.sallyport.wire.apigatewayv2.CreateDeploymentRequest;
import dev.sallyport.wire.apigatewayv2.CreateIntegrationRequest;
import dev.sallyport.wire.apigatewayv2.CreateStageRequest;
import dev.sallyport.wire.apigatewayv2.DeleteRouteSettingsRequest;
import dev.sallyport.wire.apigatewayv2.RouteSettings;
import dev.sallyport.wire.apigatewayv2.UpdateStageRequest;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Throttles, variables and deployments of stages of HTTP APIs (http-api 12, 13), from operation to answer. */
class HttpApiStageTest {

    private static final ServedApis APIS = new ServedApis();

    /** The clock of the limits stands still, so tests alone fill buckets; the account has room for all of them. */
    private static final TestLimits LIMITS = new TestLimits(new Rate(1000, 1000));

    @RegisterExtension
    static final DataPlaneFixture DATA = new DataPlaneFixture();

    @BeforeAll
    static void serve() {
        APIS.serve(
                DATA,
                new TestHttpApi(DATA)
                        .limited(LIMITS.compiler, HttpApiStage.RouteSettings.DEFAULT, Map.of())
                        .compiler());
    }

    private static RouteSettings throttle(@Nullable Integer burst, @Nullable Double rate) {
        return RouteSettings.builder()
                .throttlingBurstLimit(burst)
                .throttlingRateLimit(rate)
                .build();
    }

    private static void update(String api, UpdateStageRequest.Builder change) {
        APIS.send(
                ApiGatewayV2.UPDATE_STAGE,
                change.apiId(api).stageName(HttpApiStage.DEFAULT).build());
    }

    private static int status(String api, String path) throws IOException {
        return APIS.get(ServedApis.endpoint(api), path).status();
    }

    @Test
    @DisplayName("R12.1, R12.2, R12.4: a stage's bucket for each route, until its rate has filled it again")
    void ofTheStage() throws IOException {
        String api = APIS.httpApi("throttled");
        APIS.route(api, "GET /pets", APIS.function(api, "throttled"));
        update(api, UpdateStageRequest.builder().defaultRouteSettings(throttle(2, 1.0)));
        assertThat(status(api, "/pets")).isEqualTo(200);
        assertThat(status(api, "/pets")).isEqualTo(200);
        Answer refused = APIS.get(ServedApis.endpoint(api), "/pets");
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.body()).isEqualTo("{\"message\":\"Too Many Requests\"}");
        assertThat(refused.header("apigw-requestid")).isNotNull();
        assertThat(refused.header("x-amzn-ErrorType")).isNull();
        LIMITS.nanos.addAndGet(TimeUnit.SECONDS.toNanos(1));
        assertThat(status(api, "/pets")).isEqualTo(200);
        assertThat(status(api, "/pets")).isEqualTo(429);
    }

    @Test
    @DisplayName("R12.2, R13.2, R13.14: what a route says goes before its stage, at once, and until it is deleted")
    void ofARoute() throws IOException {
        String api = APIS.httpApi("throttled");
        APIS.route(api, "GET /pets", APIS.function(api, "throttled"));
        update(
                api,
                UpdateStageRequest.builder()
                        .defaultRouteSettings(throttle(0, 0.0))
                        .routeSettings(Map.of("GET /pets", throttle(1, 1.0))));
        assertThat(status(api, "/other")).isEqualTo(429);
        assertThat(status(api, "/pets")).isEqualTo(200);
        assertThat(status(api, "/pets")).isEqualTo(429);
        APIS.send(
                ApiGatewayV2.DELETE_ROUTE_SETTINGS,
                DeleteRouteSettingsRequest.builder()
                        .apiId(api)
                        .stageName(HttpApiStage.DEFAULT)
                        .routeKey("GET /pets")
                        .build());
        LIMITS.nanos.addAndGet(TimeUnit.SECONDS.toNanos(5));
        assertThat(status(api, "/pets")).isEqualTo(429);
        update(api, UpdateStageRequest.builder().defaultRouteSettings(throttle(10, 10.0)));
        assertThat(status(api, "/pets")).isEqualTo(200);
    }

    @Test
    @DisplayName("R12.3: a limit of 0 lets nobody in, none at all is that of the account")
    void zeroAndNone() throws IOException {
        String api = APIS.httpApi("throttled");
        update(api, UpdateStageRequest.builder().defaultRouteSettings(throttle(0, 0.0)));
        assertThat(status(api, "/")).isEqualTo(429);
        String other = APIS.httpApi("throttled");
        for (int i = 0; i < 20; i++) {
            assertThat(status(other, "/")).isEqualTo(200);
        }
    }

    @Test
    @DisplayName("R13.12, R13.13, R13.19: variables in the URI of a backend and the name of a function, live")
    void variables() throws IOException {
        String api = APIS.bareHttpApi();
        String uri = DATA.backend().uri("/").replace("127.0.0.1", "${stageVariables.host}");
        APIS.route(api, "GET /backend", APIS.backend(api, uri + "${stageVariables.path}?q=${stageVariables.query}"));
        APIS.route(api, "GET /function", APIS.function(api, "${stageVariables.function}"));
        APIS.route(
                api,
                "GET /mapped",
                APIS.integration(CreateIntegrationRequest.builder()
                        .apiId(api)
                        .integrationType("HTTP_PROXY")
                        .integrationMethod("GET")
                        .integrationUri(DATA.backend().uri("/m"))
                        .payloadFormatVersion("1.0")
                        .requestParameters(Map.of("append:header.x-stage", "$stageVariables.path"))));
        APIS.send(
                ApiGatewayV2.CREATE_STAGE,
                CreateStageRequest.builder()
                        .apiId(api)
                        .stageName(HttpApiStage.DEFAULT)
                        .autoDeploy(true)
                        .stageVariables(Map.of("host", "127.0.0.1", "path", "one", "query", "1", "function", "first"))
                        .build());
        DATA.functions().returns("first", "\"first\"");
        DATA.functions().returns("second", "\"second\"");
        String host = ServedApis.endpoint(api);
        assertThat(APIS.get(host, "/backend").status()).isEqualTo(200);
        assertThat(lastTarget()).isEqualTo("/one?q=1");
        assertThat(APIS.get(host, "/function").body()).isEqualTo("first");
        assertThat(TestHttpApi.lastEvent(DATA, "first")
                        .at("/stageVariables/path")
                        .asString())
                .isEqualTo("one");
        assertThat(APIS.get(host, "/mapped").status()).isEqualTo(200);
        assertThat(DATA.backend().received().getLast().head().toLowerCase(Locale.ROOT))
                .contains("x-stage: one");

        update(api, UpdateStageRequest.builder().stageVariables(Map.of("path", "two", "function", "second")));
        APIS.get(host, "/backend");
        assertThat(lastTarget()).isEqualTo("/two?q=1");
        assertThat(APIS.get(host, "/function").body()).isEqualTo("second");
    }

    private static String lastTarget() {
        return DATA.backend().received().getLast().head().split(" ")[1];
    }

    @Test
    @DisplayName("R13.2, R13.3, R13.7: a stage serves its deployment, and moves with the next one or by itself")
    void deployments() throws IOException {
        String api = APIS.bareHttpApi();
        String host = ServedApis.endpoint(api);
        DATA.functions().returns("one", "\"one\"");
        APIS.route(api, "GET /one", APIS.function(api, "one"));
        String first = Objects.requireNonNull(deploy(api, null));
        APIS.send(
                ApiGatewayV2.CREATE_STAGE,
                CreateStageRequest.builder()
                        .apiId(api)
                        .stageName("fixed")
                        .deploymentId(first)
                        .build());
        APIS.stage(api, "auto");
        APIS.route(api, "GET /two", APIS.function(api, "one"));
        assertThat(APIS.get(host, "/fixed/one").status()).isEqualTo(200);
        assertThat(APIS.get(host, "/fixed/two").status()).isEqualTo(404);
        assertThat(APIS.get(host, "/auto/two").status()).isEqualTo(200);
        deploy(api, "fixed");
        assertThat(APIS.get(host, "/fixed/two").status()).isEqualTo(200);
    }

    private static @Nullable String deploy(String api, @Nullable String stage) {
        return APIS.send(
                        ApiGatewayV2.CREATE_DEPLOYMENT,
                        CreateDeploymentRequest.builder()
                                .apiId(api)
                                .stageName(stage)
                                .build())
                .deploymentId();
    }
}
