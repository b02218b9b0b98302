package dev.sallyport.control.iam;

import static java.util.Objects.requireNonNull;

import dev.sallyport.control.Call;
import dev.sallyport.model.ManagedPolicy;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;
import dev.sallyport.wire.Unit;
import dev.sallyport.wire.iam.CreatePolicyVersionRequest;
import dev.sallyport.wire.iam.CreatePolicyVersionResponse;
import dev.sallyport.wire.iam.DeletePolicyVersionRequest;
import dev.sallyport.wire.iam.GetPolicyVersionRequest;
import dev.sallyport.wire.iam.GetPolicyVersionResponse;
import dev.sallyport.wire.iam.ListPolicyVersionsRequest;
import dev.sallyport.wire.iam.ListPolicyVersionsResponse;
import dev.sallyport.wire.iam.SetDefaultPolicyVersionRequest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The versions of managed policies: at most five, one of them in force; numbers are not given again. */
final class PolicyVersions {

    private static final int MAX_VERSIONS = 5;

    private final IamServices services;

    PolicyVersions(IamServices services) {
        this.services = services;
    }

    CreatePolicyVersionResponse create(Call call, CreatePolicyVersionRequest in) {
        String document = requireNonNull(in.policyDocument());
        ManagedPolicies.requireDocument(document);
        return services.store().write(store -> {
            ManagedPolicy policy = ManagedPolicies.requireOwn(store, call, "CreatePolicyVersion", in.policyArn());
            if (policy.versions().size() >= MAX_VERSIONS) {
                throw IamErrors.limitExceeded("A managed policy can have up to " + MAX_VERSIONS
                        + " versions. Before you create a new version, you must delete an existing version.");
            }
            int number = policy.lastVersion() + 1;
            ManagedPolicy.Version version = new ManagedPolicy.Version(number, document, services.now());
            List<ManagedPolicy.Version> versions = new ArrayList<>(policy.versions());
            versions.add(version);
            boolean inForce = Boolean.TRUE.equals(in.setAsDefault());
            ManagedPolicy changed =
                    policy.withVersions(versions, inForce ? number : policy.defaultVersion(), number, services.now());
            put(store, call, changed);
            return CreatePolicyVersionResponse.builder()
                    .policyVersion(Views.version(changed, version).build())
                    .build();
        });
    }

    GetPolicyVersionResponse get(Call call, GetPolicyVersionRequest in) {
        return services.store().read(store -> {
            ManagedPolicy policy = ManagedPolicies.require(store, call.scope(), in.policyArn());
            ManagedPolicy.Version version = require(policy, in.versionId());
            return GetPolicyVersionResponse.builder()
                    .policyVersion(Views.version(policy, version)
                            .document(PolicyDocuments.encoded(version.document()))
                            .build())
                    .build();
        });
    }

    /** The newest first. */
    ListPolicyVersionsResponse list(Call call, ListPolicyVersionsRequest in) {
        ManagedPolicy policy =
                services.store().read(store -> ManagedPolicies.require(store, call.scope(), in.policyArn()));
        Page<ManagedPolicy.Version> page = Page.of(
                policy.versions(),
                it -> "%010d".formatted(Integer.MAX_VALUE - it.number()),
                in.marker(),
                in.maxItems());
        return ListPolicyVersionsResponse.builder()
                .versions(page.items().stream()
                        .map(it -> Views.version(policy, it).build())
                        .toList())
                .isTruncated(page.truncated())
                .marker(page.marker())
                .build();
    }

    Unit setDefault(Call call, SetDefaultPolicyVersionRequest in) {
        return services.store().write(store -> {
            ManagedPolicy policy = ManagedPolicies.requireOwn(store, call, "SetDefaultPolicyVersion", in.policyArn());
            int number = require(policy, in.versionId()).number();
            put(store, call, policy.withVersions(policy.versions(), number, policy.lastVersion(), services.now()));
            return Unit.INSTANCE;
        });
    }

    Unit delete(Call call, DeletePolicyVersionRequest in) {
        return services.store().write(store -> {
            ManagedPolicy policy = ManagedPolicies.requireOwn(store, call, "DeletePolicyVersion", in.policyArn());
            ManagedPolicy.Version version = require(policy, in.versionId());
            if (version.number() == policy.defaultVersion()) {
                throw IamErrors.deleteConflict("Cannot delete the default version of a policy.");
            }
            List<ManagedPolicy.Version> rest =
                    policy.versions().stream().filter(it -> it != version).toList();
            put(store, call, policy.withVersions(rest, policy.defaultVersion(), policy.lastVersion(), services.now()));
            return Unit.INSTANCE;
        });
    }

    private static ManagedPolicy.Version require(ManagedPolicy policy, @Nullable String versionId) {
        return policy.versions().stream()
                .filter(it -> ("v" + it.number()).equals(versionId))
                .findFirst()
                .orElseThrow(() -> IamErrors.noSuchEntity(
                        "Policy " + policy.arn() + " version " + versionId + " does not exist or is not attachable."));
    }

    private static void put(Store.Writer store, Call call, ManagedPolicy policy) {
        store.put(Kind.MANAGED_POLICY, IamScope.of(call.scope()), "", policy.arn(), policy);
    }
}
