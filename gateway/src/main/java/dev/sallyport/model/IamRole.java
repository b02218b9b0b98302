package dev.sallyport.model;

import java.time.Instant;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * A role of IAM.
 *
 * @param id {@code AROA…}, never given again
 * @param path begins and ends with a slash
 * @param trustPolicy the AssumeRolePolicyDocument as submitted
 * @param maxSessionSeconds null when nobody set it; 3600 then
 * @param permissionsBoundary the ARN of a managed policy, or null
 */
public record IamRole(
        String name,
        String id,
        String path,
        Instant createDate,
        String trustPolicy,
        @Nullable String description,
        @Nullable Integer maxSessionSeconds,
        @Nullable String permissionsBoundary,
        SortedMap<String, String> tags,
        IamPolicies policies) {

    public IamRole {
        tags = Copies.of(tags);
    }

    /** The same role that others may assume. */
    public IamRole withTrustPolicy(String newTrustPolicy) {
        return new IamRole(
                name,
                id,
                path,
                createDate,
                newTrustPolicy,
                description,
                maxSessionSeconds,
                permissionsBoundary,
                tags,
                policies);
    }

    /** The same role with another description and longest session. */
    public IamRole described(@Nullable String newDescription, @Nullable Integer newMaxSessionSeconds) {
        return new IamRole(
                name,
                id,
                path,
                createDate,
                trustPolicy,
                newDescription,
                newMaxSessionSeconds,
                permissionsBoundary,
                tags,
                policies);
    }

    /** The same role with another permissions boundary or none. */
    public IamRole withPermissionsBoundary(@Nullable String newBoundary) {
        return new IamRole(
                name, id, path, createDate, trustPolicy, description, maxSessionSeconds, newBoundary, tags, policies);
    }

    /** The same role with other tags. */
    public IamRole withTags(SortedMap<String, String> newTags) {
        return new IamRole(
                name,
                id,
                path,
                createDate,
                trustPolicy,
                description,
                maxSessionSeconds,
                permissionsBoundary,
                newTags,
                policies);
    }

    /** The same role with other policies. */
    public IamRole withPolicies(IamPolicies newPolicies) {
        return new IamRole(
                name,
                id,
                path,
                createDate,
                trustPolicy,
                description,
                maxSessionSeconds,
                permissionsBoundary,
                tags,
                newPolicies);
    }
}
