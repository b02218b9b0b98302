package dev.sallyport.telemetry.metrics;

import java.util.Arrays;

/**
 * How often which value came: exact while the values are few, then in classes that are a constant factor wide. Each class
 * is known by the mean of its values. Not safe for several threads.
 */
final class ValueCounts {

    /** Beyond this, values are put together. */
    static final int MAX_CLASSES = 128;

    private static final double FINEST = 0.01;

    private double[] values = new double[1];
    private double[] counts = new double[1];
    private int size;

    void add(double value, double count) {
        int at = Arrays.binarySearch(values, 0, size, value);
        if (at >= 0) {
            counts[at] += count;
            return;
        }
        insert(-at - 1, value, count);
        for (double width = FINEST; size > MAX_CLASSES; width *= 2) {
            putTogether(width);
        }
    }

    private void insert(int at, double value, double count) {
        if (size == values.length) {
            values = Arrays.copyOf(values, size * 2);
            counts = Arrays.copyOf(counts, size * 2);
        }
        System.arraycopy(values, at, values, at + 1, size - at);
        System.arraycopy(counts, at, counts, at + 1, size - at);
        values[at] = value;
        counts[at] = count;
        size++;
    }

    /** Puts neighbours of one sign together of which one is no larger than the other by more than a share. */
    private void putTogether(double width) {
        int kept = 0;
        double start = values[0];
        for (int i = 1; i < size; i++) {
            double reach = Math.min(Math.abs(start), Math.abs(values[i])) * width;
            if (Math.signum(start) == Math.signum(values[i]) && values[i] - start <= reach) {
                double count = counts[kept] + counts[i];
                values[kept] += (values[i] - values[kept]) * (counts[i] / count);
                counts[kept] = count;
            } else {
                kept++;
                start = values[i];
                values[kept] = values[i];
                counts[kept] = counts[i];
            }
        }
        size = kept + 1;
    }

    void addAll(ValueCounts others) {
        for (int i = 0; i < others.size; i++) {
            add(others.values[i], others.counts[i]);
        }
    }

    int size() {
        return size;
    }

    double value(int index) {
        return values[index];
    }

    double count(int index) {
        return counts[index];
    }

    /**
     * The least value that so large a share of all is not above.
     *
     * @param percent 0 to 100
     */
    double percentile(double percent) {
        double total = 0;
        for (int i = 0; i < size; i++) {
            total += counts[i];
        }
        double rank = total * percent / 100;
        double passed = 0;
        for (int i = 0; i < size; i++) {
            passed += counts[i];
            // Counts are sums of doubles, which may miss the rank by their rounding.
            if (passed >= rank - total * 1e-12) {
                return values[i];
            }
        }
        return values[size - 1];
    }
}
