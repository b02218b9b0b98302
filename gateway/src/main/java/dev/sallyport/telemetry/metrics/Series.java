package dev.sallyport.telemetry.metrics;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** The data of one metric in one unit, by the second in which each bucket begins. Guarded by its store. */
final class Series {

    /** How data ages, as on AWS: from which age in seconds on it is kept in buckets of so many seconds. */
    private record Tier(long ageSeconds, long bucketSeconds) {}

    private static final long HOUR = 3600;
    private static final long DAY = 24 * HOUR;
    private static final List<Tier> TIERS =
            List.of(new Tier(63 * DAY, HOUR), new Tier(15 * DAY, 300), new Tier(3 * HOUR, 60));
    private static final long LIFE_SECONDS = 455 * DAY;

    final MetricId metric;
    final String unit;
    long lastSecond = Long.MIN_VALUE;
    private NavigableMap<Long, Aggregate> buckets = new TreeMap<>();

    Series(MetricId metric, String unit) {
        this.metric = metric;
        this.unit = unit;
    }

    /** @param bucketSeconds 1 or 60: the resolution of the samples */
    void add(long second, long bucketSeconds, Aggregate samples) {
        long start = second - Math.floorMod(second, bucketSeconds);
        buckets.computeIfAbsent(start, absent -> new Aggregate()).add(samples);
        lastSecond = Math.max(lastSecond, start);
    }

    int size() {
        return buckets.size();
    }

    Map<Long, Aggregate> buckets() {
        return buckets;
    }

    /** Adds what lies in a span of time to periods that begin at multiples of their length (R9.6). */
    void collect(long fromSecond, long untilSecond, long periodSeconds, Map<Long, Aggregate> periods) {
        if (fromSecond >= untilSecond) {
            return;
        }
        buckets.subMap(fromSecond, true, untilSecond, false).forEach((second, bucket) -> {
            long period = second - Math.floorMod(second, periodSeconds);
            periods.computeIfAbsent(period, absent -> new Aggregate()).add(bucket);
        });
    }

    /**
     * Puts old buckets together and drops those at the end of their life.
     *
     * @param haste 1 for AWS's ages; twice of it halves them all
     */
    void age(long nowSecond, double haste) {
        NavigableMap<Long, Aggregate> aged = new TreeMap<>();
        Iterator<Map.Entry<Long, Aggregate>> entries = buckets.entrySet().iterator();
        while (entries.hasNext()) {
            Map.Entry<Long, Aggregate> entry = entries.next();
            double age = (nowSecond - entry.getKey()) * haste;
            if (age < LIFE_SECONDS) {
                long start = entry.getKey() - Math.floorMod(entry.getKey(), bucketSeconds(age));
                Aggregate there = aged.get(start);
                if (there == null) {
                    aged.put(start, entry.getValue());
                } else {
                    there.add(entry.getValue());
                }
            }
        }
        buckets = aged;
    }

    private static long bucketSeconds(double age) {
        for (Tier tier : TIERS) {
            if (age >= tier.ageSeconds()) {
                return tier.bucketSeconds();
            }
        }
        return 1;
    }
}
