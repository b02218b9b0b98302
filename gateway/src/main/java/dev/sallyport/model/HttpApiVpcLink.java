package dev.sallyport.model;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A VPC link of the second kind: a name for the subnets from which private integrations are reached (http-api 5). It is
 * ready as soon as it is stored, so no status is.
 *
 * @param id six characters of {@code [a-z0-9]}
 */
public record HttpApiVpcLink(
        String id,
        String name,
        List<String> subnetIds,
        List<String> securityGroupIds,
        Map<String, String> tags,
        Instant createdDate) {

    public HttpApiVpcLink {
        subnetIds = List.copyOf(subnetIds);
        securityGroupIds = List.copyOf(securityGroupIds);
        tags = Copies.of(tags);
    }

    /** The same link with other tags. */
    public HttpApiVpcLink withTags(Map<String, String> newTags) {
        return new HttpApiVpcLink(id, name, subnetIds, securityGroupIds, newTags, createdDate);
    }

    /** The same link with another name. */
    public HttpApiVpcLink withName(String newName) {
        return new HttpApiVpcLink(id, newName, subnetIds, securityGroupIds, tags, createdDate);
    }
}
