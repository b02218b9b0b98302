package dev.sallyport.cli.releases;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Judges a canary by its errors and its latency against its base, observation after observation, with {@link DifferenceEvidence
 * sequential tests}: so the judgement may be read at any time, and a canary that is good enough is condemned with a
 * probability of at most {@code Rules.falseAlarms}, one that is too bad passed with at most the same.
 *
 * <p>A request is slow when it takes longer than 95 in 100 requests of the base had taken before it, by more than a little.
 */
final class CanaryJudge {

    /** How many requests of the base tell what is slow. */
    private static final long MIN_FOR_LATENCY = 100;

    private static final double SLOW_QUANTILE = 0.95;

    /**
     * What counts.
     *
     * @param errorTolerance how much larger the canary's rate of errors may be, 0.01 for one in a hundred requests
     * @param latencyTolerance how much larger its rate of slow requests may be
     * @param slackMillis how much longer than the base's a latency must be to be called slow
     * @param falseAlarms the largest probability of a wrong judgement, either way
     * @param minRequests of the canary, before it is judged
     * @param countsClientErrors whether 4xx are errors as well as 5xx
     */
    record Rules(
            double errorTolerance,
            double latencyTolerance,
            long slackMillis,
            double falseAlarms,
            long minRequests,
            boolean countsClientErrors) {}

    /**
     * What has been counted of one release up to now.
     *
     * @param latencies requests by the smallest latency of their bucket, in milliseconds
     */
    record Counts(long requests, long clientErrors, long serverErrors, NavigableMap<Long, Long> latencies) {

        static final Counts NONE = new Counts(0, 0, 0, new TreeMap<>());

        private long errors(boolean withClients) {
            return serverErrors + (withClients ? clientErrors : 0);
        }

        private long slow(long fromMillis) {
            return latencies.tailMap(fromMillis, true).values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
        }

        /** What has come since. */
        private Counts since(Counts before) {
            NavigableMap<Long, Long> more = new TreeMap<>(latencies);
            before.latencies.forEach((millis, count) -> more.merge(millis, -count, Long::sum));
            return new Counts(
                    requests - before.requests,
                    clientErrors - before.clientErrors,
                    serverErrors - before.serverErrors,
                    more);
        }

        private Counts plus(Counts other) {
            NavigableMap<Long, Long> sum = new TreeMap<>(latencies);
            other.latencies.forEach((millis, count) -> sum.merge(millis, count, Long::sum));
            return new Counts(
                    requests + other.requests,
                    clientErrors + other.clientErrors,
                    serverErrors + other.serverErrors,
                    sum);
        }
    }

    /**
     * One look at a stage.
     *
     * @param generation another one than before when counts began again
     * @param percent of the requests that go to the canary
     */
    record Observation(long generation, double percent, Counts base, Counts canary) {}

    /** What the judge says. */
    enum Verdict {
        UNDECIDED,
        GOOD,
        BAD
    }

    private final Rules rules;
    private final DifferenceEvidence moreErrors;
    private final DifferenceEvidence fewErrors;
    private final DifferenceEvidence moreSlow;
    private final DifferenceEvidence fewSlow;

    private @Nullable Observation last;
    private Counts base = Counts.NONE;
    private Counts canary = Counts.NONE;
    private long slowBase;
    private long slowCanary;
    private long slowFromMillis = -1;
    private long timedBase;
    private long timedCanary;

    CanaryJudge(Rules rules) {
        this.rules = rules;
        this.moreErrors = DifferenceEvidence.larger(rules.errorTolerance());
        this.fewErrors = DifferenceEvidence.smaller(rules.errorTolerance());
        this.moreSlow = DifferenceEvidence.larger(rules.latencyTolerance());
        this.fewSlow = DifferenceEvidence.smaller(rules.latencyTolerance());
    }

    /** Takes another look into account. What came while the percentage changed, or while counts began again, is left out. */
    void observe(Observation now) {
        Observation before = last;
        last = now;
        if (before == null || before.generation() != now.generation() || before.percent() != now.percent()) {
            return;
        }
        Counts ofBase = now.base().since(before.base());
        Counts ofCanary = now.canary().since(before.canary());
        double share = now.percent() / 100;
        if (!(share > 0 && share < 1) || ofBase.requests() + ofCanary.requests() == 0) {
            return;
        }
        long badBase = ofBase.errors(rules.countsClientErrors());
        long badCanary = ofCanary.errors(rules.countsClientErrors());
        long others = ofBase.requests() + ofCanary.requests() - badBase - badCanary;
        moreErrors.add(share, badCanary, badBase, others);
        fewErrors.add(share, badCanary, badBase, others);
        if (base.requests() >= MIN_FOR_LATENCY) {
            compareLatency(share, ofBase, ofCanary);
        }
        base = base.plus(ofBase);
        canary = canary.plus(ofCanary);
    }

    /** What is slow is told by what came before, so that it does not depend on what is judged. */
    private void compareLatency(double share, Counts ofBase, Counts ofCanary) {
        slowFromMillis = slowFrom(base);
        long slowOfBase = ofBase.slow(slowFromMillis);
        long slowOfCanary = ofCanary.slow(slowFromMillis);
        long others = ofBase.requests() + ofCanary.requests() - slowOfBase - slowOfCanary;
        moreSlow.add(share, slowOfCanary, slowOfBase, others);
        fewSlow.add(share, slowOfCanary, slowOfBase, others);
        slowBase += slowOfBase;
        slowCanary += slowOfCanary;
        timedBase += ofBase.requests();
        timedCanary += ofCanary.requests();
    }

    private long slowFrom(Counts of) {
        long left = (long) Math.ceil(of.requests() * SLOW_QUANTILE);
        for (Map.Entry<Long, Long> bucket : of.latencies().entrySet()) {
            left -= bucket.getValue();
            if (left <= 0) {
                return bucket.getKey() + 1 + rules.slackMillis();
            }
        }
        return 1 + rules.slackMillis();
    }

    /** What is to be said of the canary now. Evidence that was once enough stays enough. */
    Verdict verdict() {
        if (canary.requests() < rules.minRequests()) {
            return Verdict.UNDECIDED;
        }
        double enough = 1 / rules.falseAlarms();
        // Either of two tests condemns, so each of them may be wrong half as often.
        if (moreErrors.evidence() >= 2 * enough || moreSlow.evidence() >= 2 * enough) {
            return Verdict.BAD;
        }
        return fewErrors.evidence() >= enough && fewSlow.evidence() >= enough ? Verdict.GOOD : Verdict.UNDECIDED;
    }

    /** Requests of both releases that were judged. */
    long requests() {
        return base.requests() + canary.requests();
    }

    /** Why the judge says what it says, in sentences. */
    List<String> reasons() {
        long errorsBase = base.errors(rules.countsClientErrors());
        long errorsCanary = canary.errors(rules.countsClientErrors());
        String latency = slowFromMillis < 0
                ? "Latency: the base has had too few requests to tell what is slow."
                : "Latency: " + rate(slowCanary, timedCanary) + " of the canary and " + rate(slowBase, timedBase)
                        + " of the base took " + slowFromMillis
                        + " ms or more (95 in 100 of the base take less); up to "
                        + percent(rules.latencyTolerance()) + " more is tolerated. " + evidence(moreSlow, fewSlow);
        return List.of(
                "Requests: " + canary.requests() + " of the canary, " + base.requests() + " of the base.",
                "Errors (" + (rules.countsClientErrors() ? "4xx and 5xx" : "5xx") + "): "
                        + rate(errorsCanary, canary.requests()) + " of the canary and "
                        + rate(errorsBase, base.requests()) + " of the base; up to " + percent(rules.errorTolerance())
                        + " more is tolerated. " + evidence(moreErrors, fewErrors),
                latency);
    }

    private String evidence(DifferenceEvidence more, DifferenceEvidence few) {
        return String.format(
                Locale.ROOT,
                "Evidence for too much: %.3g (%.3g condemns), for little enough: %.3g (%.3g passes).",
                more.evidence(),
                2 / rules.falseAlarms(),
                few.evidence(),
                1 / rules.falseAlarms());
    }

    private static String rate(long part, long whole) {
        return part + " (" + percent(whole == 0 ? 0 : (double) part / whole) + ")";
    }

    private static String percent(double part) {
        return String.format(Locale.ROOT, "%.2f %%", 100 * part);
    }
}
