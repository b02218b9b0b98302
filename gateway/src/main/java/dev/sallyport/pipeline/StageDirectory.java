package dev.sallyport.pipeline;

import org.jspecify.annotations.Nullable;

/** Which stages are live. Answered without a lock from the published snapshots. */
public interface StageDirectory {

    /** Whether any stage of the API is live. */
    boolean knowsApi(String apiId);

    /** The snapshot that the stage runs now, or null. */
    @Nullable
    StageSnapshot find(String apiId, String stageName);
}
