package dev.sallyport.control.iam;

import dev.sallyport.control.Call;
import dev.sallyport.iam.Requester;
import dev.sallyport.model.AccessKey;
import dev.sallyport.model.IamRole;
import dev.sallyport.model.IamUser;
import dev.sallyport.model.Scope;
import dev.sallyport.model.SecuritySession;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who makes a call (companion R6.3): the user of an access key, the session of temporary credentials, or else the root of
 * the account.
 *
 * @param arn for example {@code arn:aws:iam::123456789012:user/ann}
 * @param userId {@code AIDA…} of users, {@code AROA…:session} of assumed roles, the account of root
 * @param account twelve digits
 * @param userName the user, or null
 * @param roleName the role that was assumed, or null
 */
public record Caller(
        String arn,
        String userId,
        String account,
        @Nullable String userName,
        @Nullable String roleName) {

    /** The caller, by the access key of the call. */
    public static Caller of(Store.Reader store, Call call) {
        Scope scope = call.scope();
        Scope iam = IamScope.of(scope);
        SecuritySession session = store.find(Kind.SECURITY_SESSION, iam, "", call.accessKeyId());
        if (session != null) {
            return new Caller(session.arn(), session.userId(), scope.account(), session.userName(), session.roleName());
        }
        AccessKey key = store.find(Kind.ACCESS_KEY, iam, "", call.accessKeyId());
        IamUser user = key == null ? null : store.find(Kind.IAM_USER, iam, "", key.userName());
        if (user != null) {
            String arn = IamScope.arn(scope, "user" + user.path() + user.name());
            return new Caller(arn, user.id(), scope.account(), user.name(), null);
        }
        return new Caller(IamScope.arn(scope, "root"), scope.account(), scope.account(), null, null);
    }

    /**
     * The caller as policies know it; of tags nothing is told.
     *
     * @param scope any of the caller's partition
     */
    public Requester requester(Store.Reader store, Scope scope) {
        Scope own = new Scope(account, scope.region());
        IamRole role = roleName == null ? null : store.find(Kind.IAM_ROLE, IamScope.of(own), "", roleName);
        return new Requester(
                type(),
                account,
                arn,
                role == null ? null : IamScope.arn(own, "role" + role.path() + role.name()),
                userId,
                userName,
                Map.of(),
                false);
    }

    private Requester.Type type() {
        if (roleName != null) {
            return Requester.Type.ASSUMED_ROLE;
        }
        if (arn.contains(":federated-user/")) {
            return Requester.Type.FEDERATED_USER;
        }
        return userName == null ? Requester.Type.ROOT : Requester.Type.USER;
    }

    /** Whether this is the root of the account. */
    public boolean isRoot() {
        return userName == null && roleName == null && userId.equals(account);
    }
}
