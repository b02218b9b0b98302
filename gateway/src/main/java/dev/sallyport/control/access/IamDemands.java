package dev.sallyport.control.access;

import static dev.sallyport.control.access.Demands.or;

import dev.sallyport.control.Attempt;
import dev.sallyport.control.iam.IamScope;
import dev.sallyport.model.AccessKey;
import dev.sallyport.model.IamGroup;
import dev.sallyport.model.IamRole;
import dev.sallyport.model.IamUser;
import dev.sallyport.model.Scope;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What permissions the calls of IAM need. Users, groups and roles are named with their paths, which the store knows. */
final class IamDemands {

    private final Store store;

    IamDemands(Store store) {
        this.store = store;
    }

    /** @param userName the caller's, or null */
    List<Demand> of(Attempt attempt, String operation, @Nullable String userName) {
        return store.read(reader -> {
            Resources resources = new Resources(reader, attempt, userName);
            List<Demand> demands = new ArrayList<>();
            resources.of(operation).forEach(arn -> demands.add(new Demand("iam:" + operation, arn)));
            return demands;
        });
    }

    private record Resources(
            Store.Reader store, Attempt attempt, @Nullable String userName) {

        List<String> of(String operation) {
            return switch (operation) {
                case "ListUsers" -> List.of(arn("user" + or(text("PathPrefix"), "/")));
                case "ListGroups" -> List.of(arn("group" + or(text("PathPrefix"), "/")));
                case "ListRoles" -> List.of(arn("role" + or(text("PathPrefix"), "/")));
                case "ListPolicies" -> List.of(arn("policy" + or(text("PathPrefix"), "/")));
                case "ListAccountAliases", "ListVirtualMFADevices" -> List.of("*");
                case "CreateUser" -> List.of(arn("user" + or(text("Path"), "/") + text("UserName")));
                case "CreateGroup" -> List.of(arn("group" + or(text("Path"), "/") + text("GroupName")));
                case "CreateRole" -> List.of(arn("role" + or(text("Path"), "/") + text("RoleName")));
                case "CreatePolicy" -> List.of(arn("policy" + or(text("Path"), "/") + text("PolicyName")));
                case "CreateServiceLinkedRole" ->
                    List.of(arn("role/aws-service-role/" + text("AWSServiceName") + "/*"));
                case "GetServiceLinkedRoleDeletionStatus" -> List.of(arn("role/aws-service-role/*"));
                case "UpdateUser" -> List.of(user(text("UserName")), renamedUser());
                case "UpdateGroup" -> List.of(group(text("GroupName")), renamedGroup());
                case "UpdateAccessKey", "DeleteAccessKey", "GetAccessKeyLastUsed" -> List.of(owner());
                default -> List.of(named());
            };
        }

        private String named() {
            if (text("GroupName") != null) {
                return group(text("GroupName"));
            }
            if (text("RoleName") != null) {
                return role(text("RoleName"));
            }
            if (text("UserName") == null && text("PolicyArn") != null) {
                return or(text("PolicyArn"), "*");
            }
            return user(text("UserName"));
        }

        /** A user, or the caller when none is named. */
        private String user(@Nullable String name) {
            String found = name == null ? userName : name;
            if (found == null) {
                return "*";
            }
            IamUser user = store.find(Kind.IAM_USER, iam(), "", found);
            return arn("user" + (user == null ? "/" : user.path()) + found);
        }

        private String group(@Nullable String name) {
            IamGroup group = name == null ? null : store.find(Kind.IAM_GROUP, iam(), "", name);
            return arn("group" + (group == null ? "/" : group.path()) + name);
        }

        private String role(@Nullable String name) {
            IamRole role = name == null ? null : store.find(Kind.IAM_ROLE, iam(), "", name);
            return arn("role" + (role == null ? "/" : role.path()) + name);
        }

        private String renamedUser() {
            String old = or(text("UserName"), "");
            IamUser user = store.find(Kind.IAM_USER, iam(), "", old);
            return arn("user" + or(text("NewPath"), user == null ? "/" : user.path()) + or(text("NewUserName"), old));
        }

        private String renamedGroup() {
            String old = or(text("GroupName"), "");
            IamGroup group = store.find(Kind.IAM_GROUP, iam(), "", old);
            return arn(
                    "group" + or(text("NewPath"), group == null ? "/" : group.path()) + or(text("NewGroupName"), old));
        }

        /** The user whose key it is, also when the call names nobody. */
        private String owner() {
            String named = text("UserName");
            String id = text("AccessKeyId");
            AccessKey key = id == null ? null : store.find(Kind.ACCESS_KEY, iam(), "", id);
            if (named != null || key == null) {
                return user(named);
            }
            return key.isRoots() ? arn("root") : user(key.userName());
        }

        private @Nullable String text(String member) {
            return attempt.text(member);
        }

        private Scope iam() {
            return IamScope.of(attempt.scope());
        }

        private String arn(String resource) {
            Scope scope = attempt.scope();
            return "arn:" + scope.partition() + ":iam::" + scope.account() + ':' + resource;
        }
    }
}
