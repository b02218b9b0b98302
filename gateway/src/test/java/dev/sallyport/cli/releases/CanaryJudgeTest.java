package dev.sallyport.cli.releases;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.cli.releases.CanaryJudge.Counts;
import dev.sallyport.cli.releases.CanaryJudge.Observation;
import dev.sallyport.cli.releases.CanaryJudge.Rules;
import dev.sallyport.cli.releases.CanaryJudge.Verdict;
import java.util.EnumMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the judge says of simulated traffic, again and again with other seeds, and looked at every hundred requests. */
class CanaryJudgeTest {

    private static final int RUNS = 100;
    private static final int LOOK_EVERY = 100;
    private static final double FALSE_ALARMS = 0.05;
    private static final Rules RULES = new Rules(0.01, 0.05, 5, FALSE_ALARMS, 100, false);

    /** Rates of a release at a point of its life from 0 to 1. */
    private interface Behaviour {
        double errors(double life);

        /** Of requests that take 300 ms; the others take 10 to 30. */
        double slow(double life);
    }

    private static Behaviour steady(double errors, double slow) {
        return new Behaviour() {
            @Override
            public double errors(double life) {
                return errors;
            }

            @Override
            public double slow(double life) {
                return slow;
            }
        };
    }

    /** A backend of both that is down for a third of the time. */
    private static Behaviour outage(double more) {
        return new Behaviour() {
            @Override
            public double errors(double life) {
                return (life > 0.33 && life < 0.66 ? 0.5 : 0.001) + more;
            }

            @Override
            public double slow(double life) {
                return life > 0.33 && life < 0.66 ? 0.8 : 0.02;
            }
        };
    }

    /** The counts of one release while it serves. */
    private static final class Served {
        private long requests;
        private long serverErrors;
        private final long[] latencies = new long[301];

        void serve(Behaviour behaviour, double life, SplittableRandom random) {
            requests++;
            serverErrors += random.nextDouble() < behaviour.errors(life) ? 1 : 0;
            long millis = random.nextDouble() < behaviour.slow(life) ? 300 : random.nextLong(10, 30);
            latencies[(int) millis]++;
        }

        Counts counts() {
            NavigableMap<Long, Long> counted = new TreeMap<>();
            for (int i = 0; i < latencies.length; i++) {
                if (latencies[i] > 0) {
                    counted.put((long) i, latencies[i]);
                }
            }
            return new Counts(requests, 0, serverErrors, counted);
        }
    }

    private static Verdict run(long seed, double percent, Behaviour ofBase, Behaviour ofCanary, int requests) {
        SplittableRandom random = new SplittableRandom(seed);
        CanaryJudge judge = new CanaryJudge(RULES);
        Served base = new Served();
        Served canary = new Served();
        judge.observe(new Observation(1, percent, base.counts(), canary.counts()));
        for (int i = 1; i <= requests; i++) {
            boolean isCanary = random.nextDouble() * 100 < percent;
            (isCanary ? canary : base).serve(isCanary ? ofCanary : ofBase, (double) i / requests, random);
            if (i % LOOK_EVERY == 0) {
                judge.observe(new Observation(1, percent, base.counts(), canary.counts()));
                if (judge.verdict() != Verdict.UNDECIDED) {
                    return judge.verdict();
                }
            }
        }
        return Verdict.UNDECIDED;
    }

    private static Map<Verdict, Integer> runs(double percent, Behaviour base, Behaviour canary, int requests) {
        Map<Verdict, Integer> verdicts = new EnumMap<>(Verdict.class);
        for (Verdict verdict : Verdict.values()) {
            verdicts.put(verdict, 0);
        }
        for (int run = 0; run < RUNS; run++) {
            verdicts.merge(run(1000L * run + 1, percent, base, canary, requests), 1, Integer::sum);
        }
        return verdicts;
    }

    /** What three standard deviations allow above the bound. */
    private static int mostFalse() {
        return (int) (RUNS * FALSE_ALARMS + 3 * Math.sqrt(RUNS * FALSE_ALARMS * (1 - FALSE_ALARMS)));
    }

    @ParameterizedTest
    @CsvSource({"10, 0, 20000", "10, 0.02, 80000", "50, 0.1, 120000", "5, 0.002, 30000"})
    @DisplayName("a canary as good as its base is hardly ever condemned, and passed soon")
    void goodCanary(double percent, double errors, int requests) {
        Map<Verdict, Integer> verdicts = runs(percent, steady(errors, 0.02), steady(errors, 0.02), requests);
        assertThat(verdicts.get(Verdict.BAD)).isLessThanOrEqualTo(mostFalse());
        assertThat(verdicts.get(Verdict.GOOD)).isGreaterThanOrEqualTo(RUNS * 9 / 10);
    }

    @ParameterizedTest
    @ValueSource(doubles = {5, 10, 50})
    @DisplayName("a canary that fails in 5 of 100 requests is condemned")
    void badCanary(double percent) {
        assertThat(runs(percent, steady(0.001, 0.02), steady(0.05, 0.02), 30_000))
                .containsEntry(Verdict.BAD, RUNS);
    }

    @Test
    @DisplayName("a canary that fails whenever it is asked is condemned with its first judgement")
    void deadCanary() {
        for (int seed = 0; seed < 50; seed++) {
            assertThat(run(seed, 10, steady(0, 0), steady(1, 0), 2_000)).isEqualTo(Verdict.BAD);
        }
    }

    @Test
    @DisplayName("a canary that is exactly as much worse as is tolerated is hardly ever judged either way")
    void boundary() {
        Map<Verdict, Integer> verdicts = runs(20, steady(0.02, 0.02), steady(0.03, 0.02), 10_000);
        assertThat(verdicts.get(Verdict.BAD)).isLessThanOrEqualTo(mostFalse());
        assertThat(verdicts.get(Verdict.GOOD)).isLessThanOrEqualTo(mostFalse());
    }

    @Test
    @DisplayName("an outage that both have is no reason to condemn one of them")
    void outageOfBoth() {
        Map<Verdict, Integer> verdicts = new EnumMap<>(Verdict.class);
        for (int run = 0; run < RUNS; run++) {
            verdicts.merge(run(run, 10, outage(0), outage(0), 10_000), 1, Integer::sum);
        }
        assertThat(verdicts.getOrDefault(Verdict.BAD, 0)).isLessThanOrEqualTo(mostFalse());
    }

    @Test
    @DisplayName("a canary that is slow in a quarter of its requests is condemned, though it fails in none")
    void slowCanary() {
        assertThat(runs(10, steady(0, 0.01), steady(0, 0.25), 30_000)).containsEntry(Verdict.BAD, RUNS);
    }

    @Test
    @DisplayName("nothing is said before the canary has had as many requests as it must")
    void minRequests() {
        CanaryJudge judge = new CanaryJudge(RULES);
        judge.observe(new Observation(1, 50, Counts.NONE, Counts.NONE));
        judge.observe(new Observation(1, 50, counts(5_000, 0), counts(99, 99)));
        assertThat(judge.verdict()).isEqualTo(Verdict.UNDECIDED);
        judge.observe(new Observation(1, 50, counts(5_001, 0), counts(100, 100)));
        assertThat(judge.verdict()).isEqualTo(Verdict.BAD);
        assertThat(judge.reasons())
                .anyMatch(line ->
                        line.startsWith("Errors (5xx): 100 (100.00 %) of the canary and 0 (0.00 %) of the base"));
    }

    @Test
    @DisplayName("what came while the percentage changed, and before counts began again, is left out")
    void leftOut() {
        CanaryJudge judge = new CanaryJudge(RULES);
        judge.observe(new Observation(1, 50, counts(1_000, 0), counts(1_000, 900)));
        assertThat(judge.requests()).as("what came before").isZero();
        judge.observe(new Observation(1, 10, counts(2_000, 0), counts(2_000, 1_900)));
        assertThat(judge.requests()).as("another percentage").isZero();
        judge.observe(new Observation(2, 10, counts(90, 0), counts(10, 0)));
        assertThat(judge.requests()).as("began again").isZero();
        judge.observe(new Observation(2, 10, counts(900, 0), counts(100, 0)));
        assertThat(judge.requests()).isEqualTo(900);
        assertThat(judge.verdict()).isEqualTo(Verdict.UNDECIDED);
    }

    @Test
    @DisplayName("4xx count only when they are told to")
    void clientErrors() {
        Rules counting = new Rules(0.01, 0.05, 5, FALSE_ALARMS, 100, true);
        for (Rules rules : new Rules[] {RULES, counting}) {
            CanaryJudge judge = new CanaryJudge(rules);
            judge.observe(new Observation(1, 50, Counts.NONE, Counts.NONE));
            Counts lost = new Counts(200, 200, 0, new TreeMap<>(Map.of(3L, 200L)));
            judge.observe(new Observation(1, 50, counts(200, 0), lost));
            assertThat(judge.verdict() == Verdict.BAD).isEqualTo(rules.countsClientErrors());
        }
    }

    private static Counts counts(long requests, long serverErrors) {
        return new Counts(requests, 0, serverErrors, new TreeMap<>(Map.of(3L, requests)));
    }
}
