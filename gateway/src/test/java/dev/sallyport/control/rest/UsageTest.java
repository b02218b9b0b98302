package dev.sallyport.control.rest;

import static dev.sallyport.control.rest.Rest.given;
import static dev.sallyport.control.rest.Rest.op;
import static dev.sallyport.control.rest.Rest.replace;
import static dev.sallyport.control.rest.UsageClient.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.store.UsageCounts;
import dev.sallyport.wire.apigateway.ApiGateway;
import dev.sallyport.wire.apigateway.DeleteUsagePlanKeyRequest;
import dev.sallyport.wire.apigateway.GetUsageRequest;
import dev.sallyport.wire.apigateway.PatchOperation;
import dev.sallyport.wire.apigateway.QuotaSettings;
import dev.sallyport.wire.apigateway.UpdateUsageRequest;
import dev.sallyport.wire.apigateway.Usage;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What keys used and have left (9.16, R15.6 to R15.8). The clock stands at 2025-06-01, a Sunday. */
class UsageTest {

    private final UsageClient client = new UsageClient();
    private final UsageCounts counts = new UsageCounts(client.rest.store);

    @Test
    void aPairForEachDay_R15_6() {
        String plan = plan(10, 0, "DAY");
        String key = subscribed(plan);
        used(plan, key, "2025-05-30", 3);
        used(plan, key, "2025-05-30", 1);
        used(plan, key, "2025-06-01", 12);

        assertThat(usage(plan, members -> members.startDate("2025-05-30").endDate("2025-06-01")))
                .isEqualTo(Usage.builder()
                        .usagePlanId(plan)
                        .startDate("2025-05-30")
                        .endDate("2025-06-01")
                        .items(Map.of(key, List.of(List.of(4L, 6L), List.of(0L, 10L), List.of(12L, 0L))))
                        .build());
    }

    @Test
    void withoutAQuotaNothingRunsOut_R15_6() {
        String plan = client.plan("no-stages");
        String key = subscribed(plan);
        used(plan, key, "2025-06-01", 5);

        assertThat(today(plan, key)).containsExactly(5L, -1L);
    }

    @Test
    void keysWithDataOrTheOneAskedFor_R15_6() {
        String plan = plan(10, 0, "DAY");
        String idle = subscribed(plan);
        String busy = subscribed(plan);
        used(plan, busy, "2025-06-01", 1);

        assertThat(given(usage(plan, members -> members).items())).containsOnlyKeys(busy);
        assertThat(given(usage(plan, members -> members.keyId(idle)).items()))
                .isEqualTo(Map.of(idle, List.of(List.of(0L, 10L))));
    }

    @Test
    void pagesOfKeys_R6_4() {
        String plan = plan(10, 0, "DAY");
        String first = subscribed(plan);
        String second = subscribed(plan);
        used(plan, first, "2025-06-01", 1);
        used(plan, second, "2025-06-01", 2);

        Usage page = usage(plan, members -> members.limit(1));
        assertThat(given(page.items())).containsOnlyKeys(first);
        Usage next = usage(plan, members -> members.limit(1).position(page.position()));
        assertThat(given(next.items())).containsOnlyKeys(second);
        assertThat(next.position()).isNull();
    }

    /** R15.8: a day within the period, the day before it begins anew, and the day on which it does. */
    @ParameterizedTest
    @CsvSource({
        "DAY, 0, 2025-06-10, 2025-06-10, 2025-06-11",
        "WEEK, 0, 2025-06-09, 2025-06-14, 2025-06-15",
        "WEEK, 3, 2025-06-11, 2025-06-17, 2025-06-18",
        "MONTH, 0, 2025-06-10, 2025-06-30, 2025-07-01",
        "MONTH, 27, 2025-02-28, 2025-03-27, 2025-03-28",
        "MONTH, 14, 2024-12-20, 2025-01-14, 2025-01-15"
    })
    void periods_R15_8(String period, int offset, String within, String last, String anew) {
        String plan = plan(100, offset, period);
        String key = subscribed(plan);
        used(plan, key, within, 30);

        assertThat(day(plan, key, last).getLast()).isEqualTo(70);
        assertThat(day(plan, key, anew).getLast()).isEqualTo(100);
    }

    @Test
    void aGrantHoldsUntilThePeriodEnds_R15_7() {
        String plan = plan(10, 0, "WEEK");
        String key = subscribed(plan);
        used(plan, key, "2025-06-01", 8);

        Usage granted = client.rest.send(ApiGateway.UPDATE_USAGE, update(plan, key, replace("/remaining", "50")));

        assertThat(granted)
                .isEqualTo(Usage.builder()
                        .usagePlanId(plan)
                        .startDate("2025-06-01")
                        .endDate("2025-06-01")
                        .items(Map.of(key, List.of(List.of(8L, 50L))))
                        .build());
        used(plan, key, "2025-06-04", 20);
        assertThat(day(plan, key, "2025-06-07")).containsExactly(0L, 30L);
        assertThat(day(plan, key, "2025-06-08")).containsExactly(0L, 10L);
        assertThat(day(plan, key, "2025-05-31")).containsExactly(0L, 10L);
    }

    @Test
    void aGrantEndsWithTheKindOfPeriodItWasFor() {
        String plan = plan(10, 0, "MONTH");
        String key = subscribed(plan);
        client.rest.send(ApiGateway.UPDATE_USAGE, update(plan, key, replace("/remaining", "0")));
        assertThat(today(plan, key)).containsExactly(0L, 0L);

        client.update(plan, replace("/quota/limit", "20"));
        assertThat(today(plan, key)).containsExactly(0L, 0L);
        client.update(plan, replace("/quota/period", "DAY"));
        assertThat(today(plan, key)).containsExactly(0L, 20L);
    }

    @Test
    void aNewLimitCountsAtOnce() {
        String plan = plan(10, 0, "DAY");
        String key = subscribed(plan);
        used(plan, key, "2025-06-01", 8);

        client.update(plan, replace("/quota/limit", "5"));
        assertThat(today(plan, key)).containsExactly(8L, 0L);
        client.update(plan, op("remove", "/quota", null));
        assertThat(today(plan, key)).containsExactly(8L, -1L);
    }

    @Test
    void countsOfKeysThatLeftAreDropped() {
        String plan = plan(10, 0, "DAY");
        String key = subscribed(plan);
        used(plan, key, "2025-06-01", 8);
        client.rest.send(
                ApiGateway.DELETE_USAGE_PLAN_KEY,
                DeleteUsagePlanKeyRequest.builder().usagePlanId(plan).keyId(key).build());
        used(plan, key, "2025-06-01", 8);

        assertThat(usage(plan, members -> members).items()).isEmpty();
        client.subscribe(plan, key);
        assertThat(today(plan, key)).containsExactly(0L, 10L);
    }

    @Test
    void daysAreForgottenAfterAWhile() {
        String plan = plan(10, 0, "DAY");
        String key = subscribed(plan);
        used(plan, key, "2024-01-01", 1);
        used(plan, key, "2025-01-01", 2);
        used(plan, key, "2025-06-01", 3);

        assertThat(day(plan, key, "2024-01-01").getFirst()).isZero();
        assertThat(day(plan, key, "2025-01-01").getFirst()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({
        "2025-6-1, 2025-06-01, 'Invalid startDate specified: 2025-6-1, must be YYYY-MM-DD'",
        "2025-06-01, 2025-06-31, 'Invalid endDate specified: 2025-06-31, must be YYYY-MM-DD'",
        "2025-06-02, 2025-06-01, Invalid date range specified: endDate is before startDate",
        "2025-01-01, 2026-02-05, Invalid date range specified: at most 400 days"
    })
    void datesThatAreNone_R6_15(String from, String to, String refusal) {
        String plan = client.plan("no-stages");
        assertThat(text(client.rest.refused(
                        ApiGateway.GET_USAGE,
                        GetUsageRequest.builder()
                                .usagePlanId(plan)
                                .startDate(from)
                                .endDate(to)
                                .build())))
                .isEqualTo("400 " + refusal);
    }

    @Test
    void theLongestInterval() {
        String plan = client.plan("no-stages");
        String key = subscribed(plan);
        Usage longest = usage(
                plan, members -> members.keyId(key).startDate("2025-01-01").endDate("2026-02-04"));
        assertThat(given(longest.items()).get(key)).hasSize(400);
    }

    @Test
    void refusals() {
        String plan = client.plan("no-stages");
        String key = subscribed(plan);
        String stranger = client.keyId("stranger");

        assertThat(updateRefusal(plan, key, replace("/remaining", "1")))
                .isEqualTo("400 Usage Plan " + plan + " has no quota");
        assertThat(updateRefusal(plan, stranger, replace("/remaining", "1")))
                .isEqualTo("404 Invalid API Key identifier specified");
        assertThat(updateRefusal("nope", key, replace("/remaining", "1")))
                .isEqualTo("404 Invalid Usage Plan ID specified");
        assertThat(updateRefusal(plan, key, replace("/used", "1"))).isEqualTo("400 Invalid patch path /used");
        assertThat(text(client.rest.refused(ApiGateway.GET_USAGE, request(plan, members -> members.keyId(stranger)))))
                .isEqualTo("404 Invalid API Key identifier specified");
        assertThat(text(client.rest.refused(ApiGateway.GET_USAGE, request("nope", members -> members))))
                .isEqualTo("404 Invalid Usage Plan ID specified");
        assertThat(client.rest.send(ApiGateway.UPDATE_USAGE, update(plan, key)).items())
                .isEqualTo(Map.of(key, List.of(List.of(0L, -1L)))); // R8.12
    }

    @Test
    void theDayIsThatOfUtc() {
        client.rest.now = Instant.parse("2025-06-03T23:59:59.999Z");
        String plan = plan(10, 0, "DAY");
        String key = subscribed(plan);
        assertThat(client.rest.send(ApiGateway.UPDATE_USAGE, update(plan, key)).startDate())
                .isEqualTo("2025-06-03");
    }

    private String plan(int limit, int offset, String period) {
        return given(client.create(members -> members.quota(QuotaSettings.builder()
                        .limit(limit)
                        .offset(offset)
                        .period(period)
                        .build()))
                .id());
    }

    private String subscribed(String planId) {
        String key = client.keyId("k");
        client.subscribe(planId, key);
        return key;
    }

    private void used(String planId, String keyId, String day, long requests) {
        counts.add(List.of(new UsageCounts.Count(Rest.SCOPE, planId, keyId, LocalDate.parse(day), requests)));
    }

    private List<Long> today(String planId, String keyId) {
        return day(planId, keyId, "2025-06-01");
    }

    private List<Long> day(String planId, String keyId, String day) {
        Usage usage =
                usage(planId, members -> members.keyId(keyId).startDate(day).endDate(day));
        return given(given(usage.items()).get(keyId)).getFirst();
    }

    private Usage usage(String planId, UnaryOperator<GetUsageRequest.Builder> members) {
        return client.rest.send(ApiGateway.GET_USAGE, request(planId, members));
    }

    private static GetUsageRequest request(String planId, UnaryOperator<GetUsageRequest.Builder> members) {
        return members.apply(GetUsageRequest.builder()
                        .usagePlanId(planId)
                        .startDate("2025-06-01")
                        .endDate("2025-06-01"))
                .build();
    }

    private static UpdateUsageRequest update(String planId, String keyId, PatchOperation... operations) {
        return UpdateUsageRequest.builder()
                .usagePlanId(planId)
                .keyId(keyId)
                .patchOperations(List.of(operations))
                .build();
    }

    private String updateRefusal(String planId, String keyId, PatchOperation... operations) {
        return text(client.rest.refused(ApiGateway.UPDATE_USAGE, update(planId, keyId, operations)));
    }
}
