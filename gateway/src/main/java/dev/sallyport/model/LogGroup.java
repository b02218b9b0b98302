package dev.sallyport.model;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A log group of CloudWatch Logs (companion R8.1).
 *
 * @param creationMillis milliseconds since the epoch
 * @param retentionDays null when events never expire
 * @param groupClass {@code STANDARD}, {@code INFREQUENT_ACCESS} or {@code DELIVERY}
 * @param deletionProtected whether DeleteLogGroup is refused
 */
public record LogGroup(
        String name,
        long creationMillis,
        @Nullable Integer retentionDays,
        @Nullable String kmsKeyId,
        String groupClass,
        boolean deletionProtected,
        Map<String, String> tags) {

    /** The class of a group that names none. */
    public static final String STANDARD = "STANDARD";

    public LogGroup {
        tags = Copies.of(tags);
    }

    /** A group as the platform makes one for what it logs. */
    public LogGroup(String name, long creationMillis) {
        this(name, creationMillis, null, null, STANDARD, false, Map.of());
    }

    /** The same group with another retention, or null for none. */
    public LogGroup withRetentionDays(@Nullable Integer days) {
        return new LogGroup(name, creationMillis, days, kmsKeyId, groupClass, deletionProtected, tags);
    }

    /** The same group with another key, or null for none. */
    public LogGroup withKmsKeyId(@Nullable String key) {
        return new LogGroup(name, creationMillis, retentionDays, key, groupClass, deletionProtected, tags);
    }

    /** The same group, protected from deletion or not. */
    public LogGroup withDeletionProtected(boolean isProtected) {
        return new LogGroup(name, creationMillis, retentionDays, kmsKeyId, groupClass, isProtected, tags);
    }

    /** The same group with other tags. */
    public LogGroup withTags(Map<String, String> newTags) {
        return new LogGroup(name, creationMillis, retentionDays, kmsKeyId, groupClass, deletionProtected, newTags);
    }
}
