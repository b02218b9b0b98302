package dev.sallyport.control.sts;

import dev.sallyport.control.iam.PolicyDocuments;
import dev.sallyport.wire.sts.PolicyDescriptorType;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The policies that narrow a session. */
final class SessionPolicies {

    /** AWS packs policies and tags; a plain document of this many characters fills the packed form. */
    private static final int FULL = 2048;

    private SessionPolicies() {}

    static void check(@Nullable String policy) {
        if (policy != null) {
            PolicyDocuments.requireIdentityPolicy(policy);
        }
    }

    static List<String> arns(@Nullable List<PolicyDescriptorType> policies) {
        return policies == null
                ? List.of()
                : policies.stream()
                        .map(PolicyDescriptorType::arn)
                        .filter(Objects::nonNull)
                        .toList();
    }

    /** In percent of what is allowed. (inferred) How AWS packs is not known. */
    static int packedSize(@Nullable String policy, List<String> arns) {
        int length = (policy == null ? 0 : policy.length())
                + arns.stream().mapToInt(String::length).sum();
        return Math.min(100, (length * 100 + FULL - 1) / FULL);
    }
}
