package dev.sallyport.compat;

import static dev.sallyport.compat.TestApi.replace;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigateway.model.ApiKey;
import software.amazon.awssdk.services.apigateway.model.ApiKeysFormat;
import software.amazon.awssdk.services.apigateway.model.ApiStage;
import software.amazon.awssdk.services.apigateway.model.BadRequestException;
import software.amazon.awssdk.services.apigateway.model.ConflictException;
import software.amazon.awssdk.services.apigateway.model.NotFoundException;
import software.amazon.awssdk.services.apigateway.model.Op;
import software.amazon.awssdk.services.apigateway.model.PatchOperation;
import software.amazon.awssdk.services.apigateway.model.QuotaPeriodType;
import software.amazon.awssdk.services.apigateway.model.UsagePlan;
import software.amazon.awssdk.services.apigateway.model.UsagePlanKey;

/** API keys, usage plans and usage through the SDK. */
final class UsagePlanLifeTest {

    private static final String VALUE = "value-of-an-imported-key-";

    @RegisterExtension
    static final GatewayProcess GATEWAY = GatewayProcess.with();

    private final ApiGatewayClient client = GATEWAY.apiGateway();

    /** Rest control plane 10.9, 6 (pages), 16. */
    @Test
    void apiKeys() {
        ApiGatewayClient own = GATEWAY.apiGateway("444444444444");
        var created = own.createApiKey(request -> request.name("partner").enabled(true));
        assertThat(created.value()).hasSize(40);
        assertThat(created.stageKeys()).isEmpty();
        assertThatThrownBy(() -> own.createApiKey(request -> request.value(created.value())))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("API Key already exists");

        var imported = own.importApiKeys(request -> request.format(ApiKeysFormat.CSV)
                .body(SdkBytes.fromUtf8String(
                        "Name,key,description\na," + VALUE + "1,\"x, y\"\nb," + VALUE + "2,\nc,short,\n")));
        assertThat(imported.ids()).hasSize(2);
        assertThat(imported.warnings()).containsExactly("Line 4: API Key value should be at least 20 characters");
        List<String> names = new ArrayList<>();
        own.getApiKeysPaginator(request -> request.limit(1).includeValues(true))
                .items()
                .forEach(key -> {
                    assertThat(key.value()).isNotEmpty();
                    names.add(key.name());
                });
        assertThat(names).containsExactly("b", "a", "partner");
        assertThat(own.getApiKeys(request -> request.nameQuery("part")).items())
                .extracting(ApiKey::id)
                .containsExactly(created.id());

        own.updateApiKey(request -> request.apiKey(created.id()).patchOperations(replace("/enabled", "false")));
        var read = own.getApiKey(request -> request.apiKey(created.id()).includeValue(true));
        assertThat(read.enabled()).isFalse();
        assertThat(read.value()).isEqualTo(created.value());
        own.deleteApiKey(request -> request.apiKey(created.id()));
        assertThatThrownBy(() -> own.getApiKey(request -> request.apiKey(created.id())))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("Invalid API Key identifier specified");
    }

    /** Rest control plane 10.10, 15. */
    @Test
    void usagePlan() {
        TestApi api = TestApi.create(GATEWAY, "metered");
        api.mock(api.rootId(), "GET", "hello");
        api.deploy("dev");
        String stage = api.id() + ":dev";
        String key = client.createApiKey(request -> request.name("k")).id();
        String plan = client.createUsagePlan(request -> request.name("gold")
                        .apiStages(
                                ApiStage.builder().apiId(api.id()).stage("dev").build()))
                .id();

        client.updateUsagePlan(request -> request.usagePlanId(plan)
                .patchOperations(
                        replace("/quota/limit", "100"),
                        replace("/quota/period", "MONTH"),
                        replace("/throttle/rateLimit", "2.5"),
                        replace("/apiStages/" + stage + "/throttle//pets/GET/burstLimit", "3")));
        var read = client.getUsagePlan(request -> request.usagePlanId(plan));
        assertThat(read.quota().period()).isEqualTo(QuotaPeriodType.MONTH);
        assertThat(read.throttle().rateLimit()).isEqualTo(2.5);
        assertThat(read.apiStages().getFirst().throttle()).containsOnlyKeys("/pets/GET");

        client.createUsagePlanKey(
                request -> request.usagePlanId(plan).keyId(key).keyType("API_KEY"));
        assertThat(client.getUsagePlanKeys(request -> request.usagePlanId(plan)).items())
                .extracting(UsagePlanKey::id)
                .containsExactly(key);
        assertThat(client.getUsagePlans(request -> request.keyId(key)).items())
                .extracting(UsagePlan::id)
                .containsExactly(plan);
        assertUsage(plan, key, List.of(0L, 100L));
        client.updateUsage(request -> request.usagePlanId(plan).keyId(key).patchOperations(replace("/remaining", "7")));
        assertUsage(plan, key, List.of(0L, 7L));

        assertThatThrownBy(() -> client.deleteUsagePlan(request -> request.usagePlanId(plan)))
                .isInstanceOf(BadRequestException.class)
                .hasMessageContaining("including " + stage);
        client.updateUsagePlan(request -> request.usagePlanId(plan)
                .patchOperations(PatchOperation.builder()
                        .op(Op.REMOVE)
                        .path("/apiStages")
                        .value(stage)
                        .build()));
        client.deleteUsagePlan(request -> request.usagePlanId(plan));
        assertThat(client.getUsagePlans(request -> request.keyId(key)).items()).isEmpty();
    }

    /** Rest control plane 21. */
    @Test
    void tags() {
        String key =
                client.createApiKey(request -> request.tags(Map.of("a", "1"))).id();
        String arn = "arn:aws:apigateway:" + Clients.REGION.id() + "::/apikeys/" + key;
        client.tagResource(request -> request.resourceArn(arn).tags(Map.of("b", "2")));
        client.untagResource(request -> request.resourceArn(arn).tagKeys("a"));
        assertThat(client.getTags(request -> request.resourceArn(arn)).tags()).isEqualTo(Map.of("b", "2"));
    }

    private void assertUsage(String plan, String key, List<Long> today) {
        String day = LocalDate.now(ZoneOffset.UTC).toString();
        var usage = client.getUsage(
                request -> request.usagePlanId(plan).keyId(key).startDate(day).endDate(day));
        assertThat(usage.items()).isEqualTo(Map.of(key, List.of(today)));
    }
}
