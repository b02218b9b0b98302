package dev.sallyport.control.rest.usage;

import dev.sallyport.control.Call;
import dev.sallyport.control.ServiceException;
import dev.sallyport.control.patch.UsagePatch;
import dev.sallyport.control.rest.Input;
import dev.sallyport.control.rest.Page;
import dev.sallyport.model.KeyUsage;
import dev.sallyport.model.UsagePlan;
import dev.sallyport.model.UsagePlan.Quota;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;
import dev.sallyport.store.UsageCounts;
import dev.sallyport.wire.apigateway.GetUsageRequest;
import dev.sallyport.wire.apigateway.PatchOperation;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What API keys used under a usage plan, day by day, and what a quota leaves them (R15.6 to R15.8). */
final class Usages {

    /** The longest interval of a report; no more days are kept either. */
    private static final int MAX_DAYS = KeyUsage.KEPT_DAYS;

    private final Store store;
    private final InstantSource clock;
    private final Runnable writer;

    /** @param writer stores what requests have used and is not stored yet, so that no answer is behind them */
    Usages(Store store, InstantSource clock, Runnable writer) {
        this.store = store;
        this.clock = clock;
        this.writer = writer;
    }

    /**
     * The use of some keys under a plan.
     *
     * @param from the first day
     * @param to the last day
     */
    record Report(UsagePlan plan, LocalDate from, LocalDate to, Page<KeyUsage> keys) {}

    /** GetUsage: of every key that has data, or of one key of the plan. */
    Report get(Call call, GetUsageRequest request) {
        String planId = Input.required(request.usagePlanId());
        String keyId = Input.orNull(request.keyId());
        writer.run();
        return store.read(tx -> {
            UsagePlan plan = UsageLookups.usagePlan(tx, call, planId);
            LocalDate from = day("startDate", Input.required(request.startDate()));
            LocalDate to = day("endDate", Input.required(request.endDate()));
            checkInterval(from, to);
            if (keyId != null) {
                UsageLookups.keyOfPlan(tx, call, planId, keyId);
                KeyUsage usage = UsageCounts.of(tx, call.scope(), planId, keyId);
                return new Report(plan, from, to, new Page<>(List.of(usage), null));
            }
            Page<KeyUsage> keys = Page.read(
                    (after, length) ->
                            tx.slice(Kind.KEY_USAGE, call.scope(), planId, Store.Order.OLDEST_FIRST, after, length),
                    usage -> true,
                    request.limit(),
                    request.position());
            return new Report(plan, from, to, keys);
        });
    }

    private static LocalDate day(String member, String date) {
        try {
            if (date.length() == "YYYY-MM-DD".length()) {
                return LocalDate.parse(date);
            }
        } catch (DateTimeParseException e) {
            // Refused like every other text that is no date.
        }
        throw ServiceException.badRequest("Invalid " + member + " specified: " + date + ", must be YYYY-MM-DD");
    }

    private static void checkInterval(LocalDate from, LocalDate to) {
        if (to.isBefore(from)) {
            throw ServiceException.badRequest("Invalid date range specified: endDate is before startDate");
        }
        if (ChronoUnit.DAYS.between(from, to) >= MAX_DAYS) {
            throw ServiceException.badRequest("Invalid date range specified: at most " + MAX_DAYS + " days");
        }
    }

    /** UpdateUsage: what a key has left until the end of the current period (9.16, R15.7). */
    Report update(Call call, String planId, String keyId, @Nullable List<PatchOperation> operations) {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        writer.run();
        return store.write(tx -> {
            UsageLookups.keyOfPlan(tx, call, planId, keyId);
            UsagePlan plan = UsageLookups.usagePlan(tx, call, planId);
            KeyUsage usage = UsageCounts.of(tx, call.scope(), planId, keyId);
            Integer remaining = UsagePatch.USAGE
                    .apply(new UsagePatch.Remaining(null), operations)
                    .remaining();
            if (remaining != null) {
                Quota quota = plan.quota();
                if (quota == null) {
                    throw ServiceException.badRequest("Usage Plan " + planId + " has no quota");
                }
                usage = usage.withRemaining(quota, today, remaining);
                UsageCounts.put(tx, call.scope(), planId, usage);
            }
            return new Report(plan, today, today, new Page<>(List.of(usage), null));
        });
    }
}
