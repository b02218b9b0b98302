package dev.sallyport.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A frozen version of an HTTP or WebSocket API; what was frozen is the {@link HttpApiDocument} or {@link
 * WebSocketDocument} with the digest.
 *
 * @param id six characters of {@code [a-z0-9]}
 * @param autoDeployed whether a change of the API made it (R13.3)
 * @param documentDigest SHA-256 of the document's canonical JSON, lower-case hex
 */
public record HttpApiDeployment(
        String id, @Nullable String description, boolean autoDeployed, Instant createdDate, String documentDigest) {}
