package dev.sallyport.pipeline;

import dev.sallyport.http.ByteName;
import org.jspecify.annotations.Nullable;

/** Which stages are live. Answered without a lock from the published snapshots. */
@FunctionalInterface
public interface StageDirectory {

    /** The live stages of an API; null when it has none. */
    @Nullable
    ApiStages find(ByteName apiId);
}
