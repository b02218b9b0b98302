package dev.sallyport.pipeline;

import java.util.concurrent.atomic.AtomicLong;

/** X-Ray's default rule (STG-21): the first request of a second, and five in a hundred of the others. */
final class TraceSampling {

    private static final int PERCENT = 5;

    private final AtomicLong sampledSecond = new AtomicLong(-1);

    /** Whether a new trace is sampled. */
    boolean samples(long epochMillis, RequestIds chance) {
        long second = epochMillis / 1000;
        long last = sampledSecond.get();
        return (second > last && sampledSecond.compareAndSet(last, second)) || chance.percent() < PERCENT;
    }
}
