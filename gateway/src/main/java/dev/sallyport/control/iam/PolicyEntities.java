package dev.sallyport.control.iam;

import dev.sallyport.control.Call;
import dev.sallyport.model.IamGroup;
import dev.sallyport.model.IamPolicies;
import dev.sallyport.model.IamRole;
import dev.sallyport.model.IamUser;
import dev.sallyport.model.ManagedPolicy;
import dev.sallyport.model.Scope;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;
import dev.sallyport.wire.iam.ListEntitiesForPolicyRequest;
import dev.sallyport.wire.iam.ListEntitiesForPolicyResponse;
import dev.sallyport.wire.iam.PolicyGroup;
import dev.sallyport.wire.iam.PolicyRole;
import dev.sallyport.wire.iam.PolicyUser;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** To whom a managed policy is attached, or for whom it is the permissions boundary. */
final class PolicyEntities {

    private final IamServices services;

    PolicyEntities(IamServices services) {
        this.services = services;
    }

    /** One who uses a policy. */
    private record Entity(Kind<?> kind, String name, String id) {

        String key() {
            return kind.name() + ' ' + name;
        }
    }

    ListEntitiesForPolicyResponse list(Call call, ListEntitiesForPolicyRequest in) {
        Page<Entity> page = services.store().read(store -> {
            ManagedPolicy policy = ManagedPolicies.require(store, call.scope(), in.policyArn());
            List<Entity> all = entities(store, IamScope.of(call.scope()), policy.arn(), in);
            return Page.of(all, Entity::key, in.marker(), in.maxItems());
        });
        List<PolicyGroup> groups = new ArrayList<>();
        List<PolicyUser> users = new ArrayList<>();
        List<PolicyRole> roles = new ArrayList<>();
        for (Entity entity : page.items()) {
            if (entity.kind().equals(Kind.IAM_GROUP)) {
                groups.add(new PolicyGroup(entity.name(), entity.id()));
            } else if (entity.kind().equals(Kind.IAM_USER)) {
                users.add(new PolicyUser(entity.name(), entity.id()));
            } else {
                roles.add(new PolicyRole(entity.name(), entity.id()));
            }
        }
        return ListEntitiesForPolicyResponse.builder()
                .policyGroups(groups)
                .policyUsers(users)
                .policyRoles(roles)
                .isTruncated(page.truncated())
                .marker(page.marker())
                .build();
    }

    private static List<Entity> entities(Store.Reader store, Scope iam, String arn, ListEntitiesForPolicyRequest in) {
        List<Entity> found = new ArrayList<>();
        String filter = in.entityFilter();
        if (filter == null || filter.equals("Group")) {
            for (IamGroup it : store.list(Kind.IAM_GROUP, iam, "")) {
                if (uses(it.path(), it.policies(), null, arn, in)) {
                    found.add(new Entity(Kind.IAM_GROUP, it.name(), it.id()));
                }
            }
        }
        if (filter == null || filter.equals("User")) {
            for (IamUser it : store.list(Kind.IAM_USER, iam, "")) {
                if (uses(it.path(), it.policies(), it.permissionsBoundary(), arn, in)) {
                    found.add(new Entity(Kind.IAM_USER, it.name(), it.id()));
                }
            }
        }
        if (filter == null || filter.equals("Role")) {
            for (IamRole it : store.list(Kind.IAM_ROLE, iam, "")) {
                if (uses(it.path(), it.policies(), it.permissionsBoundary(), arn, in)) {
                    found.add(new Entity(Kind.IAM_ROLE, it.name(), it.id()));
                }
            }
        }
        return found;
    }

    private static boolean uses(
            String path, IamPolicies policies, @Nullable String boundary, String arn, ListEntitiesForPolicyRequest in) {
        String usage = in.policyUsageFilter();
        boolean attached = policies.attached().contains(arn) && !"PermissionsBoundary".equals(usage);
        boolean bounded = arn.equals(boundary) && !"PermissionsPolicy".equals(usage);
        return (attached || bounded) && (in.pathPrefix() == null || path.startsWith(in.pathPrefix()));
    }
}
