package dev.sallyport.control.rest;

import static dev.sallyport.control.rest.Rest.given;
import static dev.sallyport.control.rest.Rest.op;
import static dev.sallyport.control.rest.Rest.replace;
import static dev.sallyport.control.rest.UsageClient.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.wire.apigateway.ApiGateway;
import dev.sallyport.wire.apigateway.ApiKey;
import dev.sallyport.wire.apigateway.DeleteApiKeyRequest;
import dev.sallyport.wire.apigateway.DeleteUsagePlanKeyRequest;
import dev.sallyport.wire.apigateway.GetUsagePlanKeyRequest;
import dev.sallyport.wire.apigateway.UpdateApiKeyRequest;
import dev.sallyport.wire.apigateway.UsagePlanKey;
import dev.sallyport.wire.apigateway.UsagePlanKeys;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The keys of usage plans (10.10, 15). */
class UsagePlanKeysTest {

    private final UsageClient client = new UsageClient();
    private final String plan = client.plan("no-stages");

    @Test
    void aSubscriptionShowsTheKey_R15_3() {
        ApiKey key = client.key("partner");

        UsagePlanKey subscription = client.subscribe(plan, given(key.id()));

        assertThat(subscription)
                .isEqualTo(UsagePlanKey.builder()
                        .id(key.id())
                        .type("API_KEY")
                        .name("partner")
                        .value(key.value())
                        .build());
        assertThat(get(plan, given(key.id()))).isEqualTo(subscription);
        assertThat(client.keys(plan, members -> members).items()).containsExactly(subscription);
    }

    @Test
    void theNameIsThatOfTheKeyNow() {
        String key = client.keyId("old");
        client.subscribe(plan, key);
        client.rest.send(
                ApiGateway.UPDATE_API_KEY,
                UpdateApiKeyRequest.builder()
                        .apiKey(key)
                        .patchOperations(List.of(replace("/name", "new")))
                        .build());

        assertThat(get(plan, key).name()).isEqualTo("new");
        assertThat(client.keys(plan, members -> members.nameQuery("ne")).items())
                .hasSize(1);
    }

    @Test
    void listsTheNewestFirstByPages_R6_5_R6_8() {
        String first = client.keyId("shop-a");
        String second = client.keyId("other");
        String third = client.keyId("shop-b");
        List.of(third, first, second).forEach(key -> client.subscribe(plan, key));

        assertThat(client.keyIds(plan)).containsExactly(second, first, third);
        UsagePlanKeys page =
                client.keys(plan, members -> members.nameQuery("shop").limit(1));
        assertThat(given(page.items()).getFirst().id()).isEqualTo(first);
        UsagePlanKeys next =
                client.keys(plan, members -> members.nameQuery("shop").limit(1).position(page.position()));
        assertThat(given(next.items()).getFirst().id()).isEqualTo(third);
        assertThat(next.position()).isNull();
    }

    @Test
    void anUnknownPlanHasNoKeys_R6_8() {
        assertThat(client.keyIds("nope")).isEmpty();
    }

    @Test
    void twoPlansOfAKeyShareNoStage_R10_114() {
        String api = client.api("dev", "prod");
        String dev = client.plan(api, "dev");
        String both = client.plan(api, "prod", "dev");
        String prod = client.plan(api, "prod");
        String key = client.keyId("k");
        client.subscribe(dev, key);
        client.subscribe(prod, key);
        String refusal = "409 " + key + " cannot be added to plan " + both
                + " because it is already subscribed to another plan covering the same API stage";
        assertThat(client.subscribeRefusal(both, key, "API_KEY")).isEqualTo(refusal);

        assertThat(client.updateRefusal(dev, op("add", "/apiStages", api + ":prod")))
                .isEqualTo(refusal.replace(both, dev));
        assertThat(client.get(dev).apiStages()).hasSize(1);
        client.subscribe(both, client.keyId("another"));
    }

    @Test
    void aKeyTwice_R10_115() {
        String key = client.keyId("k");
        client.subscribe(plan, key);
        assertThat(client.subscribeRefusal(plan, key, "API_KEY"))
                .isEqualTo("409 " + key + " is already subscribed to the usage plan");
    }

    @Test
    void aTypeThatIsNone_R10_116() {
        assertThat(client.subscribeRefusal(plan, client.keyId("k"), "api_key"))
                .isEqualTo("400 Invalid key type specified: api_key, must be API_KEY");
    }

    @Test
    void unknownPlansAndKeys_R15_5() {
        String key = client.keyId("k");
        assertThat(client.subscribeRefusal("nope", key, "API_KEY")).isEqualTo("404 Invalid Usage Plan ID specified");
        assertThat(client.subscribeRefusal(plan, "nope", "API_KEY"))
                .isEqualTo("404 Invalid API Key identifier specified");
        assertThat(getRefusal("nope", key)).isEqualTo("404 Invalid Usage Plan ID specified");
        assertThat(getRefusal(plan, key)).isEqualTo("404 Invalid API Key identifier specified");
        assertThat(text(client.rest.refused(ApiGateway.DELETE_USAGE_PLAN_KEY, delete(plan, key))))
                .isEqualTo("404 Invalid API Key identifier specified");
        assertThat(text(client.rest.refused(ApiGateway.DELETE_USAGE_PLAN_KEY, delete("nope", key))))
                .isEqualTo("404 Invalid Usage Plan ID specified");
    }

    @Test
    void aKeyLeavesAPlan_R15_4() {
        String key = client.keyId("k");
        client.subscribe(plan, key);
        client.rest.send(ApiGateway.DELETE_USAGE_PLAN_KEY, delete(plan, key));

        assertThat(client.keyIds(plan)).isEmpty();
        client.subscribe(plan, key);
    }

    @Test
    void aDeletedKeyLeavesEveryPlan_R10_107() {
        String second = client.plan("no-stages");
        String key = client.keyId("k");
        client.subscribe(plan, key);
        client.subscribe(second, key);

        client.rest.send(
                ApiGateway.DELETE_API_KEY,
                DeleteApiKeyRequest.builder().apiKey(key).build());

        assertThat(client.keyIds(plan)).isEmpty();
        assertThat(client.keyIds(second)).isEmpty();
        assertThat(getRefusal(plan, key)).isEqualTo("404 Invalid API Key identifier specified");
    }

    private UsagePlanKey get(String planId, String keyId) {
        return client.rest.send(
                ApiGateway.GET_USAGE_PLAN_KEY,
                GetUsagePlanKeyRequest.builder()
                        .usagePlanId(planId)
                        .keyId(keyId)
                        .build());
    }

    private String getRefusal(String planId, String keyId) {
        return text(client.rest.refused(
                ApiGateway.GET_USAGE_PLAN_KEY,
                GetUsagePlanKeyRequest.builder()
                        .usagePlanId(planId)
                        .keyId(keyId)
                        .build()));
    }

    private static DeleteUsagePlanKeyRequest delete(String planId, String keyId) {
        return DeleteUsagePlanKeyRequest.builder()
                .usagePlanId(planId)
                .keyId(keyId)
                .build();
    }
}
