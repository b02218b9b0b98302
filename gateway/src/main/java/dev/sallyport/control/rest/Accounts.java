package dev.sallyport.control.rest;

import dev.sallyport.control.Call;
import dev.sallyport.control.ServiceException;
import dev.sallyport.control.patch.DomainPatch;
import dev.sallyport.control.sts.ServiceRoles;
import dev.sallyport.model.Account;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;
import dev.sallyport.wire.apigateway.PatchOperation;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The settings of an account in a Region (rest-control-plane 7.14, 10.13); there always are some. */
public final class Accounts {

    private static final Pattern ROLE = Pattern.compile("arn:aws[a-z-]*:iam::\\d{12}:role/[\\w+=,.@/-]+");

    private final Store store;

    public Accounts(Store store) {
        this.store = store;
    }

    /** The account of a scope. */
    public static Account of(Store.Reader tx, Call call) {
        return Objects.requireNonNullElse(tx.find(Kind.ACCOUNT, call.scope(), "", Account.ID), Account.DEFAULT);
    }

    Account get(Call call) {
        return store.read(tx -> of(tx, call));
    }

    /**
     * UpdateAccount (9.1, 10.13): the role has to be there and to trust API Gateway. What its policies permit is not
     * asked, because the gateway writes logs to its own companion.
     */
    Account update(Call call, @Nullable List<PatchOperation> operations) {
        return store.write(tx -> {
            Account current = of(tx, call);
            Account patched = DomainPatch.ACCOUNT.apply(current, operations);
            if (!Objects.equals(patched.cloudwatchRoleArn(), current.cloudwatchRoleArn())) {
                requireRole(tx, call, patched.cloudwatchRoleArn());
            }
            if (!patched.equals(current)) {
                tx.put(Kind.ACCOUNT, call.scope(), "", Account.ID, patched);
            }
            return patched;
        });
    }

    private static void requireRole(Store.Reader tx, Call call, @Nullable String role) {
        if (role == null) {
            return;
        }
        if (!ROLE.matcher(role).matches()) {
            throw ServiceException.badRequest("The role ARN is not well formed");
        }
        if (!ServiceRoles.letApiGateway(tx, call.scope(), role)) {
            throw ServiceException.badRequest("The role ARN does not have required permissions configured. Please grant"
                    + " trust permission for API Gateway and add the required role policy.");
        }
    }
}
