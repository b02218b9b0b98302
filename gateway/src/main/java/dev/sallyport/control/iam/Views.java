package dev.sallyport.control.iam;

import dev.sallyport.model.IamGroup;
import dev.sallyport.model.IamRole;
import dev.sallyport.model.IamUser;
import dev.sallyport.model.ManagedPolicy;
import dev.sallyport.model.Scope;
import dev.sallyport.wire.iam.AttachedPermissionsBoundary;
import dev.sallyport.wire.iam.Group;
import dev.sallyport.wire.iam.Policy;
import dev.sallyport.wire.iam.PolicyVersion;
import dev.sallyport.wire.iam.Role;
import dev.sallyport.wire.iam.RoleLastUsed;
import dev.sallyport.wire.iam.User;
import org.jspecify.annotations.Nullable;

/** What clients see of IAM's things (companion R5.2 to R5.5): lists show less than answers about one. */
final class Views {

    private static final int DEFAULT_SESSION_SECONDS = 3600;

    private Views() {}

    /** As in lists. */
    static User.Builder user(Scope caller, IamUser user) {
        return User.builder()
                .path(user.path())
                .userName(user.name())
                .userId(user.id())
                .arn(IamScope.arn(caller, "user" + user.path() + user.name()))
                .createDate(user.createDate());
    }

    static User userInFull(Scope caller, IamUser user) {
        return user(caller, user)
                .permissionsBoundary(boundary(user.permissionsBoundary()))
                .tags(TagLists.listOrNull(user.tags()))
                .build();
    }

    static Group group(Scope caller, IamGroup group) {
        return Group.builder()
                .path(group.path())
                .groupName(group.name())
                .groupId(group.id())
                .arn(IamScope.arn(caller, "group" + group.path() + group.name()))
                .createDate(group.createDate())
                .build();
    }

    /** As CreateRole answers: what was not given is absent. */
    static Role.Builder createdRole(Scope caller, IamRole role) {
        return Role.builder()
                .path(role.path())
                .roleName(role.name())
                .roleId(role.id())
                .arn(IamScope.arn(caller, "role" + role.path() + role.name()))
                .createDate(role.createDate())
                .assumeRolePolicyDocument(PolicyDocuments.encoded(role.trustPolicy()))
                .description(role.description())
                .maxSessionDuration(role.maxSessionSeconds())
                .permissionsBoundary(boundary(role.permissionsBoundary()))
                .tags(TagLists.listOrNull(role.tags()));
    }

    /** As in lists. */
    static Role listedRole(Scope caller, IamRole role) {
        return createdRole(caller, role)
                .maxSessionDuration(sessionSeconds(role))
                .permissionsBoundary(null)
                .tags(null)
                .build();
    }

    static Role roleInFull(Scope caller, IamRole role) {
        return createdRole(caller, role)
                .maxSessionDuration(sessionSeconds(role))
                .roleLastUsed(RoleLastUsed.builder().build())
                .build();
    }

    private static int sessionSeconds(IamRole role) {
        Integer seconds = role.maxSessionSeconds();
        return seconds == null ? DEFAULT_SESSION_SECONDS : seconds;
    }

    private static @Nullable AttachedPermissionsBoundary boundary(@Nullable String arn) {
        return arn == null
                ? null
                : AttachedPermissionsBoundary.builder()
                        .permissionsBoundaryType("PermissionsBoundaryPolicy")
                        .permissionsBoundaryArn(arn)
                        .build();
    }

    /** As CreatePolicy answers and as in lists. */
    static Policy.Builder policy(ManagedPolicy policy, Usage usage) {
        return Policy.builder()
                .policyName(policy.name())
                .policyId(policy.id())
                .arn(policy.arn())
                .path(policy.path())
                .defaultVersionId("v" + policy.defaultVersion())
                .attachmentCount(usage.attached(policy.arn()))
                .permissionsBoundaryUsageCount(usage.boundaries(policy.arn()))
                .isAttachable(true)
                .createDate(policy.createDate())
                .updateDate(policy.updateDate());
    }

    static PolicyVersion.Builder version(ManagedPolicy policy, ManagedPolicy.Version version) {
        return PolicyVersion.builder()
                .versionId("v" + version.number())
                .isDefaultVersion(version.number() == policy.defaultVersion())
                .createDate(version.createDate());
    }
}
