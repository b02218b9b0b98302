package dev.sallyport.compat;

import static dev.sallyport.compat.TestApi.replace;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigateway.model.ApiStage;
import software.amazon.awssdk.services.apigateway.model.QuotaPeriodType;

/** API keys and usage plans hold traffic to what they say, through the SDK and across restarts. */
final class MeteredTrafficTest {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final String FORBIDDEN = "{\"message\":\"Forbidden\"}";
    private static final String LIMIT_EXCEEDED = "{\"message\":\"Limit Exceeded\"}";
    private static final String TOO_MANY = "{\"message\":\"Too Many Requests\"}";

    /** More than what may be lost. */
    private static final long WRITTEN_MILLIS = 1_500;

    private record Metered(TestApi api, String plan, String key, String value) {

        HttpResponse<String> get() throws Exception {
            URI url = api.url("dev", "/");
            return CLIENT.send(
                    HttpRequest.newBuilder(url).header("x-api-key", value).build(), BodyHandlers.ofString());
        }

        List<Long> usedAndRemaining() {
            String day = LocalDate.now(ZoneOffset.UTC).toString();
            Map<String, List<List<Long>>> items = api.gateway()
                    .apiGateway()
                    .getUsage(request ->
                            request.usagePlanId(plan).keyId(key).startDate(day).endDate(day))
                    .items();
            return Objects.requireNonNull(items.get(key)).getFirst();
        }
    }

    private static Metered publish(GatewayProcess gateway) {
        ApiGatewayClient client = gateway.apiGateway();
        TestApi api = TestApi.create(gateway, "metered");
        api.mock(api.rootId(), "GET", "hello");
        client.updateMethod(request -> request.restApiId(api.id())
                .resourceId(api.rootId())
                .httpMethod("GET")
                .patchOperations(replace("/apiKeyRequired", "true")));
        api.deploy("dev");
        var key = client.createApiKey(request -> request.name("k").enabled(true));
        String plan = client.createUsagePlan(request -> request.name("p")
                        .quota(quota -> quota.limit(5).period(QuotaPeriodType.MONTH))
                        .apiStages(
                                ApiStage.builder().apiId(api.id()).stage("dev").build()))
                .id();
        return new Metered(api, plan, key.id(), key.value());
    }

    @Test
    @DisplayName("MRQ-3, THR-7, R15.6, R15.7: keys, rates and quotas act at once; usage survives kill -9 and a stop")
    void life() throws Exception {
        try (GatewayProcess gateway = GatewayProcess.with().start()) {
            Metered metered = publish(gateway);
            ApiGatewayClient client = gateway.apiGateway();
            assertThat(metered.get().body()).isEqualTo(FORBIDDEN);
            client.createUsagePlanKey(request ->
                    request.usagePlanId(metered.plan()).keyId(metered.key()).keyType("API_KEY"));
            for (int i = 0; i < 5; i++) {
                assertThat(metered.get().body()).isEqualTo("hello");
            }
            assertThat(metered.get().body()).isEqualTo(LIMIT_EXCEEDED);
            assertThat(metered.usedAndRemaining()).isEqualTo(List.of(5L, 0L));

            client.updateUsage(request -> request.usagePlanId(metered.plan())
                    .keyId(metered.key())
                    .patchOperations(replace("/remaining", "100")));
            assertThat(metered.get().body()).isEqualTo("hello");
            client.updateUsagePlan(request -> request.usagePlanId(metered.plan())
                    .patchOperations(replace("/throttle/rateLimit", "0.001"), replace("/throttle/burstLimit", "1")));
            assertThat(metered.get().statusCode()).isEqualTo(200);
            assertThat(metered.get().body()).isEqualTo(TOO_MANY);
            client.updateUsagePlan(request -> request.usagePlanId(metered.plan())
                    .patchOperations(replace("/throttle/rateLimit", "1000"), replace("/throttle/burstLimit", "1000")));

            Thread.sleep(WRITTEN_MILLIS);
            gateway.kill().start();
            Metered killed = new Metered(
                    new TestApi(
                            gateway,
                            gateway.apiGateway(),
                            metered.api().id(),
                            metered.api().rootId()),
                    metered.plan(),
                    metered.key(),
                    metered.value());
            assertThat(killed.usedAndRemaining()).isEqualTo(List.of(7L, 98L));
            assertThat(killed.get().statusCode()).isEqualTo(200);
            gateway.stop().start();
            assertThat(killed.usedAndRemaining())
                    .as("an orderly stop loses nothing")
                    .isEqualTo(List.of(8L, 97L));
        }
    }

    @Test
    @DisplayName("R13.9, THR-3: a stage's rates act without a deployment")
    void stage() throws Exception {
        try (GatewayProcess gateway = GatewayProcess.with().start()) {
            TestApi api = TestApi.create(gateway, "open");
            api.mock(api.rootId(), "GET", "hello");
            api.deploy("dev");
            ApiGatewayClient client = gateway.apiGateway();
            client.updateStage(request -> request.restApiId(api.id())
                    .stageName("dev")
                    .patchOperations(
                            replace("/*/*/throttling/rateLimit", "0.001"), replace("/*/*/throttling/burstLimit", "2")));
            assertThat(Http.get(api.url("dev", "/")).statusCode()).isEqualTo(200);
            assertThat(Http.get(api.url("dev", "/")).statusCode()).isEqualTo(200);
            assertThat(Http.get(api.url("dev", "/")).body()).isEqualTo(TOO_MANY);
            client.updateStage(request -> request.restApiId(api.id())
                    .stageName("dev")
                    .patchOperations(
                            replace("/*/*/throttling/rateLimit", "-1"), replace("/*/*/throttling/burstLimit", "-1")));
            for (int i = 0; i < 5; i++) {
                assertThat(Http.get(api.url("dev", "/")).statusCode()).isEqualTo(200);
            }
            assertThat(client.getAccount(request -> {}).throttleSettings().rateLimit())
                    .isEqualTo(10_000.0);
        }
    }
}
