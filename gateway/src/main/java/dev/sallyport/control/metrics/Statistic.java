package dev.sallyport.control.metrics;

import dev.sallyport.control.ServiceException;
import dev.sallyport.telemetry.metrics.Aggregate;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A statistic by its name in the API (R9.4). */
final class Statistic {

    private static final Pattern PERCENTILE = Pattern.compile("p(\\d{1,2}(?:\\.\\d{1,10})?|100)");
    private static final Pattern OTHER_EXTENDED =
            Pattern.compile("(tm|tc|ts|wm)\\d{1,3}(\\.\\d+)?|(TM|TC|TS|WM|PR)\\([0-9.%:]*\\)|IQM");

    private final Function<Aggregate, @Nullable Double> of;

    private Statistic(Function<Aggregate, @Nullable Double> of) {
        this.of = of;
    }

    /**
     * One of the five plain statistics or a percentile.
     *
     * @throws ServiceException 501 for the statistics of AWS that are not built
     * @return null when AWS has no such statistic
     */
    static @Nullable Statistic named(String name) {
        return switch (name) {
            case "SampleCount" -> new Statistic(Aggregate::count);
            case "Sum" -> new Statistic(Aggregate::sum);
            case "Average" -> new Statistic(Aggregate::average);
            case "Minimum" -> new Statistic(Aggregate::minimum);
            case "Maximum" -> new Statistic(Aggregate::maximum);
            default -> extended(name);
        };
    }

    /** A percentile; otherwise as {@link #named}. */
    static @Nullable Statistic extended(String name) {
        Matcher percentile = PERCENTILE.matcher(name);
        if (percentile.matches()) {
            double percent = Double.parseDouble(percentile.group(1));
            return new Statistic(samples -> samples.percentile(percent));
        }
        if (OTHER_EXTENDED.matcher(name).matches()) {
            throw ServiceException.notSupported("The statistic " + name);
        }
        return null;
    }

    /** Its value; null when the samples do not tell it. */
    @Nullable
    Double of(Aggregate samples) {
        return of.apply(samples);
    }
}
