package dev.sallyport.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenBucketTest {

    private static final long SECOND = 1_000_000_000L;

    private final AtomicLong nanos = new AtomicLong(-5 * SECOND);

    private TokenBucket bucket(double rate, int burst) {
        return new TokenBucket(new Rate(rate, burst), nanos::get);
    }

    private boolean take(Throttle bucket) {
        return bucket.tryTake(nanos.get());
    }

    private int takeAll(Throttle bucket) {
        int taken = 0;
        while (take(bucket)) {
            taken++;
        }
        return taken;
    }

    @ParameterizedTest
    @CsvSource({
        "0.5, 1",
        "1, 1",
        "3, 7",
        "100, 100",
        "333.3, 50",
        "10000, 5000",
        "10000, 1",
        "250000, 1000",
        "1000000, 10"
    })
    @DisplayName("THR-1: over 10 s at 2 x overload within 1 % of burst + rate x time, or one request")
    void accuracy(double rate, int burst) {
        TokenBucket bucket = bucket(rate, burst);
        SplittableRandom random = new SplittableRandom(7);
        double gap = SECOND / rate / 2;
        long begin = nanos.get();
        long admitted = takeAll(bucket);
        double at = begin;
        while (at < begin + 10.0 * SECOND) {
            nanos.set((long) at);
            admitted += take(bucket) ? 1 : 0;
            // A bucket of one token loses what comes while it is full: only a steady stream gets the whole rate.
            at += burst == 1 ? gap : gap * 2 * random.nextDouble();
        }
        double expected = burst + rate * 10;
        assertThat((double) admitted).isCloseTo(expected, within(Math.max(1.5, expected / 100)));
    }

    @RepeatedTest(200)
    @DisplayName("THR-1: never more than burst + rate x time, whatever comes when; an idle bucket holds its burst")
    void neverTooMany(RepetitionInfo repetition) {
        SplittableRandom random = new SplittableRandom(repetition.getCurrentRepetition());
        double rate = Math.pow(10, random.nextDouble(-3, 6));
        int burst = (int) Math.pow(10, random.nextDouble(0, 5));
        TokenBucket bucket = bucket(rate, burst);
        long begin = nanos.get();
        double admitted = 0;
        for (int i = 0; i < 500; i++) {
            nanos.addAndGet((long) (random.nextDouble() * 3 * SECOND / rate));
            for (int k = random.nextInt(4); k > 0; k--) {
                admitted += take(bucket) ? 1 : 0;
            }
            double bound = burst + rate * (nanos.get() - begin) / SECOND;
            assertThat(admitted).isLessThanOrEqualTo(bound * 1.0001 + 0.01);
        }
        nanos.addAndGet((long) Math.min(1e17, 1.01 * burst * SECOND / rate));
        if (burst / rate < 1e8) {
            assertThat(takeAll(bucket)).isEqualTo(burst);
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 100", "100, 0", "0, 0"})
    @DisplayName("THR-5: 0 lets nothing through, ever")
    void closed(double rate, int burst) {
        TokenBucket bucket = bucket(rate, burst);
        assertThat(take(bucket)).isFalse();
        nanos.addAndGet(3_600 * SECOND);
        assertThat(take(bucket)).isFalse();
        assertThat(bucket.available(nanos.get())).isZero();
    }

    @Test
    @DisplayName("a very low rate with a large burst does not overflow")
    void lowest() {
        TokenBucket bucket = bucket(1e-9, Integer.MAX_VALUE);
        assertThat(take(bucket)).isTrue();
        nanos.addAndGet(86_400 * SECOND);
        assertThat(take(bucket)).isTrue();
        assertThat(bucket(Double.MAX_VALUE, 1).tryTake(nanos.get())).isTrue();
    }

    @Test
    @DisplayName("THR-2: what is given back can be taken again, and no more")
    void giveBack() {
        TokenBucket bucket = bucket(1, 3);
        assertThat(takeAll(bucket)).isEqualTo(3);
        bucket.giveBack();
        bucket.giveBack();
        assertThat(bucket.available(nanos.get())).isEqualTo(2);
        assertThat(takeAll(bucket)).isEqualTo(2);
    }

    @Test
    @DisplayName("a changed rate counts at once; what was used stays used")
    void change() {
        TokenBucket bucket = bucket(0.001, 100);
        assertThat(takeAll(bucket)).isEqualTo(100);
        bucket.rate(new Rate(1000, 100));
        assertThat(take(bucket)).as("used up").isFalse();
        nanos.addAndGet(SECOND / 100);
        assertThat(takeAll(bucket)).as("10 ms at 1000 a second").isEqualTo(10);
        bucket.rate(new Rate(1000, 150));
        assertThat(takeAll(bucket)).as("50 more").isEqualTo(50);
        bucket.rate(new Rate(1, 5));
        assertThat(take(bucket)).as("a smaller bucket that is empty").isFalse();
        nanos.addAndGet(2 * SECOND);
        assertThat(takeAll(bucket)).isEqualTo(2);
        bucket.rate(new Rate(0, 0));
        assertThat(take(bucket)).isFalse();
        bucket.rate(new Rate(1, 4));
        assertThat(takeAll(bucket)).isEqualTo(4);
        assertThat(bucket.rate()).isEqualTo(new Rate(1, 4));
    }

    @Test
    @DisplayName("event loops that decide at the same time admit no more together than one would")
    void concurrent() throws Exception {
        TokenBucket bucket = bucket(1, 20_000);
        AtomicLong admitted = new AtomicLong();
        List<Thread> loops = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            loops.add(Thread.ofPlatform().start(() -> {
                for (int k = 0; k < 5_000; k++) {
                    if (take(bucket)) {
                        admitted.incrementAndGet();
                    }
                }
            }));
        }
        for (Thread loop : loops) {
            loop.join();
        }
        assertThat(admitted.get()).isEqualTo(20_000);
    }

    @Test
    @DisplayName("THR-5, R13.9: what settings say and what it limits to")
    void rates() {
        assertThat(Rate.ofMethodSetting(5000, 10_000)).isNull();
        assertThat(Rate.ofMethodSetting(-1, -1)).isNull();
        assertThat(Rate.ofMethodSetting(10, -1)).isNull();
        assertThat(Rate.ofMethodSetting(-1, 5)).isEqualTo(new Rate(5, 5000));
        assertThat(Rate.ofMethodSetting(0, -1)).isEqualTo(new Rate(0, 0));
        assertThat(Rate.ofMethodSetting(5000, 0)).isEqualTo(new Rate(0, 0));
        assertThat(Rate.ofMethodSetting(7, 10_000)).isEqualTo(new Rate(10_000, 7));
        assertThat(Rate.ofPlan(null)).isNull();
        assertThat(Rate.ofPlan(new dev.sallyport.model.UsagePlan.Throttle(5000, 10_000.0)))
                .as("in a plan it is somebody's wish")
                .isEqualTo(new Rate(10_000, 5000));
        assertThat(Rate.ofPlan(new dev.sallyport.model.UsagePlan.Throttle(null, 2.5)))
                .isEqualTo(new Rate(2.5, 5000));
        assertThat(Rate.ofPlan(new dev.sallyport.model.UsagePlan.Throttle(3, null)))
                .isNull();
    }
}
