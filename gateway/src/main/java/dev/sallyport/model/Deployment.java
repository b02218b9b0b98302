package dev.sallyport.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A frozen version of an API. The configuration itself is the {@link ApiDocument} with the given digest; two
 * deployments of an unchanged draft share it.
 *
 * @param id six characters of {@code [a-z0-9]}
 * @param documentDigest SHA-256 of the document's canonical JSON, lower-case hex
 */
public record Deployment(String id, @Nullable String description, Instant createdDate, String documentDigest) {}
