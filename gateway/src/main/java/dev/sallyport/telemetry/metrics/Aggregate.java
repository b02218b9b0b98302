package dev.sallyport.telemetry.metrics;

import org.jspecify.annotations.Nullable;

/**
 * Samples put together: those of one put, of a span of time, or of a period that somebody asks for. Not safe for several
 * threads while it is added to.
 */
public final class Aggregate {

    private double count;
    private double sum;
    private double minimum = Double.POSITIVE_INFINITY;
    private double maximum = Double.NEGATIVE_INFINITY;
    private final ValueCounts values = new ValueCounts();

    /** Whether samples came as a statistic set, whose values nobody knows. */
    private boolean opaque;

    /** Nothing yet. */
    public Aggregate() {}

    /** One value. */
    public static Aggregate of(double value) {
        return new Aggregate().add(value, 1);
    }

    /** A set of statistics; of such ones there are no percentiles, unless all its samples have one value. */
    public static Aggregate ofStatistics(double count, double sum, double minimum, double maximum) {
        if (count == 1 || minimum == maximum) {
            Aggregate exact = new Aggregate().add(minimum, count);
            exact.sum = sum;
            exact.maximum = maximum;
            return exact;
        }
        return restored(count, sum, minimum, maximum, true);
    }

    /** An aggregate whose values, if they are known, are added by {@link #restoreValue}. */
    static Aggregate restored(double count, double sum, double minimum, double maximum, boolean opaque) {
        Aggregate aggregate = new Aggregate();
        aggregate.count = count;
        aggregate.sum = sum;
        aggregate.minimum = minimum;
        aggregate.maximum = maximum;
        aggregate.opaque = opaque;
        return aggregate;
    }

    void restoreValue(double value, double times) {
        values.add(value, times);
    }

    /** Adds a value that came so many times. */
    public Aggregate add(double value, double times) {
        count += times;
        sum += value * times;
        minimum = Math.min(minimum, value);
        maximum = Math.max(maximum, value);
        values.add(value, times);
        return this;
    }

    /** Adds the samples of another aggregate. */
    public Aggregate add(Aggregate other) {
        count += other.count;
        sum += other.sum;
        minimum = Math.min(minimum, other.minimum);
        maximum = Math.max(maximum, other.maximum);
        values.addAll(other.values);
        opaque |= other.opaque;
        return this;
    }

    /** Says exactly what the values, which stand for classes of samples, tell roughly. */
    public Aggregate exactly(double newSum, double newMinimum, double newMaximum) {
        sum = newSum;
        minimum = newMinimum;
        maximum = newMaximum;
        return this;
    }

    public double count() {
        return count;
    }

    public double sum() {
        return sum;
    }

    public double average() {
        return sum / count;
    }

    public double minimum() {
        return minimum;
    }

    public double maximum() {
        return maximum;
    }

    /** A percentile, 0 to 100; null when the samples came as statistics. */
    public @Nullable Double percentile(double percent) {
        return opaque || values.size() == 0 ? null : Math.clamp(values.percentile(percent), minimum, maximum);
    }

    boolean opaque() {
        return opaque;
    }

    ValueCounts values() {
        return values;
    }
}
