package dev.sallyport.model;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What belongs to a Lambda function as a whole and not to one of its versions.
 *
 * @param lastPublishedVersion 0 when none was published; numbers are never used again
 * @param reservedConcurrency null when unset
 */
public record Function(
        String name, int lastPublishedVersion, Map<String, String> tags, @Nullable Integer reservedConcurrency) {}
