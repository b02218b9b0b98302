package dev.sallyport.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.PriorityQueue;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What several event loops admit together at twice the load that a limit lets through, in a time of the test's own: requests
 * come over connections that belong to loops, a loop wakes now and then and decides all that waits at its own time, and loops
 * may not run for a while.
 */
class OverloadTest {

    private static final long SECOND = 1_000_000_000L;
    private static final long DECISION_NANOS = 4_000;

    /** One moment at which a loop runs. */
    private record Wake(long nanos, int loop) implements Comparable<Wake> {

        @Override
        public int compareTo(Wake other) {
            return nanos == other.nanos ? Integer.compare(loop, other.loop) : Long.compare(nanos, other.nanos);
        }
    }

    /** Loops, what waits at them, and the limits that they share. */
    private static final class Machine {
        private final SplittableRandom random;
        private final long[] waiting;
        private final int[] loopOfConnection;
        private final double gapNanos;
        private final TokenBucket ofStage;
        private final TokenBucket ofKey;
        private double nextArrival;
        private long admitted;
        /** When the bucket is empty at the latest; until then it would spill what comes while nobody asks for it. */
        private final long emptyAt;

        private long notBefore;

        Machine(SplittableRandom random, int loops, int connections, double rate, int burst) {
            this.random = random;
            this.waiting = new long[loops];
            this.loopOfConnection = new int[connections];
            for (int i = 0; i < connections; i++) {
                loopOfConnection[i] = i % loops;
            }
            this.gapNanos = SECOND / rate / 2;
            this.emptyAt = (long) (SECOND * burst / rate * 1.2);
            // The wider limit is taken first and given back whenever the narrower one refuses.
            this.ofStage = new TokenBucket(new Rate(rate * 1.5, burst * 2), () -> 0);
            this.ofKey = new TokenBucket(new Rate(rate, burst), () -> 0);
        }

        void arriveUntil(long now) {
            while (nextArrival <= now) {
                waiting[loopOfConnection[random.nextInt(loopOfConnection.length)]]++;
                nextArrival += gapNanos * 2 * random.nextDouble();
            }
        }

        /** The loop decides all that waits and answers when it is next free. */
        long run(int loop, long start) {
            long now = start;
            for (long left = waiting[loop]; left > 0; left--) {
                if (ofStage.tryTake(now)) {
                    if (ofKey.tryTake(now)) {
                        admitted++;
                    } else {
                        ofStage.giveBack();
                    }
                }
                now += DECISION_NANOS;
            }
            waiting[loop] = 0;
            return now;
        }

        long admitted(long seconds, long longestStallNanos) {
            PriorityQueue<Wake> wakes = new PriorityQueue<>();
            for (int loop = 0; loop < waiting.length; loop++) {
                wakes.add(new Wake(notBefore, loop));
            }
            while (wakes.element().nanos() < seconds * SECOND) {
                Wake wake = wakes.remove();
                arriveUntil(wake.nanos());
                long done = run(wake.loop(), wake.nanos());
                boolean stalls = longestStallNanos > 0 && wake.nanos() > emptyAt && random.nextInt(50) == 0;
                long pause = stalls ? random.nextLong(longestStallNanos) : random.nextLong(50_000, 1_000_000);
                wakes.add(new Wake(done + pause, wake.loop()));
            }
            return admitted;
        }
    }

    @ParameterizedTest(name = "nothing is decided for the first {0} ms")
    @CsvSource({"0", "100", "200", "400"})
    @DisplayName("THR-1: a full bucket lets go what comes while nothing arrives: time counts from the first decision")
    void lateStart(int millis) {
        Machine machine = new Machine(new SplittableRandom(1), 4, 800, 2000, 1000);
        machine.notBefore = millis * 1_000_000L;

        long admitted = machine.admitted(10, 0);

        double expected = 1000 + 2000 * (10 - millis / 1000.0);
        assertThat((double) admitted).isCloseTo(expected, within(expected / 1000));
    }

    @ParameterizedTest(name = "{0} loops, {1} connections, {2} per second, burst {3}, stalls of up to {4} ms")
    @CsvSource({
        "1, 8, 2000, 1000, 0",
        "1, 800, 2000, 1000, 0",
        "4, 8, 2000, 1000, 0",
        "4, 800, 2000, 1000, 0",
        "8, 800, 20000, 5000, 0",
        "4, 8, 2000, 1000, 100",
        "4, 800, 2000, 1000, 400",
        "2, 800, 2000, 1000, 200",
        "8, 800, 20000, 5000, 200",
        "4, 800, 500, 50, 50",
        "4, 800, 333.3, 100, 50"
    })
    @DisplayName(
            "THR-1: at 2 x overload several loops admit within 1 % of burst + rate x time, also when some of them stall")
    void overload(int loops, int connections, double rate, int burst, int stallMillis) {
        for (int seed = 0; seed < 3; seed++) {
            Machine machine = new Machine(new SplittableRandom(seed), loops, connections, rate, burst);
            double expected = burst + rate * 10;

            long admitted = machine.admitted(10, stallMillis * 1_000_000L);

            assertThat((double) admitted).isCloseTo(expected, within(Math.max(1.5, expected / 100)));
            assertThat((double) admitted).isLessThanOrEqualTo(burst + rate * 10.01 + 1);
        }
    }
}
