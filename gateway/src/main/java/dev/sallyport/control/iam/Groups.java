package dev.sallyport.control.iam;

import static java.util.Objects.requireNonNull;

import dev.sallyport.control.Call;
import dev.sallyport.model.IamGroup;
import dev.sallyport.model.IamPolicies;
import dev.sallyport.model.IamUser;
import dev.sallyport.model.Scope;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;
import dev.sallyport.wire.Unit;
import dev.sallyport.wire.iam.AddUserToGroupRequest;
import dev.sallyport.wire.iam.CreateGroupRequest;
import dev.sallyport.wire.iam.CreateGroupResponse;
import dev.sallyport.wire.iam.DeleteGroupRequest;
import dev.sallyport.wire.iam.GetGroupRequest;
import dev.sallyport.wire.iam.GetGroupResponse;
import dev.sallyport.wire.iam.ListGroupsForUserRequest;
import dev.sallyport.wire.iam.ListGroupsForUserResponse;
import dev.sallyport.wire.iam.ListGroupsRequest;
import dev.sallyport.wire.iam.ListGroupsResponse;
import dev.sallyport.wire.iam.RemoveUserFromGroupRequest;
import dev.sallyport.wire.iam.UpdateGroupRequest;
import java.util.ArrayList;
import java.util.List;

/** The groups of an account; users hold the names of theirs. */
final class Groups {

    private static final int MAX_PER_USER = 10;

    private final IamServices services;

    Groups(IamServices services) {
        this.services = services;
    }

    CreateGroupResponse create(Call call, CreateGroupRequest in) {
        Scope iam = IamScope.of(call.scope());
        String name = requireNonNull(in.groupName());
        return services.store().write(store -> {
            requireFree(store, iam, name);
            IamGroup group = new IamGroup(
                    name,
                    services.ids().entity("AGPA"),
                    in.path() == null ? "/" : in.path(),
                    services.now(),
                    IamPolicies.NONE);
            store.put(Kind.IAM_GROUP, iam, "", name, group);
            return CreateGroupResponse.builder()
                    .group(Views.group(call.scope(), group))
                    .build();
        });
    }

    GetGroupResponse get(Call call, GetGroupRequest in) {
        Scope iam = IamScope.of(call.scope());
        return services.store().read(store -> {
            IamGroup group = Principals.GROUPS.require(store, iam, requireNonNull(in.groupName()));
            Page<IamUser> page = Page.of(members(store, iam, group), IamUser::name, in.marker(), in.maxItems());
            return GetGroupResponse.builder()
                    .group(Views.group(call.scope(), group))
                    .users(page.items().stream()
                            .map(it -> Views.user(call.scope(), it).build())
                            .toList())
                    .isTruncated(page.truncated())
                    .marker(page.marker())
                    .build();
        });
    }

    ListGroupsResponse list(Call call, ListGroupsRequest in) {
        String prefix = in.pathPrefix() == null ? "/" : in.pathPrefix();
        List<IamGroup> groups =
                services.store().read(store -> store.list(Kind.IAM_GROUP, IamScope.of(call.scope()), ""));
        Page<IamGroup> page = Page.of(
                groups.stream().filter(it -> it.path().startsWith(prefix)).toList(),
                IamGroup::name,
                in.marker(),
                in.maxItems());
        return ListGroupsResponse.builder()
                .groups(page.items().stream()
                        .map(it -> Views.group(call.scope(), it))
                        .toList())
                .isTruncated(page.truncated())
                .marker(page.marker())
                .build();
    }

    ListGroupsForUserResponse ofUser(Call call, ListGroupsForUserRequest in) {
        Scope iam = IamScope.of(call.scope());
        List<IamGroup> groups = services.store().read(store -> {
            IamUser user = Principals.USERS.require(store, iam, requireNonNull(in.userName()));
            return user.groups().stream()
                    .map(name -> Principals.GROUPS.require(store, iam, name))
                    .toList();
        });
        Page<IamGroup> page = Page.of(groups, IamGroup::name, in.marker(), in.maxItems());
        return ListGroupsForUserResponse.builder()
                .groups(page.items().stream()
                        .map(it -> Views.group(call.scope(), it))
                        .toList())
                .isTruncated(page.truncated())
                .marker(page.marker())
                .build();
    }

    /** Renames or moves; policies and members go along. */
    Unit update(Call call, UpdateGroupRequest in) {
        Scope iam = IamScope.of(call.scope());
        String name = requireNonNull(in.groupName());
        String newName = in.newGroupName() == null ? name : in.newGroupName();
        return services.store().write(store -> {
            IamGroup group = Principals.GROUPS.require(store, iam, name);
            if (!newName.equals(name)) {
                requireFree(store, iam, newName);
                store.delete(Kind.IAM_GROUP, iam, "", name);
                for (IamUser member : members(store, iam, group)) {
                    List<String> groups = member.groups().stream()
                            .map(it -> it.equals(name) ? newName : it)
                            .toList();
                    store.put(Kind.IAM_USER, iam, "", member.name(), member.withGroups(groups));
                }
            }
            String path = in.newPath() == null ? group.path() : in.newPath();
            store.put(Kind.IAM_GROUP, iam, "", newName, group.renamed(newName, path));
            return Unit.INSTANCE;
        });
    }

    Unit delete(Call call, DeleteGroupRequest in) {
        Scope iam = IamScope.of(call.scope());
        return services.store().write(store -> {
            IamGroup group = Principals.GROUPS.require(store, iam, requireNonNull(in.groupName()));
            if (!members(store, iam, group).isEmpty()) {
                throw IamErrors.deleteConflict("Cannot delete entity, must remove users from group first.");
            }
            Principals.GROUPS.requireNoPolicies(group);
            store.delete(Kind.IAM_GROUP, iam, "", group.name());
            return Unit.INSTANCE;
        });
    }

    Unit addUser(Call call, AddUserToGroupRequest in) {
        Scope iam = IamScope.of(call.scope());
        return services.store().write(store -> {
            IamGroup group = Principals.GROUPS.require(store, iam, requireNonNull(in.groupName()));
            IamUser user = Principals.USERS.require(store, iam, requireNonNull(in.userName()));
            if (!user.groups().contains(group.name())) {
                if (user.groups().size() >= MAX_PER_USER) {
                    throw IamErrors.quota("GroupsPerUser", MAX_PER_USER);
                }
                List<String> groups = new ArrayList<>(user.groups());
                groups.add(group.name());
                store.put(Kind.IAM_USER, iam, "", user.name(), user.withGroups(groups));
            }
            return Unit.INSTANCE;
        });
    }

    Unit removeUser(Call call, RemoveUserFromGroupRequest in) {
        Scope iam = IamScope.of(call.scope());
        return services.store().write(store -> {
            IamGroup group = Principals.GROUPS.require(store, iam, requireNonNull(in.groupName()));
            IamUser user = Principals.USERS.require(store, iam, requireNonNull(in.userName()));
            List<String> rest = user.groups().stream()
                    .filter(it -> !it.equals(group.name()))
                    .toList();
            store.put(Kind.IAM_USER, iam, "", user.name(), user.withGroups(rest));
            return Unit.INSTANCE;
        });
    }

    private static void requireFree(Store.Reader store, Scope iam, String name) {
        if (store.find(Kind.IAM_GROUP, iam, "", name) != null) {
            throw IamErrors.alreadyExists("Group with name " + name + " already exists.");
        }
    }

    private static List<IamUser> members(Store.Reader store, Scope iam, IamGroup group) {
        return store.list(Kind.IAM_USER, iam, "").stream()
                .filter(user -> user.groups().contains(group.name()))
                .toList();
    }
}
