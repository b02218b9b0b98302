package dev.sallyport.model;

import java.time.Instant;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * A stage: a name in the invoke URL that points at a deployment (rest-control-plane 7.11). Its settings act without a
 * deployment.
 */
public record Stage(
        String stageName,
        String deploymentId,
        @Nullable String description,
        SortedMap<String, String> variables,
        Map<String, String> tags,
        Instant createdDate,
        Instant lastUpdatedDate) {}
