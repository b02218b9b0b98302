package dev.sallyport.model;

import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * A user of IAM.
 *
 * @param id {@code AIDA…}, never given again
 * @param path begins and ends with a slash
 * @param permissionsBoundary the ARN of a managed policy, or null
 * @param groups the names of the user's groups
 */
public record IamUser(
        String name,
        String id,
        String path,
        Instant createDate,
        @Nullable String permissionsBoundary,
        SortedMap<String, String> tags,
        IamPolicies policies,
        List<String> groups) {

    public IamUser {
        tags = Copies.of(tags);
        groups = List.copyOf(groups);
    }

    /** The same user under another name or path. */
    public IamUser renamed(String newName, String newPath) {
        return new IamUser(newName, id, newPath, createDate, permissionsBoundary, tags, policies, groups);
    }

    /** The same user with another boundary, or none. */
    public IamUser withPermissionsBoundary(@Nullable String newBoundary) {
        return new IamUser(name, id, path, createDate, newBoundary, tags, policies, groups);
    }

    /** The same user with other tags. */
    public IamUser withTags(SortedMap<String, String> newTags) {
        return new IamUser(name, id, path, createDate, permissionsBoundary, newTags, policies, groups);
    }

    /** The same user with other policies. */
    public IamUser withPolicies(IamPolicies newPolicies) {
        return new IamUser(name, id, path, createDate, permissionsBoundary, tags, newPolicies, groups);
    }

    /** The same user in other groups. */
    public IamUser withGroups(List<String> newGroups) {
        return new IamUser(name, id, path, createDate, permissionsBoundary, tags, policies, newGroups);
    }
}
