package dev.sallyport.control.iam;

import static java.util.Objects.requireNonNull;

import dev.sallyport.control.Call;
import dev.sallyport.model.IamPolicies;
import dev.sallyport.model.IamRole;
import dev.sallyport.model.ManagedPolicy;
import dev.sallyport.model.Scope;
import dev.sallyport.store.Store;
import dev.sallyport.wire.Unit;
import dev.sallyport.wire.iam.AttachedPolicy;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The inline and attached policies of users, or of groups, or of roles: what their operations have in common. */
final class HeldPolicies<T> {

    private static final int MAX_ATTACHED = 10;

    private final IamServices services;
    private final Principals<T> principals;

    HeldPolicies(IamServices services, Principals<T> principals) {
        this.services = services;
        this.principals = principals;
    }

    Unit put(Call call, @Nullable String name, @Nullable String policyName, @Nullable String document) {
        String policy = requireNonNull(policyName);
        String text = requireNonNull(document);
        PolicyDocuments.requireIdentityPolicy(text);
        return change(call, name, (store, held) -> {
            IamPolicies changed = held.withInline(policy, text);
            int size = changed.inline().values().stream()
                    .mapToInt(PolicyDocuments::size)
                    .sum();
            if (size > principals.inlineBytes()) {
                throw IamErrors.limitExceeded("Maximum policy size of " + principals.inlineBytes()
                        + " bytes exceeded for " + principals.noun() + ' ' + name);
            }
            return changed;
        });
    }

    /** An inline policy's document, percent-encoded. */
    String get(Call call, @Nullable String name, @Nullable String policyName) {
        String document = held(call, name).inline().get(requireNonNull(policyName));
        if (document == null) {
            throw notFound(policyName);
        }
        return PolicyDocuments.encoded(document);
    }

    Page<String> names(Call call, @Nullable String name, @Nullable String marker, @Nullable Integer maxItems) {
        List<String> names = List.copyOf(held(call, name).inline().keySet());
        return Page.of(names, it -> it, marker, maxItems);
    }

    Unit delete(Call call, @Nullable String name, @Nullable String policyName) {
        String policy = requireNonNull(policyName);
        return change(call, name, (store, held) -> {
            if (!held.inline().containsKey(policy)) {
                throw notFound(policy);
            }
            return held.withoutInline(policy);
        });
    }

    Unit attach(Call call, @Nullable String name, @Nullable String policyArn) {
        String arn = requireNonNull(policyArn);
        if (!arn.startsWith("arn:")) {
            throw IamErrors.validation("ARN " + arn + " is not valid.");
        }
        return change(call, name, (store, held) -> {
            if (ManagedPolicies.find(store, call.scope(), arn) == null) {
                throw IamErrors.noSuchEntity("Policy " + arn + " does not exist or is not attachable.");
            }
            IamPolicies changed = held.withAttached(arn);
            if (changed.attached().size() > MAX_ATTACHED) {
                String noun = principals.noun();
                throw IamErrors.quota(
                        "PoliciesPer" + Character.toUpperCase(noun.charAt(0)) + noun.substring(1), MAX_ATTACHED);
            }
            return changed;
        });
    }

    Unit detach(Call call, @Nullable String name, @Nullable String policyArn) {
        String arn = requireNonNull(policyArn);
        return change(call, name, (store, held) -> {
            if (!held.attached().contains(arn)) {
                throw IamErrors.noSuchEntity("Policy " + arn + " was not found.");
            }
            return held.withoutAttached(arn);
        });
    }

    Page<AttachedPolicy> attached(
            Call call,
            @Nullable String name,
            @Nullable String pathPrefix,
            @Nullable String marker,
            @Nullable Integer maxItems) {
        String prefix = pathPrefix == null ? "/" : pathPrefix;
        List<AttachedPolicy> attached = services.store()
                .read(store -> held(store, call, name).attached().stream()
                        .map(arn -> requireNonNull(ManagedPolicies.find(store, call.scope(), arn), arn))
                        .filter(policy -> policy.path().startsWith(prefix))
                        .map(HeldPolicies::view)
                        .toList());
        return Page.of(attached, it -> it.policyName() + " " + it.policyArn(), marker, maxItems);
    }

    private static AttachedPolicy view(ManagedPolicy policy) {
        return AttachedPolicy.builder()
                .policyName(policy.name())
                .policyArn(policy.arn())
                .build();
    }

    private IamPolicies held(Call call, @Nullable String name) {
        return services.store().read(store -> held(store, call, name));
    }

    private IamPolicies held(Store.Reader store, Call call, @Nullable String name) {
        return principals.policies().apply(principals.require(store, IamScope.of(call.scope()), requireNonNull(name)));
    }

    /** How the policies of one change. */
    private interface Change {
        IamPolicies apply(Store.Reader store, IamPolicies held);
    }

    private Unit change(Call call, @Nullable String name, Change change) {
        Scope iam = IamScope.of(call.scope());
        String given = requireNonNull(name);
        return services.store().write(store -> {
            T principal = principals.require(store, iam, given);
            if (principal instanceof IamRole role) {
                Roles.requireModifiable(role);
            }
            IamPolicies changed = change.apply(store, principals.policies().apply(principal));
            store.put(principals.kind(), iam, "", given, principals.changed().apply(principal, changed));
            return Unit.INSTANCE;
        });
    }

    private RuntimeException notFound(String policyName) {
        return IamErrors.noSuchEntity(
                "The " + principals.noun() + " policy with name " + policyName + " cannot be found.");
    }
}
