package dev.sallyport.model;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * A usage plan: the stages that its API keys may call, how fast and how often (rest-control-plane 7.12, 15).
 *
 * @param description null when never given
 * @param apiStages in the order of their addition
 * @param throttle of each key, or null without one
 * @param quota of each key, or null without one
 * @param productCode the product's code in the AWS Marketplace, or null
 */
public record UsagePlan(
        String id,
        String name,
        @Nullable String description,
        List<ApiStage> apiStages,
        @Nullable Throttle throttle,
        @Nullable Quota quota,
        @Nullable String productCode,
        Map<String, String> tags) {

    public UsagePlan {
        apiStages = List.copyOf(apiStages);
        tags = Copies.of(tags);
    }

    /** The same plan with other tags. */
    public UsagePlan withTags(Map<String, String> newTags) {
        return new UsagePlan(id, name, description, apiStages, throttle, quota, productCode, newTags);
    }

    /** The same plan with other stages. */
    public UsagePlan withApiStages(List<ApiStage> newStages) {
        return new UsagePlan(id, name, description, newStages, throttle, quota, productCode, tags);
    }

    /** Whether the plan covers a stage. */
    public boolean covers(String apiId, String stage) {
        return apiStages.stream()
                .anyMatch(each -> each.apiId().equals(apiId) && each.stage().equals(stage));
    }

    /**
     * A stage that a plan covers.
     *
     * @param throttle by {@code /path/METHOD}, for each key and method; empty when there is none
     */
    public record ApiStage(String apiId, String stage, SortedMap<String, Throttle> throttle) {

        public ApiStage {
            throttle = Copies.of(throttle);
        }

        /** {@code apiId:stage}. */
        public String key() {
            return apiId + ":" + stage;
        }
    }

    /**
     * A limit of the rate.
     *
     * @param burstLimit requests at once; null when not given
     * @param rateLimit requests per second; null when not given
     */
    public record Throttle(
            @Nullable Integer burstLimit, @Nullable Double rateLimit) {}

    /**
     * A limit of the number of requests in a period of UTC days.
     *
     * @param limit requests per period
     * @param offset how far into the week (0 is Sunday) or the month (0 is the first day) a period begins. R15.8 and THR-7
     *     differ: nothing is subtracted from the limit of the first period
     * @param period {@code DAY}, {@code WEEK} or {@code MONTH}
     */
    public record Quota(int limit, int offset, String period) {

        private static final List<DayOfWeek> FROM_SUNDAY = List.of(
                DayOfWeek.SUNDAY,
                DayOfWeek.MONDAY,
                DayOfWeek.TUESDAY,
                DayOfWeek.WEDNESDAY,
                DayOfWeek.THURSDAY,
                DayOfWeek.FRIDAY,
                DayOfWeek.SATURDAY);

        /** The first day behind the period to which a day belongs. */
        public LocalDate periodEnd(LocalDate day) {
            LocalDate start = periodStart(day);
            return switch (period) {
                case "DAY" -> start.plusDays(1);
                case "WEEK" -> start.plusWeeks(1);
                case "MONTH" -> start.plusMonths(1);
                default -> throw new IllegalStateException("no such period: " + period);
            };
        }

        /** The first day of the period to which a day belongs. */
        public LocalDate periodStart(LocalDate day) {
            return switch (period) {
                case "DAY" -> day;
                case "WEEK" -> day.with(TemporalAdjusters.previousOrSame(FROM_SUNDAY.get(offset)));
                case "MONTH" -> {
                    LocalDate start = day.withDayOfMonth(1 + offset);
                    // Offsets end at 27, and every month has 28 days.
                    yield start.isAfter(day) ? start.minusMonths(1) : start;
                }
                default -> throw new IllegalStateException("no such period: " + period);
            };
        }
    }
}
