package dev.sallyport.control.rest;

import static dev.sallyport.control.rest.Rest.given;
import static dev.sallyport.control.rest.Rest.op;
import static dev.sallyport.control.rest.Rest.replace;
import static dev.sallyport.control.rest.UsageClient.stage;
import static dev.sallyport.control.rest.UsageClient.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.wire.apigateway.ApiGateway;
import dev.sallyport.wire.apigateway.ApiStage;
import dev.sallyport.wire.apigateway.DeleteRestApiRequest;
import dev.sallyport.wire.apigateway.DeleteStageRequest;
import dev.sallyport.wire.apigateway.DeleteUsagePlanRequest;
import dev.sallyport.wire.apigateway.GetUsagePlanRequest;
import dev.sallyport.wire.apigateway.GetUsagePlansRequest;
import dev.sallyport.wire.apigateway.PatchOperation;
import dev.sallyport.wire.apigateway.QuotaSettings;
import dev.sallyport.wire.apigateway.ThrottleSettings;
import dev.sallyport.wire.apigateway.UsagePlan;
import dev.sallyport.wire.apigateway.UsagePlans;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Usage plans (7.12, 9.17, 10.10, 15). */
class UsagePlansTest {

    private final UsageClient client = new UsageClient();

    @Test
    void whatWasNotGivenIsAbsent_R15_1() {
        UsagePlan plan = client.create(members -> members);

        assertThat(plan.id()).matches("[a-z0-9]{6}");
        assertThat(plan)
                .isEqualTo(UsagePlan.builder()
                        .id(plan.id())
                        .name("gold")
                        .apiStages(List.of())
                        .build());
        assertThat(client.get(given(plan.id())).tags()).isEmpty(); // R7.2
        assertThat(client.update(given(plan.id())).tags()).isEmpty();
        assertThat(list(members -> members).items()).extracting(UsagePlan::tags).containsOnlyNulls();
    }

    @Test
    void whatWasGivenIsAnswered_R15_1() {
        String api = client.api("dev");
        ApiStage stage = ApiStage.builder()
                .apiId(api)
                .stage("dev")
                .throttle(Map.of("/pets/GET", throttle(2, 1.5)))
                .build();

        UsagePlan plan = client.create(members -> members.description("for partners")
                .apiStages(List.of(stage))
                .throttle(throttle(20, 10.0))
                .quota(QuotaSettings.builder().limit(1000).period("MONTH").build())
                .tags(Map.of("a", "b")));

        assertThat(plan)
                .isEqualTo(UsagePlan.builder()
                        .id(plan.id())
                        .name("gold")
                        .description("for partners")
                        .apiStages(List.of(stage))
                        .throttle(throttle(20, 10.0))
                        .quota(quota(1000, 0, "MONTH"))
                        .tags(Map.of("a", "b"))
                        .build());
        assertThat(client.get(given(plan.id()))).isEqualTo(plan);
    }

    @Test
    void aNameIsNeededAndNeedNotBeUnique_R10_110_R15_14() {
        assertThat(client.createRefusal(members -> members.name(""))).isEqualTo("400 Usage Plan name cannot be blank");
        client.create(members -> members);
        client.create(members -> members);
        assertThat(list(members -> members).items()).hasSize(2);
    }

    @Test
    void stagesMustExist_R10_111_R10_112() {
        String api = client.api("dev");
        String plan = client.plan(api);

        assertThat(client.createRefusal(members ->
                        members.apiStages(List.of(ApiStage.builder().apiId(api).build()))))
                .isEqualTo("400 Invalid API Stage specified");
        assertThat(client.createRefusal(members -> members.apiStages(List.of(stage(api, "prod")))))
                .matches("404 Invalid API Stage \\{api: " + api + ", stage: prod} specified for usageplan [a-z0-9]{6}");
        assertThat(client.updateRefusal(plan, op("add", "/apiStages", api)))
                .isEqualTo("400 Invalid API Stage specified");
        for (String unknown : List.of(api + ":prod", "nope:dev")) {
            String[] names = unknown.split(":", -1);
            assertThat(client.updateRefusal(plan, op("add", "/apiStages", unknown)))
                    .isEqualTo("404 Invalid API Stage {api: " + names[0] + ", stage: " + names[1]
                            + "} specified for usageplan " + plan);
        }
        assertThat(client.update(plan, op("add", "/apiStages", api + ":dev")).apiStages())
                .containsExactly(stage(api, "dev"));
    }

    @ParameterizedTest
    @CsvSource({
        "DAY, 0, 1, must be zero in the DAY period",
        "WEEK, 6, 7, must be between zero and six inclusive in the WEEK period",
        "MONTH, 27, 28, must be between zero and 27 inclusive in the MONTH period"
    })
    void quotaOffsets_R10_117(String period, int highest, int tooHigh, String refusal) {
        UsagePlan plan = client.create(members -> members.quota(quota(5, highest, period)));

        assertThat(client.createRefusal(members -> members.quota(quota(5, tooHigh, period))))
                .isEqualTo("400 Usage Plan quota offset " + refusal);
        assertThat(client.createRefusal(members -> members.quota(quota(5, -1, period))))
                .isEqualTo("400 Usage Plan quota offset " + refusal);
        assertThat(client.updateRefusal(given(plan.id()), replace("/quota/offset", String.valueOf(tooHigh))))
                .isEqualTo("400 Usage Plan quota offset " + refusal);
    }

    @Test
    void aQuotaIsWhole() {
        String plan = client.plan("no-stages");
        assertThat(client.updateRefusal(plan, replace("/quota/limit", "5")))
                .isEqualTo("400 Usage Plan quota period must be one of [DAY, WEEK, MONTH]");
        assertThat(client.updateRefusal(plan, replace("/quota/period", "DAY")))
                .isEqualTo("400 Usage Plan quota limit must be an integer of at least zero");
        assertThat(client.createRefusal(members ->
                        members.quota(QuotaSettings.builder().limit(5).build())))
                .isEqualTo("400 Usage Plan quota period must be one of [DAY, WEEK, MONTH]");
        assertThat(client.get(plan).quota()).isNull();
    }

    @Test
    void burstsAndRatesOfZeroAndBurstsAboveTheRate_R10_117() {
        assertThat(client.create(members -> members.throttle(throttle(0, 0.0))).throttle())
                .isEqualTo(throttle(0, 0.0));
        assertThat(client.create(members -> members.throttle(throttle(100, 1.0)))
                        .throttle())
                .isEqualTo(throttle(100, 1.0));
        assertThat(client.createRefusal(members -> members.throttle(throttle(-1, 1.0))))
                .isEqualTo("400 Usage Plan throttle burst limit must be an integer of at least zero");
        assertThat(client.createRefusal(members -> members.throttle(throttle(1, -0.5))))
                .isEqualTo("400 Usage Plan throttle rate limit must be a number of at least zero");
    }

    @Test
    void twentyThrottlesOfMethodsPerStage_R10_118() {
        String api = client.api("dev");
        String plan = client.plan(api, "dev");
        List<PatchOperation> operations = new ArrayList<>();
        for (int i = 1; i <= 20; i++) {
            operations.add(replace("/apiStages/" + api + ":dev/throttle/~1p" + i + "/GET/rateLimit", "1"));
        }
        UsagePlan full = client.update(plan, operations.toArray(PatchOperation[]::new));
        assertThat(given(given(full.apiStages()).getFirst().throttle())).hasSize(20);

        assertThat(client.updateRefusal(plan, replace("/apiStages/" + api + ":dev/throttle/~1p/PUT/burstLimit", "1")))
                .startsWith("429 Maximum number of method throttles");
        assertThat(client.updateRefusal(plan, replace("/apiStages/" + api + ":dev/throttle/~1p1/PET/burstLimit", "1")))
                .isEqualTo("400 Invalid API Stage throttle specified: /p1/PET");
    }

    /** The order in which Terraform works (R15.11), with its unescaped paths (R15.12). */
    @Test
    void aPlanAsTerraformMakesAndDestroysIt_R15_11() {
        String api = client.api("dev", "prod");
        String plan = given(client.create(members -> members.apiStages(List.of(ApiStage.builder()
                        .apiId(api)
                        .stage("dev")
                        .throttle(Map.of("/test/GET", throttle(3, 5.0)))
                        .build())))
                .id());

        client.update(
                plan,
                op("add", "/productCode", "MYCODE"),
                op("add", "/throttle/rateLimit", "10"),
                op("add", "/throttle/burstLimit", "5"),
                op("add", "/quota/limit", "20"),
                op("add", "/quota/offset", "2"),
                op("add", "/quota/period", "WEEK"));
        UsagePlan changed = client.update(
                plan,
                op("remove", "/apiStages", api + ":dev"),
                op("add", "/apiStages", api + ":dev"),
                op("add", "/apiStages", api + ":prod"),
                replace("/apiStages/" + api + ":dev/throttle//test/GET/rateLimit", "7"),
                replace("/apiStages/" + api + ":dev/throttle//test/GET/burstLimit", "4"));

        assertThat(changed.productCode()).isEqualTo("MYCODE");
        assertThat(changed.throttle()).isEqualTo(throttle(5, 10.0));
        assertThat(changed.quota()).isEqualTo(quota(20, 2, "WEEK"));
        assertThat(changed.apiStages())
                .containsExactly(
                        ApiStage.builder()
                                .apiId(api)
                                .stage("dev")
                                .throttle(Map.of("/test/GET", throttle(4, 7.0)))
                                .build(),
                        stage(api, "prod"));
        assertThat(client.get(plan)).isEqualTo(changed);

        client.update(plan, op("remove", "/apiStages", api + ":dev"), op("remove", "/apiStages", api + ":prod"));
        delete(plan);
        assertThat(list(members -> members).items()).isEmpty();
    }

    @Test
    void aPlanWithStagesStays_R10_113() {
        String api = client.api("dev", "prod");
        String plan = client.plan(api, "prod", "dev");
        client.subscribe(plan, client.keyId("k"));

        assertThat(text(client.rest.refused(
                        ApiGateway.DELETE_USAGE_PLAN,
                        DeleteUsagePlanRequest.builder().usagePlanId(plan).build())))
                .isEqualTo("400 Cannot delete Usage Plan " + plan
                        + " because there are API Stages associated with it, including " + api + ":prod");

        client.update(plan, op("remove", "/apiStages", api + ":prod"), op("remove", "/apiStages", api + ":dev"));
        delete(plan);
        assertThat(client.keyIds(plan)).isEmpty();
    }

    @Test
    void aDeletedApiLeavesThePlans_R10_11() {
        String gone = client.api("dev", "prod");
        String other = client.api("dev");
        String plan = given(client.create(members ->
                        members.apiStages(List.of(stage(gone, "dev"), stage(other, "dev"), stage(gone, "prod"))))
                .id());

        client.rest.send(
                ApiGateway.DELETE_REST_API,
                DeleteRestApiRequest.builder().restApiId(gone).build());

        assertThat(client.get(plan).apiStages()).containsExactly(stage(other, "dev"));
    }

    @Test
    void aDeletedStageStaysUntilItIsRemoved_R10_76() {
        String api = client.api("dev");
        String plan = client.plan(api, "dev");
        client.rest.send(
                ApiGateway.DELETE_STAGE,
                DeleteStageRequest.builder().restApiId(api).stageName("dev").build());

        assertThat(client.update(plan, replace("/description", "x")).apiStages())
                .containsExactly(stage(api, "dev"));
        assertThat(client.update(plan, op("remove", "/apiStages", api + ":dev")).apiStages())
                .isEmpty();
    }

    @Test
    void aPatchThatFailsChangesNothing_R8_1() {
        String plan = client.plan("no-stages");
        assertThat(client.updateRefusal(plan, replace("/name", "b"), replace("/nope", "x")))
                .isEqualTo("400 Invalid patch path /nope");
        assertThat(client.get(plan).name()).isEqualTo("gold");
    }

    @Test
    void thePlansOfAKey_R6_8() {
        String first = client.plan("no-stages");
        String second = client.plan("no-stages");
        client.plan("no-stages");
        String key = client.keyId("k");
        client.subscribe(first, key);
        client.subscribe(second, key);

        assertThat(ids(members -> members.keyId(key))).containsExactly(first, second);
        assertThat(ids(members -> members.keyId("nope"))).isEmpty();
        UsagePlans page = list(members -> members.keyId(key).limit(1));
        assertThat(ids(members -> members.keyId(key).limit(1).position(page.position())))
                .containsExactly(second);
    }

    @Test
    void unknownPlans_2_3() {
        String unknown = "404 Invalid Usage Plan ID specified";
        assertThat(text(client.rest.refused(
                        ApiGateway.GET_USAGE_PLAN,
                        GetUsagePlanRequest.builder().usagePlanId("nope").build())))
                .isEqualTo(unknown);
        assertThat(client.updateRefusal("nope", replace("/name", "x"))).isEqualTo(unknown);
        assertThat(text(client.rest.refused(
                        ApiGateway.DELETE_USAGE_PLAN,
                        DeleteUsagePlanRequest.builder().usagePlanId("nope").build())))
                .isEqualTo(unknown);
    }

    @Test
    void anIdOfTheClient() {
        assertThat(client.create(members -> members.tags(Map.of("_custom_id_", "gold1")))
                        .id())
                .isEqualTo("gold1");
        assertThat(client.createRefusal(members -> members.tags(Map.of("_custom_id_", "gold1"))))
                .isEqualTo("409 A usage plan with the id of tag _custom_id_ already exists: gold1");
    }

    private UsagePlans list(UnaryOperator<GetUsagePlansRequest.Builder> members) {
        return client.rest.send(
                ApiGateway.GET_USAGE_PLANS,
                members.apply(GetUsagePlansRequest.builder()).build());
    }

    private List<String> ids(UnaryOperator<GetUsagePlansRequest.Builder> members) {
        return given(list(members).items()).stream()
                .map(plan -> given(plan.id()))
                .toList();
    }

    private void delete(String planId) {
        client.rest.send(
                ApiGateway.DELETE_USAGE_PLAN,
                DeleteUsagePlanRequest.builder().usagePlanId(planId).build());
    }

    private static ThrottleSettings throttle(int burst, double rate) {
        return ThrottleSettings.builder().burstLimit(burst).rateLimit(rate).build();
    }

    private static QuotaSettings quota(int limit, int offset, String period) {
        return QuotaSettings.builder()
                .limit(limit)
                .offset(offset)
                .period(period)
                .build();
    }
}
