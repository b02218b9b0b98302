package dev.sallyport.model;

import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * A managed policy of IAM.
 *
 * @param id {@code ANPA…}, never given again
 * @param path begins and ends with a slash
 * @param versions in the order of their creation, at least the default one
 * @param defaultVersion the number of the version in force
 * @param lastVersion the highest number ever given
 */
public record ManagedPolicy(
        String arn,
        String name,
        String id,
        String path,
        @Nullable String description,
        Instant createDate,
        Instant updateDate,
        SortedMap<String, String> tags,
        List<Version> versions,
        int defaultVersion,
        int lastVersion) {

    public ManagedPolicy {
        tags = Copies.of(tags);
        versions = List.copyOf(versions);
    }

    /**
     * A version, which never changes.
     *
     * @param number from 1; its id is {@code v1}
     * @param document as submitted
     */
    public record Version(int number, String document, Instant createDate) {}

    /** The same policy with other versions. */
    public ManagedPolicy withVersions(
            List<Version> newVersions, int newDefaultVersion, int newLastVersion, Instant changed) {
        return new ManagedPolicy(
                arn,
                name,
                id,
                path,
                description,
                createDate,
                changed,
                tags,
                newVersions,
                newDefaultVersion,
                newLastVersion);
    }

    /** The same policy with other tags. */
    public ManagedPolicy withTags(SortedMap<String, String> newTags) {
        return new ManagedPolicy(
                arn,
                name,
                id,
                path,
                description,
                createDate,
                updateDate,
                newTags,
                versions,
                defaultVersion,
                lastVersion);
    }
}
