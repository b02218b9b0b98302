package dev.sallyport.control.iam;

import dev.sallyport.model.IamGroup;
import dev.sallyport.model.IamPolicies;
import dev.sallyport.model.IamRole;
import dev.sallyport.model.IamUser;
import dev.sallyport.model.Scope;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * What users, groups and roles have in common: they have policies.
 *
 * @param noun as messages call one, for example {@code role}
 * @param inlineBytes how large the inline policies of one may be together
 */
record Principals<T>(
        String noun,
        int inlineBytes,
        Kind<T> kind,
        Function<T, IamPolicies> policies,
        BiFunction<T, IamPolicies, T> changed) {

    static final Principals<IamUser> USERS =
            new Principals<>("user", 2048, Kind.IAM_USER, IamUser::policies, IamUser::withPolicies);
    static final Principals<IamGroup> GROUPS =
            new Principals<>("group", 5120, Kind.IAM_GROUP, IamGroup::policies, IamGroup::withPolicies);
    static final Principals<IamRole> ROLES =
            new Principals<>("role", 10_240, Kind.IAM_ROLE, IamRole::policies, IamRole::withPolicies);

    /**
     * The one of that name.
     *
     * @throws dev.sallyport.control.ServiceException 404 NoSuchEntity
     */
    T require(Store.Reader store, Scope iam, String name) {
        T found = store.find(kind, iam, "", name);
        if (found == null) {
            throw IamErrors.notFound(noun, name);
        }
        return found;
    }

    /** Deleting what still has policies is refused. */
    void requireNoPolicies(T principal) {
        IamPolicies held = policies.apply(principal);
        if (!held.attached().isEmpty()) {
            throw IamErrors.deleteConflict("Cannot delete entity, must detach all policies first.");
        }
        if (!held.inline().isEmpty()) {
            throw IamErrors.deleteConflict("Cannot delete entity, must delete policies first.");
        }
    }
}
