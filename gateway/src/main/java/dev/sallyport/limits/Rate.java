package dev.sallyport.limits;

import dev.sallyport.model.UsagePlan;
import org.jspecify.annotations.Nullable;

/**
 * How fast requests may come (THR-1).
 *
 * @param perSecond tokens that a bucket gets each second; 0 lets nothing through (THR-5)
 * @param burst tokens that a bucket holds; 0 lets nothing through
 */
public record Rate(double perSecond, int burst) {

    /** What an account may send in a Region of AWS (10.4). */
    public static final Rate ACCOUNT = new Rate(10_000, 5_000);

    /** What a setting says for no limit of its own (R13.9). */
    private static final int NONE = -1;

    /** @throws IllegalArgumentException when a value is negative or no number */
    public Rate {
        if (!(perSecond >= 0) || burst < 0) {
            throw new IllegalArgumentException("no rate: " + perSecond + " per second, burst " + burst);
        }
    }

    /** Whether nothing gets through. */
    public boolean isClosed() {
        return perSecond == 0 || burst == 0;
    }

    /**
     * The limit of the settings of a method (THR-5), or null when they set none. An entry is filled with the account's
     * values before anybody sets one (R13.4), so both of them together are no limit of the method's own: they are the
     * account's, which {@code account-throttle} sets here.
     */
    public static @Nullable Rate ofMethodSetting(int burst, double perSecond) {
        Rate rate = of(burst, perSecond);
        return ACCOUNT.equals(rate) ? null : rate;
    }

    /** The limit of a route of an HTTP API or of all routes of its stage (http-api R12.2, R12.3), or null without one. */
    public static @Nullable Rate ofRouteSettings(@Nullable Integer burst, @Nullable Double perSecond) {
        if (burst == null && perSecond == null) {
            return null;
        }
        return of(burst == null ? NONE : burst, perSecond == null ? ACCOUNT.perSecond() : perSecond);
    }

    /** The limit of a usage plan, or null when it sets none; what is not given is no limit of its own. */
    public static @Nullable Rate ofPlan(UsagePlan.@Nullable Throttle throttle) {
        if (throttle == null) {
            return null;
        }
        return of(
                throttle.burstLimit() == null ? NONE : throttle.burstLimit(),
                throttle.rateLimit() == null ? NONE : throttle.rateLimit());
    }

    /**
     * A burst without a rate limits nothing, unless it is 0: the bucket would be full again at once. A rate without a burst
     * gets the account's. (inferred)
     */
    private static @Nullable Rate of(int burst, double perSecond) {
        if (burst == 0 || perSecond == 0) {
            return new Rate(0, 0);
        }
        if (perSecond < 0) {
            return null;
        }
        return new Rate(perSecond, burst < 0 ? ACCOUNT.burst() : burst);
    }
}
