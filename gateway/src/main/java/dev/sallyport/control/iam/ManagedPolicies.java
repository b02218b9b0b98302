package dev.sallyport.control.iam;

import static java.util.Objects.requireNonNull;

import dev.sallyport.control.Call;
import dev.sallyport.control.ServiceException;
import dev.sallyport.model.ManagedPolicy;
import dev.sallyport.model.Scope;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;
import dev.sallyport.wire.Unit;
import dev.sallyport.wire.iam.CreatePolicyRequest;
import dev.sallyport.wire.iam.CreatePolicyResponse;
import dev.sallyport.wire.iam.DeletePolicyRequest;
import dev.sallyport.wire.iam.GetPolicyRequest;
import dev.sallyport.wire.iam.GetPolicyResponse;
import dev.sallyport.wire.iam.ListPoliciesRequest;
import dev.sallyport.wire.iam.ListPoliciesResponse;
import dev.sallyport.wire.iam.ListPolicyTagsRequest;
import dev.sallyport.wire.iam.ListPolicyTagsResponse;
import dev.sallyport.wire.iam.Tag;
import dev.sallyport.wire.iam.TagPolicyRequest;
import dev.sallyport.wire.iam.UntagPolicyRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Managed policies: those of the account, and those of AWS that are known by name (companion R5.8). */
final class ManagedPolicies {

    private static final int MAX_SIZE = 6144;
    private static final Pattern ARN = Pattern.compile("arn:[a-z-]+:iam::(\\d{12}|aws):policy/\\S+");

    private final IamServices services;

    ManagedPolicies(IamServices services) {
        this.services = services;
    }

    /** The policy of an ARN, or null. */
    static @Nullable ManagedPolicy find(Store.Reader store, Scope caller, String arn) {
        ManagedPolicy own = store.find(Kind.MANAGED_POLICY, IamScope.of(caller), "", arn);
        return own == null ? AwsManagedPolicies.find(arn, caller.partition()) : own;
    }

    /** The policy of an ARN, as reads of it answer. */
    static ManagedPolicy require(Store.Reader store, Scope caller, @Nullable String arn) {
        String given = requireNonNull(arn);
        if (!ARN.matcher(given).matches()) {
            throw IamErrors.validation("Invalid ARN:  Could not be parsed!");
        }
        ManagedPolicy policy = find(store, caller, given);
        if (policy == null) {
            throw IamErrors.noSuchEntity("Policy " + given + " was not found.");
        }
        return policy;
    }

    /** The policy of an ARN, which must be the account's own. */
    static ManagedPolicy requireOwn(Store.Reader store, Call call, String action, @Nullable String arn) {
        ManagedPolicy policy = require(store, call.scope(), arn);
        if (store.find(Kind.MANAGED_POLICY, IamScope.of(call.scope()), "", policy.arn()) == null) {
            String who = Caller.of(store, call).arn();
            throw new ServiceException(
                    403,
                    "AccessDenied",
                    "User: " + who + " is not authorized to perform: iam:" + action + " on resource: policy "
                            + policy.arn());
        }
        return policy;
    }

    /** The ARN of a permissions boundary, checked; null when there is none. */
    static @Nullable String requireBoundary(Store.Reader store, Scope caller, @Nullable String arn) {
        if (arn != null && find(store, caller, arn) == null) {
            throw IamErrors.noSuchEntity("Scope ARN: " + arn + " does not exist or is not attachable.");
        }
        return arn;
    }

    /** Checks a document of a managed policy. */
    static void requireDocument(String document) {
        PolicyDocuments.requireIdentityPolicy(document);
        if (PolicyDocuments.size(document) > MAX_SIZE) {
            throw IamErrors.quota("PolicySize", MAX_SIZE);
        }
    }

    CreatePolicyResponse create(Call call, CreatePolicyRequest in) {
        Scope iam = IamScope.of(call.scope());
        String name = requireNonNull(in.policyName());
        String path = in.path() == null ? "/" : in.path();
        String arn = IamScope.arn(call.scope(), "policy" + path + name);
        String document = requireNonNull(in.policyDocument());
        requireDocument(document);
        SortedMap<String, String> tags = TagLists.of(in.tags());
        return services.store().write(store -> {
            // Names are unique in the account, whatever the path.
            boolean taken = store.list(Kind.MANAGED_POLICY, iam, "").stream()
                    .anyMatch(it -> it.name().equals(name));
            if (taken) {
                throw IamErrors.alreadyExists(
                        "A policy called " + name + " already exists. Duplicate names are not allowed.");
            }
            Instant now = services.now();
            ManagedPolicy policy = new ManagedPolicy(
                    arn,
                    name,
                    services.ids().entity("ANPA"),
                    path,
                    in.description(),
                    now,
                    now,
                    tags,
                    List.of(new ManagedPolicy.Version(1, document, now)),
                    1,
                    1);
            store.put(Kind.MANAGED_POLICY, iam, "", arn, policy);
            return CreatePolicyResponse.builder()
                    .policy(Views.policy(policy, Usage.of(store, iam))
                            .tags(TagLists.listOrNull(tags))
                            .build())
                    .build();
        });
    }

    GetPolicyResponse get(Call call, GetPolicyRequest in) {
        return services.store().read(store -> {
            ManagedPolicy policy = require(store, call.scope(), in.policyArn());
            return GetPolicyResponse.builder()
                    .policy(Views.policy(policy, Usage.of(store, IamScope.of(call.scope())))
                            .description(policy.description())
                            .tags(TagLists.list(policy.tags()))
                            .build())
                    .build();
        });
    }

    ListPoliciesResponse list(Call call, ListPoliciesRequest in) {
        Scope iam = IamScope.of(call.scope());
        String wanted = in.scope() == null ? "All" : in.scope();
        String prefix = in.pathPrefix() == null ? "/" : in.pathPrefix();
        boolean onlyUsed = Boolean.TRUE.equals(in.onlyAttached());
        boolean boundaries = "PermissionsBoundary".equals(in.policyUsageFilter());
        return services.store().read(store -> {
            Usage usage = Usage.of(store, iam);
            List<ManagedPolicy> all = new ArrayList<>();
            if (!wanted.equals("AWS")) {
                all.addAll(store.list(Kind.MANAGED_POLICY, iam, ""));
            }
            if (!wanted.equals("Local")) {
                all.addAll(AwsManagedPolicies.all(call.scope().partition()));
            }
            all.removeIf(it -> !it.path().startsWith(prefix)
                    || (onlyUsed && !boundaries && usage.attached(it.arn()) == 0)
                    || (boundaries && usage.boundaries(it.arn()) == 0));
            Page<ManagedPolicy> page = Page.of(all, it -> it.name() + ' ' + it.arn(), in.marker(), in.maxItems());
            return ListPoliciesResponse.builder()
                    .policies(page.items().stream()
                            .map(it -> Views.policy(it, usage).build())
                            .toList())
                    .isTruncated(page.truncated())
                    .marker(page.marker())
                    .build();
        });
    }

    Unit delete(Call call, DeletePolicyRequest in) {
        Scope iam = IamScope.of(call.scope());
        return services.store().write(store -> {
            ManagedPolicy policy = requireOwn(store, call, "DeletePolicy", in.policyArn());
            if (Usage.of(store, iam).used(policy.arn())) {
                throw IamErrors.deleteConflict("Cannot delete a policy attached to entities.");
            }
            if (policy.versions().size() > 1) {
                throw IamErrors.deleteConflict("This policy has more than one version. Before you delete a policy, you"
                        + " must delete the policy's versions. The default version is deleted with the policy.");
            }
            store.delete(Kind.MANAGED_POLICY, iam, "", policy.arn());
            return Unit.INSTANCE;
        });
    }

    Unit tag(Call call, TagPolicyRequest in) {
        return change(
                call,
                "TagPolicy",
                in.policyArn(),
                policy -> policy.withTags(TagLists.merged(policy.tags(), in.tags())));
    }

    Unit untag(Call call, UntagPolicyRequest in) {
        return change(
                call,
                "UntagPolicy",
                in.policyArn(),
                policy -> policy.withTags(TagLists.without(policy.tags(), in.tagKeys())));
    }

    ListPolicyTagsResponse tags(Call call, ListPolicyTagsRequest in) {
        ManagedPolicy policy = services.store().read(store -> require(store, call.scope(), in.policyArn()));
        Page<Tag> page =
                Page.of(TagLists.list(policy.tags()), tag -> requireNonNull(tag.key()), in.marker(), in.maxItems());
        return ListPolicyTagsResponse.builder()
                .tags(page.items())
                .isTruncated(page.truncated())
                .marker(page.marker())
                .build();
    }

    private Unit change(Call call, String action, @Nullable String arn, UnaryOperator<ManagedPolicy> change) {
        return services.store().write(store -> {
            ManagedPolicy policy = requireOwn(store, call, action, arn);
            store.put(Kind.MANAGED_POLICY, IamScope.of(call.scope()), "", policy.arn(), change.apply(policy));
            return Unit.INSTANCE;
        });
    }
}
