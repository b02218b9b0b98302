package dev.sallyport.control.iam;

import static java.util.Objects.requireNonNull;

import dev.sallyport.control.Call;
import dev.sallyport.model.AccessKey;
import dev.sallyport.model.IamPolicies;
import dev.sallyport.model.IamUser;
import dev.sallyport.model.Scope;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;
import dev.sallyport.wire.Unit;
import dev.sallyport.wire.iam.CreateUserRequest;
import dev.sallyport.wire.iam.CreateUserResponse;
import dev.sallyport.wire.iam.DeleteUserPermissionsBoundaryRequest;
import dev.sallyport.wire.iam.DeleteUserRequest;
import dev.sallyport.wire.iam.GetUserRequest;
import dev.sallyport.wire.iam.GetUserResponse;
import dev.sallyport.wire.iam.ListUserTagsRequest;
import dev.sallyport.wire.iam.ListUserTagsResponse;
import dev.sallyport.wire.iam.ListUsersRequest;
import dev.sallyport.wire.iam.ListUsersResponse;
import dev.sallyport.wire.iam.PutUserPermissionsBoundaryRequest;
import dev.sallyport.wire.iam.Tag;
import dev.sallyport.wire.iam.TagUserRequest;
import dev.sallyport.wire.iam.UntagUserRequest;
import dev.sallyport.wire.iam.UpdateUserRequest;
import dev.sallyport.wire.iam.User;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The users of an account. */
final class Users {

    private final IamServices services;

    Users(IamServices services) {
        this.services = services;
    }

    CreateUserResponse create(Call call, CreateUserRequest in) {
        Scope iam = IamScope.of(call.scope());
        String name = requireNonNull(in.userName());
        return services.store().write(store -> {
            requireFree(store, iam, name);
            IamUser user = new IamUser(
                    name,
                    services.ids().entity("AIDA"),
                    in.path() == null ? "/" : in.path(),
                    services.now(),
                    ManagedPolicies.requireBoundary(store, call.scope(), in.permissionsBoundary()),
                    TagLists.of(in.tags()),
                    IamPolicies.NONE,
                    List.of());
            store.put(Kind.IAM_USER, iam, "", name, user);
            return CreateUserResponse.builder()
                    .user(Views.userInFull(call.scope(), user))
                    .build();
        });
    }

    GetUserResponse get(Call call, GetUserRequest in) {
        return services.store().read(store -> {
            Caller caller = Caller.of(store, call);
            if (in.userName() == null && caller.isRoot()) {
                User root = User.builder()
                        .userId(caller.userId())
                        .arn(caller.arn())
                        .createDate(services.now())
                        .build();
                return GetUserResponse.builder().user(root).build();
            }
            IamUser user = Principals.USERS.require(
                    store, IamScope.of(call.scope()), nameOrCaller(store, call, in.userName()));
            return GetUserResponse.builder()
                    .user(Views.userInFull(call.scope(), user))
                    .build();
        });
    }

    /** The given name, or else the caller's. */
    static String nameOrCaller(Store.Reader store, Call call, @Nullable String name) {
        String found = name == null ? Caller.of(store, call).userName() : name;
        if (found == null) {
            throw IamErrors.validation("Must specify userName when calling with non-User credentials");
        }
        return found;
    }

    ListUsersResponse list(Call call, ListUsersRequest in) {
        String prefix = in.pathPrefix() == null ? "/" : in.pathPrefix();
        List<IamUser> users = services.store().read(store -> store.list(Kind.IAM_USER, IamScope.of(call.scope()), ""));
        Page<IamUser> page = Page.of(
                users.stream().filter(it -> it.path().startsWith(prefix)).toList(),
                IamUser::name,
                in.marker(),
                in.maxItems());
        return ListUsersResponse.builder()
                .users(page.items().stream()
                        .map(it -> Views.user(call.scope(), it).build())
                        .toList())
                .isTruncated(page.truncated())
                .marker(page.marker())
                .build();
    }

    /** Renames or moves; keys, policies and groups go along. */
    Unit update(Call call, UpdateUserRequest in) {
        Scope iam = IamScope.of(call.scope());
        String name = requireNonNull(in.userName());
        String newName = in.newUserName() == null ? name : in.newUserName();
        return services.store().write(store -> {
            IamUser user = Principals.USERS.require(store, iam, name);
            if (!newName.equals(name)) {
                requireFree(store, iam, newName);
                store.delete(Kind.IAM_USER, iam, "", name);
                for (AccessKey key : AccessKeys.of(store, iam, name)) {
                    store.put(Kind.ACCESS_KEY, iam, "", key.id(), key.withUserName(newName));
                }
            }
            String path = in.newPath() == null ? user.path() : in.newPath();
            store.put(Kind.IAM_USER, iam, "", newName, user.renamed(newName, path));
            return Unit.INSTANCE;
        });
    }

    Unit putBoundary(Call call, PutUserPermissionsBoundaryRequest in) {
        return change(
                call,
                in.userName(),
                (store, user) -> user.withPermissionsBoundary(
                        ManagedPolicies.requireBoundary(store, call.scope(), in.permissionsBoundary())));
    }

    Unit deleteBoundary(Call call, DeleteUserPermissionsBoundaryRequest in) {
        return change(call, in.userName(), (store, user) -> {
            if (user.permissionsBoundary() == null) {
                throw IamErrors.noSuchEntity("The permissions boundary of user " + user.name() + " cannot be found.");
            }
            return user.withPermissionsBoundary(null);
        });
    }

    Unit delete(Call call, DeleteUserRequest in) {
        Scope iam = IamScope.of(call.scope());
        String name = requireNonNull(in.userName());
        return services.store().write(store -> {
            IamUser user = Principals.USERS.require(store, iam, name);
            if (!AccessKeys.of(store, iam, name).isEmpty() || !user.groups().isEmpty()) {
                throw IamErrors.deleteConflict("Cannot delete entity, must remove referenced objects first.");
            }
            Principals.USERS.requireNoPolicies(user);
            store.delete(Kind.IAM_USER, iam, "", name);
            return Unit.INSTANCE;
        });
    }

    Unit tag(Call call, TagUserRequest in) {
        return change(call, in.userName(), (store, user) -> user.withTags(TagLists.merged(user.tags(), in.tags())));
    }

    Unit untag(Call call, UntagUserRequest in) {
        return change(call, in.userName(), (store, user) -> user.withTags(TagLists.without(user.tags(), in.tagKeys())));
    }

    ListUserTagsResponse tags(Call call, ListUserTagsRequest in) {
        IamUser user = services.store()
                .read(store ->
                        Principals.USERS.require(store, IamScope.of(call.scope()), requireNonNull(in.userName())));
        Page<Tag> page =
                Page.of(TagLists.list(user.tags()), tag -> requireNonNull(tag.key()), in.marker(), in.maxItems());
        return ListUserTagsResponse.builder()
                .tags(page.items())
                .isTruncated(page.truncated())
                .marker(page.marker())
                .build();
    }

    /** How a user changes. */
    private interface Change {
        IamUser apply(Store.Reader store, IamUser user);
    }

    private Unit change(Call call, @Nullable String name, Change change) {
        Scope iam = IamScope.of(call.scope());
        return services.store().write(store -> {
            IamUser user = Principals.USERS.require(store, iam, requireNonNull(name));
            store.put(Kind.IAM_USER, iam, "", user.name(), change.apply(store, user));
            return Unit.INSTANCE;
        });
    }

    private static void requireFree(Store.Reader store, Scope iam, String name) {
        if (store.find(Kind.IAM_USER, iam, "", name) != null) {
            throw IamErrors.alreadyExists("User with name " + name + " already exists.");
        }
    }
}
