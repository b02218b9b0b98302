package dev.sallyport.control.iam;

import dev.sallyport.model.IamRole;
import dev.sallyport.model.ManagedPolicy;
import dev.sallyport.model.Scope;
import dev.sallyport.store.Store;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether the policies of a role permit an action (R5.11, R5.12). A statement that depends on conditions or policy variables
 * allows nothing and, when it denies, always denies.
 */
public final class RolePermissions {

    private RolePermissions() {}

    /**
     * Whether the role's inline and attached policies, within its permissions boundary, allow an action on a resource.
     *
     * @param owner of the role
     */
    public static boolean permit(Store.Reader store, Scope owner, IamRole role, String action, String resource) {
        List<String> documents =
                new ArrayList<>(role.policies().inline().values());
        for (String arn : role.policies().attached()) {
            String document = document(store, owner, arn);
            if (document != null) {
                documents.add(document);
            }
        }
        String boundary = role.permissionsBoundary();
        if (boundary == null) {
            return permit(documents, action, resource);
        }
        String within = document(store, owner, boundary);
        return within != null && permit(documents, action, resource) && permit(List.of(within), action, resource);
    }

    /** The version in force. */
    private static @Nullable String document(Store.Reader store, Scope owner, String arn) {
        ManagedPolicy policy = ManagedPolicies.find(store, owner, arn);
        return policy == null
                ? null
                : policy.versions().stream()
                        .filter(version -> version.number() == policy.defaultVersion())
                        .map(ManagedPolicy.Version::document)
                        .findFirst()
                        .orElse(null);
    }

    private static boolean permit(List<String> documents, String action, String resource) {
        boolean allowed = false;
        for (String document : documents) {
            for (PolicyStatement statement : PolicyStatement.of(document)) {
                if (!statement.namesAction(action)) {
                    continue;
                }
                Boolean named = statement.namesResource(resource);
                if (statement.denies() && !Boolean.FALSE.equals(named)) {
                    return false;
                }
                allowed |= !statement.denies() && !statement.isConditional() && Boolean.TRUE.equals(named);
            }
        }
        return allowed;
    }
}
