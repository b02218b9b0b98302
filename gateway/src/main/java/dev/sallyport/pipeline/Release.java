package dev.sallyport.pipeline;

import org.jspecify.annotations.Nullable;

/**
 * What a snapshot is to a stage that has a canary (CAN-1 to CAN-7): its base or the canary itself. A stage without a canary
 * has no releases.
 *
 * @param isCanary whether the snapshot is the canary's
 * @param counts what the requests of the snapshot have come to
 * @param split who gets the canary; null in the canary itself
 */
public record Release(
        boolean isCanary, ReleaseCounts counts, @Nullable CanarySplit split) {

    /** What stands behind the stage's name wherever AWS names a canary. */
    public static final String CANARY_SUFFIX = "/Canary";

    /** The base of a stage. */
    public static Release base(ReleaseCounts counts, CanarySplit split) {
        return new Release(false, counts, split);
    }

    /** The canary of a stage. */
    public static Release canary(ReleaseCounts counts) {
        return new Release(true, counts, null);
    }

    /** The value of {@code $context.isCanaryRequest} (CAN-3). */
    public String isCanaryRequest() {
        return isCanary ? "true" : "false";
    }
}
