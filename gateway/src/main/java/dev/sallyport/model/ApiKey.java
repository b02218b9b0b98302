package dev.sallyport.model;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An API key (rest-control-plane 7.12).
 *
 * @param value the secret that callers send, 20 to 128 characters, unique in its scope
 * @param name null when never given
 * @param description null when never given
 * @param customerId the customer's id in the AWS Marketplace, or null
 * @param stageKeys {@code api/stage}; from the time before usage plans, without effect
 * @param lastUpdatedDate of the last change, which tagging is none of
 */
public record ApiKey(
        String id,
        String value,
        @Nullable String name,
        @Nullable String description,
        @Nullable String customerId,
        boolean enabled,
        List<String> stageKeys,
        Map<String, String> tags,
        Instant createdDate,
        Instant lastUpdatedDate) {

    public ApiKey {
        stageKeys = List.copyOf(stageKeys);
        tags = Copies.of(tags);
    }

    /** The same key with other tags. */
    public ApiKey withTags(Map<String, String> newTags) {
        return new ApiKey(
                id, value, name, description, customerId, enabled, stageKeys, newTags, createdDate, lastUpdatedDate);
    }

    /** The same key with the time of an update. */
    public ApiKey updatedAt(Instant time) {
        return new ApiKey(id, value, name, description, customerId, enabled, stageKeys, tags, createdDate, time);
    }
}
