package dev.sallyport.control.iam;

import static java.util.Objects.requireNonNull;

import dev.sallyport.control.Call;
import dev.sallyport.control.ServiceException;
import dev.sallyport.model.IamPolicies;
import dev.sallyport.model.IamRole;
import dev.sallyport.model.Scope;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;
import dev.sallyport.wire.Unit;
import dev.sallyport.wire.iam.CreateRoleRequest;
import dev.sallyport.wire.iam.CreateRoleResponse;
import dev.sallyport.wire.iam.DeleteRolePermissionsBoundaryRequest;
import dev.sallyport.wire.iam.DeleteRoleRequest;
import dev.sallyport.wire.iam.GetRoleRequest;
import dev.sallyport.wire.iam.GetRoleResponse;
import dev.sallyport.wire.iam.ListRoleTagsRequest;
import dev.sallyport.wire.iam.ListRoleTagsResponse;
import dev.sallyport.wire.iam.ListRolesRequest;
import dev.sallyport.wire.iam.ListRolesResponse;
import dev.sallyport.wire.iam.PutRolePermissionsBoundaryRequest;
import dev.sallyport.wire.iam.Tag;
import dev.sallyport.wire.iam.TagRoleRequest;
import dev.sallyport.wire.iam.UntagRoleRequest;
import dev.sallyport.wire.iam.UpdateAssumeRolePolicyRequest;
import dev.sallyport.wire.iam.UpdateRoleDescriptionRequest;
import dev.sallyport.wire.iam.UpdateRoleDescriptionResponse;
import dev.sallyport.wire.iam.UpdateRoleRequest;
import dev.sallyport.wire.iam.UpdateRoleResponse;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The roles of an account. */
final class Roles {

    /** The default limit of a trust policy's characters. */
    private static final int MAX_TRUST_POLICY = 2048;

    static final String SERVICE_PATH = "/aws-service-role/";

    private final IamServices services;

    Roles(IamServices services) {
        this.services = services;
    }

    CreateRoleResponse create(Call call, CreateRoleRequest in) {
        Scope iam = IamScope.of(call.scope());
        String name = requireNonNull(in.roleName());
        String trust = requireNonNull(in.assumeRolePolicyDocument());
        String path = in.path() == null ? "/" : in.path();
        if (path.startsWith(SERVICE_PATH)) {
            throw IamErrors.validation("Path " + path + " is reserved for service-linked roles.");
        }
        requireTrustPolicy(trust);
        return services.store().write(store -> {
            if (store.find(Kind.IAM_ROLE, iam, "", name) != null) {
                throw IamErrors.alreadyExists("Role with name " + name + " already exists.");
            }
            IamRole role = new IamRole(
                    name,
                    services.ids().entity("AROA"),
                    path,
                    services.now(),
                    trust,
                    in.description(),
                    in.maxSessionDuration(),
                    ManagedPolicies.requireBoundary(store, call.scope(), in.permissionsBoundary()),
                    TagLists.of(in.tags()),
                    IamPolicies.NONE);
            store.put(Kind.IAM_ROLE, iam, "", name, role);
            return CreateRoleResponse.builder()
                    .role(Views.createdRole(call.scope(), role).build())
                    .build();
        });
    }

    GetRoleResponse get(Call call, GetRoleRequest in) {
        return GetRoleResponse.builder()
                .role(Views.roleInFull(call.scope(), find(call, in.roleName())))
                .build();
    }

    ListRolesResponse list(Call call, ListRolesRequest in) {
        String prefix = in.pathPrefix() == null ? "/" : in.pathPrefix();
        List<IamRole> roles = services.store().read(store -> store.list(Kind.IAM_ROLE, IamScope.of(call.scope()), ""));
        Page<IamRole> page = Page.of(
                roles.stream().filter(it -> it.path().startsWith(prefix)).toList(),
                IamRole::name,
                in.marker(),
                in.maxItems());
        return ListRolesResponse.builder()
                .roles(page.items().stream()
                        .map(it -> Views.listedRole(call.scope(), it))
                        .toList())
                .isTruncated(page.truncated())
                .marker(page.marker())
                .build();
    }

    /** What the request leaves out stays. AWS: the description of a service's role is everybody's. */
    UpdateRoleResponse update(Call call, UpdateRoleRequest in) {
        annotate(call, in.roleName(), (store, role) -> {
            if (in.maxSessionDuration() != null) {
                requireModifiable(role);
            }
            return role.described(
                    in.description() == null ? role.description() : in.description(),
                    in.maxSessionDuration() == null ? role.maxSessionSeconds() : in.maxSessionDuration());
        });
        return UpdateRoleResponse.builder().build();
    }

    UpdateRoleDescriptionResponse updateDescription(Call call, UpdateRoleDescriptionRequest in) {
        annotate(call, in.roleName(), (store, role) -> role.described(in.description(), role.maxSessionSeconds()));
        return UpdateRoleDescriptionResponse.builder()
                .role(Views.createdRole(call.scope(), find(call, in.roleName())).build())
                .build();
    }

    Unit updateTrustPolicy(Call call, UpdateAssumeRolePolicyRequest in) {
        String trust = requireNonNull(in.policyDocument());
        requireTrustPolicy(trust);
        return change(call, in.roleName(), (store, role) -> role.withTrustPolicy(trust));
    }

    Unit putBoundary(Call call, PutRolePermissionsBoundaryRequest in) {
        return change(
                call,
                in.roleName(),
                (store, role) -> role.withPermissionsBoundary(
                        ManagedPolicies.requireBoundary(store, call.scope(), in.permissionsBoundary())));
    }

    Unit deleteBoundary(Call call, DeleteRolePermissionsBoundaryRequest in) {
        return change(call, in.roleName(), (store, role) -> {
            if (role.permissionsBoundary() == null) {
                throw IamErrors.noSuchEntity("The permissions boundary of role " + role.name() + " cannot be found.");
            }
            return role.withPermissionsBoundary(null);
        });
    }

    Unit delete(Call call, DeleteRoleRequest in) {
        Scope iam = IamScope.of(call.scope());
        return services.store().write(store -> {
            IamRole role = Principals.ROLES.require(store, iam, requireNonNull(in.roleName()));
            requireModifiable(role);
            Principals.ROLES.requireNoPolicies(role);
            store.delete(Kind.IAM_ROLE, iam, "", role.name());
            return Unit.INSTANCE;
        });
    }

    Unit tag(Call call, TagRoleRequest in) {
        return annotate(call, in.roleName(), (store, role) -> role.withTags(TagLists.merged(role.tags(), in.tags())));
    }

    Unit untag(Call call, UntagRoleRequest in) {
        return annotate(
                call, in.roleName(), (store, role) -> role.withTags(TagLists.without(role.tags(), in.tagKeys())));
    }

    ListRoleTagsResponse tags(Call call, ListRoleTagsRequest in) {
        Page<Tag> page = Page.of(
                TagLists.list(find(call, in.roleName()).tags()),
                tag -> requireNonNull(tag.key()),
                in.marker(),
                in.maxItems());
        return ListRoleTagsResponse.builder()
                .tags(page.items())
                .isTruncated(page.truncated())
                .marker(page.marker())
                .build();
    }

    /**
     * Roles of services are theirs.
     *
     * @throws ServiceException 400 UnmodifiableEntity
     */
    static void requireModifiable(IamRole role) {
        if (role.path().startsWith(SERVICE_PATH)) {
            throw new ServiceException(
                    400,
                    "UnmodifiableEntity",
                    "Cannot perform the operation on the protected role '" + role.name()
                            + "' - this role is only modifiable by AWS");
        }
    }

    private static void requireTrustPolicy(String document) {
        PolicyDocuments.requireTrustPolicy(document);
        if (PolicyDocuments.size(document) > MAX_TRUST_POLICY) {
            throw IamErrors.quota("ACLSizePerRole", MAX_TRUST_POLICY);
        }
    }

    private IamRole find(Call call, @Nullable String name) {
        return services.store()
                .read(store -> Principals.ROLES.require(store, IamScope.of(call.scope()), requireNonNull(name)));
    }

    /** How a role changes. */
    private interface Change {
        IamRole apply(Store.Reader store, IamRole role);
    }

    /** Changes what a role may and who may take it. */
    private Unit change(Call call, @Nullable String name, Change change) {
        return annotate(call, name, (store, role) -> {
            requireModifiable(role);
            return change.apply(store, role);
        });
    }

    /** Changes what is only said of a role: that may be done to roles of services too. */
    private Unit annotate(Call call, @Nullable String name, Change change) {
        Scope iam = IamScope.of(call.scope());
        return services.store().write(store -> {
            IamRole role = Principals.ROLES.require(store, iam, requireNonNull(name));
            store.put(Kind.IAM_ROLE, iam, "", role.name(), change.apply(store, role));
            return Unit.INSTANCE;
        });
    }
}
