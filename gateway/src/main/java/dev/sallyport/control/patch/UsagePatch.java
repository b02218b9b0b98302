package dev.sallyport.control.patch;

import static dev.sallyport.control.patch.Actions.bool;
import static dev.sallyport.control.patch.Actions.elementByValue;
import static dev.sallyport.control.patch.Actions.required;
import static dev.sallyport.control.patch.Actions.text;

import dev.sallyport.control.ServiceException;
import dev.sallyport.control.patch.PatchTable.Action;
import dev.sallyport.model.ApiKey;
import dev.sallyport.model.UsagePlan;
import java.math.BigDecimal;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The tables of API keys, usage plans and usage (rest-control-plane 9.2, 9.16, 9.17). */
public final class UsagePatch {

    private static final Pattern COUNT = Pattern.compile("[0-9]{1,10}");
    private static final Pattern RATE = Pattern.compile("[0-9]{1,15}([.][0-9]{1,15})?");

    /** What a table of a quota shows for a member that was not given yet; {@code UsagePlanRules} refuses it at the end. */
    public static final int NO_LIMIT = -1;

    /** The period of a quota that was not given yet. */
    public static final String NO_PERIOD = "";

    public static final String BURST_REFUSAL = "Usage Plan throttle burst limit must be an integer of at least zero";
    public static final String RATE_REFUSAL = "Usage Plan throttle rate limit must be a number of at least zero";
    public static final String LIMIT_REFUSAL = "Usage Plan quota limit must be an integer of at least zero";
    private static final String OFFSET_REFUSAL = "Usage Plan quota offset must be an integer of at least zero";
    public static final String PERIOD_REFUSAL = "Usage Plan quota period must be one of [DAY, WEEK, MONTH]";
    private static final List<String> PERIODS = List.of("DAY", "WEEK", "MONTH");

    /** 9.2; the order of the rows is that of AWS's message. */
    public static final PatchTable<ApiKey> API_KEY = PatchTable.of(ApiKey.class, Dialect.LISTING)
            .row("/description", "r", text("description"))
            .row("/enabled", "r", bool("enabled"))
            .row("/name", "r", text("name"))
            .row("/customerId", "r", text("customerId"))
            .row("/stages", "ad", elementByValue("stageKeys"))
            .row("/labels", "ad", (fields, change) -> {
                // AWS: taken, without any effect that could be seen
            })
            .build();

    /** 9.17; the dialect is inferred. */
    public static final PatchTable<UsagePlan> USAGE_PLAN = PatchTable.of(UsagePlan.class, Dialect.TERSE)
            .row("/name", "r", required("name", "Usage Plan name cannot be blank"))
            .row("/description", "r", text("description"))
            .row("/productCode", "ard", text("productCode"))
            .row("/throttle/burstLimit", "ar", set("throttle.burstLimit", UsagePatch::burst))
            .row("/throttle/rateLimit", "ar", set("throttle.rateLimit", UsagePatch::rate))
            .row("/throttle", "d", (fields, change) -> fields.set("throttle", null))
            .row("/quota/limit", "ar", quota("limit", value -> count(value, LIMIT_REFUSAL)))
            .row("/quota/offset", "ar", quota("offset", value -> count(value, OFFSET_REFUSAL)))
            .row("/quota/period", "ar", quota("period", UsagePatch::period))
            .row("/quota", "d", (fields, change) -> fields.set("quota", null))
            .row("/apiStages", "ad", ApiStagePatch::stage)
            .row("/apiStages/{apiId}:{stage}/throttle", "rd", ApiStagePatch::throttles)
            .row("/apiStages/{apiId}:{stage}/throttle/{resourcePath}/{httpMethod}/rateLimit", "ar", ApiStagePatch::rate)
            .row(
                    "/apiStages/{apiId}:{stage}/throttle/{resourcePath}/{httpMethod}/burstLimit",
                    "ar",
                    ApiStagePatch::burst)
            .row("/apiStages/{apiId}:{stage}/throttle/{resourcePath}/{httpMethod}", "d", ApiStagePatch::removeThrottle)
            .build();

    /** 9.16; the dialect is inferred. */
    public static final PatchTable<Remaining> USAGE = PatchTable.of(Remaining.class, Dialect.TERSE)
            .row(
                    "/remaining",
                    "r",
                    set("remaining", value -> count(value, "Usage remaining must be an integer of at least zero")))
            .build();

    private UsagePatch() {}

    /**
     * What a patch of a usage asks for.
     *
     * @param remaining requests that shall be left in the current period; null when the patch does not say
     */
    public record Remaining(@Nullable Integer remaining) {}

    /** R10.112: a stage that does not exist, or that the plan does not have. */
    public static ServiceException unknownStage(String apiId, String stage, String planId) {
        return ServiceException.notFound(
                "Invalid API Stage {api: " + apiId + ", stage: " + stage + "} specified for usageplan " + planId);
    }

    /** Reads a value, or refuses it. */
    @FunctionalInterface
    interface Reading {
        Object read(@Nullable String value);
    }

    private static Action set(String field, Reading reading) {
        return (fields, change) -> fields.set(field, reading.read(change.value()));
    }

    /** Clients set the members of a quota one by one. */
    private static Action quota(String member, Reading reading) {
        return (fields, change) -> {
            Object value = reading.read(change.value());
            if (fields.get("quota") == null) {
                fields.set("quota.limit", NO_LIMIT);
                fields.set("quota.offset", 0);
                fields.set("quota.period", NO_PERIOD);
            }
            fields.set("quota." + member, value);
        };
    }

    static Integer burst(@Nullable String value) {
        return count(value, BURST_REFUSAL);
    }

    static Double rate(@Nullable String value) {
        if (value == null || !RATE.matcher(value).matches()) {
            throw ServiceException.badRequest(RATE_REFUSAL);
        }
        return new BigDecimal(value).doubleValue();
    }

    private static String period(@Nullable String value) {
        if (value == null || !PERIODS.contains(value)) {
            throw ServiceException.badRequest(PERIOD_REFUSAL);
        }
        return value;
    }

    private static Integer count(@Nullable String value, String refusal) {
        if (value == null || !COUNT.matcher(value).matches() || Long.parseLong(value) > Integer.MAX_VALUE) {
            throw ServiceException.badRequest(refusal);
        }
        return Integer.valueOf(value);
    }
}
