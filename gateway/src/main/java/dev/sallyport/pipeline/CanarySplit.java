package dev.sallyport.pipeline;

import org.jspecify.annotations.Nullable;

/**
 * Who gets the canary of a stage: each request by chance (CAN-1), or, when the operator wants so, the same client always the
 * same. A hundredth of a percent more or less counts: chance and share are whole numbers of 53 bits.
 */
public final class CanarySplit {

    /** One more than the largest number that is drawn: what a double holds without a loss. */
    static final long DRAWS = 1L << 53;

    private final double percentTraffic;
    private final long share;
    private final @Nullable StageSnapshot canary;
    private final CanaryStickiness stickiness;
    private final long salt;

    /**
     * A split.
     *
     * @param percentTraffic 0.0, which is nobody, to 100.0, which is everybody
     * @param canary what the canary runs; null only with 0.0
     * @param place of the stage, so that one client is not the first to try everything
     */
    public CanarySplit(
            double percentTraffic, @Nullable StageSnapshot canary, CanaryStickiness stickiness, String place) {
        if (!(percentTraffic >= 0 && percentTraffic <= 100) || (canary == null && percentTraffic > 0)) {
            throw new IllegalArgumentException("a canary needs 0.0 to 100.0 percent, not " + percentTraffic);
        }
        this.percentTraffic = percentTraffic;
        this.share = Math.round(percentTraffic / 100 * DRAWS);
        this.canary = canary;
        this.stickiness = stickiness;
        this.salt = CanaryStickiness.hash(place, 0);
    }

    /** What serves a request of the stage. */
    StageSnapshot choose(StageSnapshot base, RequestHead head, RequestIds chance) {
        StageSnapshot candidate = canary;
        if (candidate == null || share == 0) {
            return base;
        }
        long drawn = stickiness.draw(head, salt);
        return (drawn < 0 ? chance.draw() : drawn) < share ? candidate : base;
    }

    /** 0.0 to 100.0. */
    public double percentTraffic() {
        return percentTraffic;
    }

    /** What the canary runs; null for one that has never had traffic. */
    public @Nullable StageSnapshot canary() {
        return canary;
    }

    /** Whether clients stay with the release that they got first. */
    public boolean isSticky() {
        return stickiness.isOn();
    }
}
