package dev.sallyport.model;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot of all documentation parts of a REST API (R20.4).
 *
 * @param parts as they were when the version was made
 */
public record DocumentationVersion(
        String version, @Nullable String description, Instant createdDate, List<DocumentationPart> parts) {

    public DocumentationVersion {
        parts = List.copyOf(parts);
    }
}
