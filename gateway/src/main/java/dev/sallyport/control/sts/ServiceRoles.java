package dev.sallyport.control.sts;

import dev.sallyport.control.iam.IamScope;
import dev.sallyport.model.IamRole;
import dev.sallyport.model.Scope;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;

/** The roles that services of AWS work as. */
public final class ServiceRoles {

    static final String API_GATEWAY = "apigateway.amazonaws.com";

    private ServiceRoles() {}

    /**
     * Whether a role is in the owner's account and its trust policy lets API Gateway assume it (AUT-27).
     *
     * @param owner of the API that names the role
     * @param roleArn as a user wrote it
     */
    public static boolean letApiGateway(Store store, Scope owner, String roleArn) {
        return store.read(tx -> letApiGateway(tx, owner, roleArn));
    }

    /** The same within a transaction. */
    public static boolean letApiGateway(Store.Reader store, Scope owner, String roleArn) {
        Matcher arn = AssumedRoles.ROLE_ARN.matcher(roleArn);
        return arn.matches() && arn.group(2).equals(owner.account()) && forApiGateway(store, owner, arn) != null;
    }

    /**
     * The role, when it is there and its trust policy lets API Gateway assume it; otherwise null.
     *
     * @param owner of the role
     * @param arn matched by {@link AssumedRoles#ROLE_ARN}
     */
    static @Nullable IamRole forApiGateway(Store.Reader store, Scope owner, Matcher arn) {
        IamRole role = find(store, owner, arn);
        return role != null && TrustPolicy.of(role).permitsService(API_GATEWAY) ? role : null;
    }

    /** The role of that name and path, or null; parameters as for {@link #forApiGateway}. */
    static @Nullable IamRole find(Store.Reader store, Scope owner, Matcher arn) {
        IamRole role = store.find(Kind.IAM_ROLE, IamScope.of(owner), "", arn.group(4));
        return role != null && role.path().equals(arn.group(3)) ? role : null;
    }
}
