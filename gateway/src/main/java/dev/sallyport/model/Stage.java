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
        Instant lastUpdatedDate) {

    public Stage {
        variables = Copies.of(variables);
        tags = Copies.of(tags);
    }

    /** The same stage with other tags; tagging is no update of the stage. */
    public Stage withTags(Map<String, String> newTags) {
        return new Stage(stageName, deploymentId, description, variables, newTags, createdDate, lastUpdatedDate);
    }

    /** The same stage with the time of an update. */
    public Stage updatedAt(Instant time) {
        return new Stage(stageName, deploymentId, description, variables, tags, createdDate, time);
    }
}
