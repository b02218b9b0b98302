package dev.sallyport.pipeline;

import dev.sallyport.http.ByteName;
import org.jspecify.annotations.Nullable;

/**
 * Where a base path mapping, an API mapping or a routing rule leads.
 *
 * @param apiId the API, as the directory of stages knows it
 * @param stage null when the caller's path names the stage (INV-56)
 * @param strippedBytes of the path without its first slash, which are removed before a resource is looked for (INV-52)
 * @param basePathMatched the key of the mapping; null for a rule
 * @param routingRuleIdMatched the id of the rule; null for a mapping
 */
public record DomainTarget(
        ByteName apiId,
        @Nullable String stage,
        int strippedBytes,
        @Nullable String basePathMatched,
        @Nullable String routingRuleIdMatched) {

    /** The same target with more or less of the path removed. */
    DomainTarget stripping(int bytes) {
        return bytes == strippedBytes
                ? this
                : new DomainTarget(apiId, stage, bytes, basePathMatched, routingRuleIdMatched);
    }
}
