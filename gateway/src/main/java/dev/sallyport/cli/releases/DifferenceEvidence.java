package dev.sallyport.cli.releases;

/**
 * A sequential test of how much more often something happens with a canary than with its base. It may be looked at after
 * every request and stopped at any time: however often one looks, a hypothesis that is true is refuted with a probability
 * of at most one in the evidence that one asks for.
 *
 * <p>Each request goes to the canary with the known probability {@code share}. So {@code Z = 1/share} for a canary's request
 * with which it happens, {@code -1/(1 - share)} for one of the base, and 0 for all others, has the mean {@code p(canary) -
 * p(base)}, whatever the rates are and however they change over time. Against "the difference is at most {@code margin}"
 * one bets a part of one's money on each {@code Z} to be larger: the fortune is multiplied by {@code 1 + bet (Z - margin)},
 * which is on average no gain when the hypothesis holds. By Ville's inequality the fortune then ever reaches {@code k} with
 * a probability of at most {@code 1/k}. As nobody knows the best bet, the money is spread over several: the mixture of their
 * fortunes is the evidence. Against "the difference is at least {@code margin}" one bets the other way.
 *
 * <p>It holds for requests that are assigned independently of each other. Clients that keep their release break that, and
 * requests that are still running are counted when they end.
 */
final class DifferenceEvidence {

    /** Parts of the largest bet with which no fortune can be lost whole. */
    private static final double[] BETS = {0.9, 0.6, 0.35, 0.2, 0.1, 0.06, 0.03, 0.017, 0.01, 0.005};

    private final double margin;
    private final boolean isLarger;
    private final double[] logFortunes = new double[BETS.length];
    private double highestLog;

    private DifferenceEvidence(double margin, boolean isLarger) {
        if (!(margin >= 0 && margin < 1)) {
            throw new IllegalArgumentException("a margin is from 0 up to 1, not " + margin);
        }
        this.margin = margin;
        this.isLarger = isLarger;
    }

    /** Gathers evidence that the canary's rate is larger than that of the base by more than a margin. */
    static DifferenceEvidence larger(double margin) {
        return new DifferenceEvidence(margin, true);
    }

    /** Gathers evidence that the canary's rate is larger than that of the base by less than a margin. */
    static DifferenceEvidence smaller(double margin) {
        return new DifferenceEvidence(margin, false);
    }

    /**
     * Takes requests into account; in which order they came does not matter.
     *
     * @param share of the requests that went to the canary, between 0 and 1
     * @param canary how often it happened with the canary
     * @param base how often it happened with the base
     * @param others the other requests of both
     */
    void add(double share, long canary, long base, long others) {
        if (!(share > 0 && share < 1)) {
            throw new IllegalArgumentException("a share is between 0 and 1, not " + share);
        }
        double ofCanary = gain(1 / share);
        double ofBase = gain(-1 / (1 - share));
        double ofOthers = gain(0);
        double largestBet = -1 / Math.min(Math.min(ofCanary, ofBase), ofOthers);
        for (int i = 0; i < BETS.length; i++) {
            double bet = BETS[i] * largestBet;
            logFortunes[i] += canary * Math.log1p(bet * ofCanary)
                    + base * Math.log1p(bet * ofBase)
                    + others * Math.log1p(bet * ofOthers);
        }
        highestLog = Math.max(highestLog, logMean(logFortunes));
    }

    private double gain(double observed) {
        return isLarger ? observed - margin : margin - observed;
    }

    private static double logMean(double[] logs) {
        double highest = Double.NEGATIVE_INFINITY;
        for (double log : logs) {
            highest = Math.max(highest, log);
        }
        double sum = 0;
        for (double log : logs) {
            sum += Math.exp(log - highest);
        }
        return highest + Math.log(sum / logs.length);
    }

    /** The most evidence that there has been, at least 1; not more than a double can hold. */
    double evidence() {
        return Math.exp(Math.min(highestLog, 700));
    }
}
