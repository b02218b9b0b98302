package dev.sallyport.control.iam;

import dev.sallyport.iam.Access;
import dev.sallyport.iam.AccessRequest;
import dev.sallyport.iam.Decision;
import dev.sallyport.iam.Facts;
import dev.sallyport.model.IamRole;
import dev.sallyport.model.Scope;
import dev.sallyport.store.Store;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether the policies of a role permit what a service of AWS does as the role (R5.11, R5.12). */
public final class RolePermissions {

    private static final Facts OF_NOTHING_ELSE = new Facts() {
        @Override
        public @Nullable List<String> values(String key) {
            return null;
        }

        @Override
        public boolean knows(String key) {
            return key.startsWith("aws:principal") || key.equals("aws:userid") || key.equals("aws:username");
        }
    };

    private RolePermissions() {}

    /**
     * Whether the role's inline and attached policies, within its permissions boundary, allow an action on a resource of its
     * account. Of the request nothing is known but the role: what depends on anything else is not permitted.
     *
     * @param owner of the role
     * @param sessionName under which the service works
     */
    public static boolean permit(
            Store.Reader store, Scope owner, IamRole role, String sessionName, String action, String resource) {
        PrincipalReader principals = new PrincipalReader(store, owner);
        AccessRequest request =
                new AccessRequest(action, resource, principals.requester(role, sessionName), OF_NOTHING_ELSE);
        return Access.decide(principals.permissions(role, null), null, request, owner.account()) == Decision.ALLOWED;
    }
}
