package dev.sallyport.pipeline;

import org.jspecify.annotations.Nullable;

/**
 * What a snapshot is to a stage that has a canary (CAN-1 to CAN-7): its base or the canary itself. A stage without a canary
 * has no releases.
 *
 * @param isCanary whether the snapshot is the canary's
 * @param stageLabel what metrics call the snapshot in the place of the stage's name: {@code prod/Canary} for a canary
 *     (CAN-6), the stage's name for its base
 * @param cacheStage whose response cache the snapshot uses: {@code prod/Canary} for a canary with a cache of its own, the
 *     stage's name for all others (CAN-5)
 * @param counts what the requests of the snapshot have come to
 * @param split who gets the canary; null in the canary itself
 */
public record Release(
        boolean isCanary, String stageLabel, String cacheStage, ReleaseCounts counts, @Nullable CanarySplit split) {

    /** What stands behind the stage's name wherever AWS names a canary. */
    public static final String CANARY_SUFFIX = "/Canary";

    /** The base of a stage. */
    public static Release base(String stageName, ReleaseCounts counts, CanarySplit split) {
        return new Release(false, stageName, stageName, counts, split);
    }

    /** The canary of a stage. */
    public static Release canary(String stageName, boolean useStageCache, ReleaseCounts counts) {
        String label = stageName + CANARY_SUFFIX;
        return new Release(true, label, useStageCache ? stageName : label, counts, null);
    }

    /** The value of {@code $context.isCanaryRequest} (CAN-3). */
    public String isCanaryRequest() {
        return isCanary ? "true" : "false";
    }
}
