package dev.sallyport.control.iam;

import dev.sallyport.control.Call;
import dev.sallyport.control.OperationRegistry;
import dev.sallyport.control.ServiceException;
import dev.sallyport.model.AccessKey;
import dev.sallyport.model.IamGroup;
import dev.sallyport.model.IamRole;
import dev.sallyport.model.IamUser;
import dev.sallyport.model.Scope;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;
import dev.sallyport.wire.iam.AttachedPolicy;
import dev.sallyport.wire.iam.GetGroupPolicyResponse;
import dev.sallyport.wire.iam.GetRolePolicyResponse;
import dev.sallyport.wire.iam.GetUserPolicyResponse;
import dev.sallyport.wire.iam.Iam;
import dev.sallyport.wire.iam.ListAccountAliasesResponse;
import dev.sallyport.wire.iam.ListAttachedGroupPoliciesResponse;
import dev.sallyport.wire.iam.ListAttachedRolePoliciesResponse;
import dev.sallyport.wire.iam.ListAttachedUserPoliciesResponse;
import dev.sallyport.wire.iam.ListGroupPoliciesResponse;
import dev.sallyport.wire.iam.ListInstanceProfilesForRoleResponse;
import dev.sallyport.wire.iam.ListMFADevicesResponse;
import dev.sallyport.wire.iam.ListRolePoliciesResponse;
import dev.sallyport.wire.iam.ListSSHPublicKeysResponse;
import dev.sallyport.wire.iam.ListServiceSpecificCredentialsResponse;
import dev.sallyport.wire.iam.ListSigningCertificatesResponse;
import dev.sallyport.wire.iam.ListUserPoliciesResponse;
import dev.sallyport.wire.iam.ListVirtualMFADevicesResponse;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The operations of IAM that are built (companion 5.1). */
public final class IamOperations {

    private final OperationRegistry registry;
    private final IamServices services;

    private IamOperations(OperationRegistry registry, IamServices services) {
        this.registry = registry;
        this.services = services;
    }

    /**
     * Registers them.
     *
     * @param random makes ids and secrets, so it must be a secure one where secrets matter
     */
    public static void register(OperationRegistry registry, Store store, RandomGenerator random, InstantSource clock) {
        IamOperations operations =
                new IamOperations(registry, new IamServices(store, new CredentialIds(random), clock));
        operations.users();
        operations.groups();
        operations.roles();
        operations.policies();
        operations.userPolicies();
        operations.groupPolicies();
        operations.rolePolicies();
        operations.nothing();
    }

    /** The account of an access key of IAM or STS that exists; null for every other text. */
    public static @Nullable String account(Store store, String accessKeyId) {
        return CredentialIds.account(store, accessKeyId);
    }

    /**
     * Makes the access key of an account's root when it has none.
     *
     * @param owner the account, with a Region of its partition
     * @return the new key with its secret, which nobody is told again; null when there was one
     */
    public static @Nullable AccessKey createRootKey(
            Store store, Scope owner, RandomGenerator random, InstantSource clock) {
        CredentialIds ids = new CredentialIds(random);
        Scope iam = IamScope.of(owner);
        Optional<AccessKey> made = store.write(writer -> {
            if (writer.list(Kind.ACCESS_KEY, iam, "").stream().anyMatch(AccessKey::isRoots)) {
                return Optional.empty();
            }
            AccessKey key = new AccessKey(
                    ids.accessKey("AKIA", owner.account()),
                    "",
                    ids.secret(),
                    true,
                    clock.instant().truncatedTo(ChronoUnit.SECONDS));
            writer.put(Kind.ACCESS_KEY, iam, "", key.id(), key);
            return Optional.of(key);
        });
        return made.orElse(null);
    }

    private void users() {
        Users users = new Users(services);
        AccessKeys keys = new AccessKeys(services);
        registry.on(Iam.CREATE_USER, users::create)
                .on(Iam.GET_USER, users::get)
                .on(Iam.LIST_USERS, users::list)
                .on(Iam.UPDATE_USER, users::update)
                .on(Iam.DELETE_USER, users::delete)
                .on(Iam.PUT_USER_PERMISSIONS_BOUNDARY, users::putBoundary)
                .on(Iam.DELETE_USER_PERMISSIONS_BOUNDARY, users::deleteBoundary)
                .on(Iam.TAG_USER, users::tag)
                .on(Iam.UNTAG_USER, users::untag)
                .on(Iam.LIST_USER_TAGS, users::tags)
                .on(Iam.CREATE_ACCESS_KEY, keys::create)
                .on(Iam.LIST_ACCESS_KEYS, keys::list)
                .on(Iam.UPDATE_ACCESS_KEY, keys::update)
                .on(Iam.DELETE_ACCESS_KEY, keys::delete)
                .on(Iam.GET_ACCESS_KEY_LAST_USED, keys::lastUsed);
    }

    private void groups() {
        Groups groups = new Groups(services);
        registry.on(Iam.CREATE_GROUP, groups::create)
                .on(Iam.GET_GROUP, groups::get)
                .on(Iam.LIST_GROUPS, groups::list)
                .on(Iam.UPDATE_GROUP, groups::update)
                .on(Iam.DELETE_GROUP, groups::delete)
                .on(Iam.ADD_USER_TO_GROUP, groups::addUser)
                .on(Iam.REMOVE_USER_FROM_GROUP, groups::removeUser)
                .on(Iam.LIST_GROUPS_FOR_USER, groups::ofUser);
    }

    private void roles() {
        Roles roles = new Roles(services);
        ServiceLinkedRoles serviceLinked = new ServiceLinkedRoles(services);
        registry.on(Iam.CREATE_ROLE, roles::create)
                .on(Iam.CREATE_SERVICE_LINKED_ROLE, serviceLinked::create)
                .on(Iam.DELETE_SERVICE_LINKED_ROLE, serviceLinked::delete)
                .on(Iam.GET_SERVICE_LINKED_ROLE_DELETION_STATUS, serviceLinked::deletionStatus)
                .on(Iam.GET_ROLE, roles::get)
                .on(Iam.LIST_ROLES, roles::list)
                .on(Iam.UPDATE_ROLE, roles::update)
                .on(Iam.UPDATE_ROLE_DESCRIPTION, roles::updateDescription)
                .on(Iam.UPDATE_ASSUME_ROLE_POLICY, roles::updateTrustPolicy)
                .on(Iam.PUT_ROLE_PERMISSIONS_BOUNDARY, roles::putBoundary)
                .on(Iam.DELETE_ROLE_PERMISSIONS_BOUNDARY, roles::deleteBoundary)
                .on(Iam.DELETE_ROLE, roles::delete)
                .on(Iam.TAG_ROLE, roles::tag)
                .on(Iam.UNTAG_ROLE, roles::untag)
                .on(Iam.LIST_ROLE_TAGS, roles::tags);
    }

    private void policies() {
        ManagedPolicies policies = new ManagedPolicies(services);
        PolicyVersions versions = new PolicyVersions(services);
        PolicyEntities entities = new PolicyEntities(services);
        registry.on(Iam.CREATE_POLICY, policies::create)
                .on(Iam.GET_POLICY, policies::get)
                .on(Iam.LIST_POLICIES, policies::list)
                .on(Iam.DELETE_POLICY, policies::delete)
                .on(Iam.TAG_POLICY, policies::tag)
                .on(Iam.UNTAG_POLICY, policies::untag)
                .on(Iam.LIST_POLICY_TAGS, policies::tags)
                .on(Iam.CREATE_POLICY_VERSION, versions::create)
                .on(Iam.GET_POLICY_VERSION, versions::get)
                .on(Iam.LIST_POLICY_VERSIONS, versions::list)
                .on(Iam.SET_DEFAULT_POLICY_VERSION, versions::setDefault)
                .on(Iam.DELETE_POLICY_VERSION, versions::delete)
                .on(Iam.LIST_ENTITIES_FOR_POLICY, entities::list);
    }

    private void userPolicies() {
        HeldPolicies<IamUser> held = new HeldPolicies<>(services, Principals.USERS);
        registry.on(
                        Iam.PUT_USER_POLICY,
                        (call, in) -> held.put(call, in.userName(), in.policyName(), in.policyDocument()))
                .on(
                        Iam.GET_USER_POLICY,
                        (call, in) -> new GetUserPolicyResponse(
                                in.userName(), in.policyName(), held.get(call, in.userName(), in.policyName())))
                .on(Iam.DELETE_USER_POLICY, (call, in) -> held.delete(call, in.userName(), in.policyName()))
                .on(Iam.LIST_USER_POLICIES, (call, in) -> {
                    Page<String> page = held.names(call, in.userName(), in.marker(), in.maxItems());
                    return new ListUserPoliciesResponse(page.items(), page.truncated(), page.marker());
                })
                .on(Iam.ATTACH_USER_POLICY, (call, in) -> held.attach(call, in.userName(), in.policyArn()))
                .on(Iam.DETACH_USER_POLICY, (call, in) -> held.detach(call, in.userName(), in.policyArn()))
                .on(Iam.LIST_ATTACHED_USER_POLICIES, (call, in) -> {
                    Page<AttachedPolicy> page =
                            held.attached(call, in.userName(), in.pathPrefix(), in.marker(), in.maxItems());
                    return new ListAttachedUserPoliciesResponse(page.items(), page.truncated(), page.marker());
                });
    }

    private void groupPolicies() {
        HeldPolicies<IamGroup> held = new HeldPolicies<>(services, Principals.GROUPS);
        registry.on(
                        Iam.PUT_GROUP_POLICY,
                        (call, in) -> held.put(call, in.groupName(), in.policyName(), in.policyDocument()))
                .on(
                        Iam.GET_GROUP_POLICY,
                        (call, in) -> new GetGroupPolicyResponse(
                                in.groupName(), in.policyName(), held.get(call, in.groupName(), in.policyName())))
                .on(Iam.DELETE_GROUP_POLICY, (call, in) -> held.delete(call, in.groupName(), in.policyName()))
                .on(Iam.LIST_GROUP_POLICIES, (call, in) -> {
                    Page<String> page = held.names(call, in.groupName(), in.marker(), in.maxItems());
                    return new ListGroupPoliciesResponse(page.items(), page.truncated(), page.marker());
                })
                .on(Iam.ATTACH_GROUP_POLICY, (call, in) -> held.attach(call, in.groupName(), in.policyArn()))
                .on(Iam.DETACH_GROUP_POLICY, (call, in) -> held.detach(call, in.groupName(), in.policyArn()))
                .on(Iam.LIST_ATTACHED_GROUP_POLICIES, (call, in) -> {
                    Page<AttachedPolicy> page =
                            held.attached(call, in.groupName(), in.pathPrefix(), in.marker(), in.maxItems());
                    return new ListAttachedGroupPoliciesResponse(page.items(), page.truncated(), page.marker());
                });
    }

    private void rolePolicies() {
        HeldPolicies<IamRole> held = new HeldPolicies<>(services, Principals.ROLES);
        registry.on(
                        Iam.PUT_ROLE_POLICY,
                        (call, in) -> held.put(call, in.roleName(), in.policyName(), in.policyDocument()))
                .on(
                        Iam.GET_ROLE_POLICY,
                        (call, in) -> new GetRolePolicyResponse(
                                in.roleName(), in.policyName(), held.get(call, in.roleName(), in.policyName())))
                .on(Iam.DELETE_ROLE_POLICY, (call, in) -> held.delete(call, in.roleName(), in.policyName()))
                .on(Iam.LIST_ROLE_POLICIES, (call, in) -> {
                    Page<String> page = held.names(call, in.roleName(), in.marker(), in.maxItems());
                    return new ListRolePoliciesResponse(page.items(), page.truncated(), page.marker());
                })
                .on(Iam.ATTACH_ROLE_POLICY, (call, in) -> held.attach(call, in.roleName(), in.policyArn()))
                .on(Iam.DETACH_ROLE_POLICY, (call, in) -> held.detach(call, in.roleName(), in.policyArn()))
                .on(Iam.LIST_ATTACHED_ROLE_POLICIES, (call, in) -> {
                    Page<AttachedPolicy> page =
                            held.attached(call, in.roleName(), in.pathPrefix(), in.marker(), in.maxItems());
                    return new ListAttachedRolePoliciesResponse(page.items(), page.truncated(), page.marker());
                });
    }

    /**
     * What users and roles have none of here: passwords, devices, certificates, profiles of instances. Clients ask for
     * them before they delete (companion 5.1, misc).
     */
    private void nothing() {
        registry.on(Iam.LIST_INSTANCE_PROFILES_FOR_ROLE, (call, in) -> {
                    requireRole(call, in.roleName());
                    return new ListInstanceProfilesForRoleResponse(List.of(), false, null);
                })
                .on(Iam.LIST_ACCOUNT_ALIASES, (call, in) -> new ListAccountAliasesResponse(List.of(), false, null))
                .on(Iam.LIST_MFA_DEVICES, (call, in) -> {
                    requireUser(call, in.userName());
                    return new ListMFADevicesResponse(List.of(), false, null);
                })
                .on(
                        Iam.LIST_VIRTUAL_MFA_DEVICES,
                        (call, in) -> new ListVirtualMFADevicesResponse(List.of(), false, null))
                .on(Iam.LIST_SSH_PUBLIC_KEYS, (call, in) -> {
                    requireUser(call, in.userName());
                    return new ListSSHPublicKeysResponse(List.of(), false, null);
                })
                .on(Iam.LIST_SIGNING_CERTIFICATES, (call, in) -> {
                    requireUser(call, in.userName());
                    return new ListSigningCertificatesResponse(List.of(), false, null);
                })
                .on(Iam.LIST_SERVICE_SPECIFIC_CREDENTIALS, (call, in) -> {
                    requireUser(call, in.userName());
                    return ListServiceSpecificCredentialsResponse.builder()
                            .serviceSpecificCredentials(List.of())
                            .build();
                })
                .on(Iam.GET_LOGIN_PROFILE, (call, in) -> {
                    throw noLoginProfile(call, in.userName());
                })
                .on(Iam.DELETE_LOGIN_PROFILE, (call, in) -> {
                    throw noLoginProfile(call, in.userName());
                });
    }

    /** There is no console to log in to, so that no user has a profile; Terraform asks before it removes a user. */
    private ServiceException noLoginProfile(Call call, @Nullable String userName) {
        requireUser(call, userName);
        return IamErrors.noSuchEntity("Login Profile for User " + userName + " cannot be found.");
    }

    private void requireRole(Call call, @Nullable String name) {
        services.store()
                .read(store -> Principals.ROLES.require(store, IamScope.of(call.scope()), String.valueOf(name)));
    }

    /** A user who is not named is the caller, who need not be one. */
    private void requireUser(Call call, @Nullable String name) {
        if (name != null) {
            services.store().read(store -> Principals.USERS.require(store, IamScope.of(call.scope()), name));
        }
    }
}
