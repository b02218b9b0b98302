package dev.sallyport.model;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A VPC link: a name for the load balancer that private integrations reach (rest-control-plane 7.14, 18). It is ready
 * as soon as it is stored, so no status is.
 *
 * @param id six characters of {@code [a-z0-9]}
 * @param description null when never given
 * @param targetArns exactly one, of a Network Load Balancer
 */
public record VpcLink(
        String id, String name, @Nullable String description, List<String> targetArns, Map<String, String> tags) {

    public VpcLink {
        targetArns = List.copyOf(targetArns);
        tags = Copies.of(tags);
    }

    /** The same link with other tags. */
    public VpcLink withTags(Map<String, String> newTags) {
        return new VpcLink(id, name, description, targetArns, newTags);
    }
}
