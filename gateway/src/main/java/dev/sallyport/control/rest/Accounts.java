package dev.sallyport.control.rest;

import dev.sallyport.control.Call;
import dev.sallyport.control.ServiceException;
import dev.sallyport.control.patch.DomainPatch;
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

    /** UpdateAccount (9.1). Whether the role exists and lets logs be written is not checked yet (10.13). */
    Account update(Call call, @Nullable List<PatchOperation> operations) {
        return store.write(tx -> {
            Account current = of(tx, call);
            Account patched = DomainPatch.ACCOUNT.apply(current, operations);
            String role = patched.cloudwatchRoleArn();
            if (role != null && !ROLE.matcher(role).matches()) {
                throw ServiceException.badRequest("The role ARN is not well formed");
            }
            if (!patched.equals(current)) {
                tx.put(Kind.ACCOUNT, call.scope(), "", Account.ID, patched);
            }
            return patched;
        });
    }
}
