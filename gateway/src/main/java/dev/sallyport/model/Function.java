package dev.sallyport.model;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What belongs to a Lambda function as a whole and not to one of its versions.
 *
 * @param lastPublishedVersion 0 when none was published; numbers are never used again
 * @param reservedConcurrency null when unset
 * @param publishedContent fingerprint of {@code $LATEST} when it was last published, null when it never was; publishing
 *     the same content again gives the same version (R3.37)
 */
public record Function(
        String name,
        int lastPublishedVersion,
        Map<String, String> tags,
        @Nullable Integer reservedConcurrency,
        @Nullable String publishedContent) {

    public Function {
        tags = Copies.of(tags);
    }

    /** A function none of whose versions was published through {@code PublishVersion}. */
    public Function(
            String name, int lastPublishedVersion, Map<String, String> tags, @Nullable Integer reservedConcurrency) {
        this(name, lastPublishedVersion, tags, reservedConcurrency, null);
    }

    /** The same function with other tags. */
    public Function withTags(Map<String, String> newTags) {
        return new Function(name, lastPublishedVersion, newTags, reservedConcurrency, publishedContent);
    }

    /** The same function with another reservation, or null for none. */
    public Function withReservedConcurrency(@Nullable Integer newReservation) {
        return new Function(name, lastPublishedVersion, tags, newReservation, publishedContent);
    }

    /** The same function after a version was published. */
    public Function withPublished(int version, String content) {
        return new Function(name, version, tags, reservedConcurrency, content);
    }
}
