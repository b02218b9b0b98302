package dev.sallyport.control.sts;

import dev.sallyport.iam.AccessRequest;
import dev.sallyport.iam.Decision;
import dev.sallyport.iam.Facts;
import dev.sallyport.iam.Policy;
import dev.sallyport.iam.PolicyException;
import dev.sallyport.iam.Requester;
import dev.sallyport.model.IamRole;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a role's trust policy lets somebody assume it (companion R6.2): principals and actions, and conditions on who asks
 * and on the external id. A statement with any other condition allows nothing and, when it denies, always denies. A policy
 * that cannot be read trusts nobody.
 */
final class TrustPolicy {

    private static final Logger LOG = LoggerFactory.getLogger(TrustPolicy.class);
    private static final String ASSUME = "sts:AssumeRole";
    private static final String TAG = "sts:TagSession";

    /** The keys of conditions whose values are known. Of callers' tags nothing is. */
    private static final Set<String> KNOWN = Set.of(
            "sts:externalid",
            "aws:principalaccount",
            "aws:principalarn",
            "aws:principaltype",
            "aws:userid",
            "aws:username");

    private final @Nullable Policy policy;

    private TrustPolicy(@Nullable Policy policy) {
        this.policy = policy;
    }

    static TrustPolicy of(IamRole role) {
        try {
            return new TrustPolicy(Policy.compile(role.trustPolicy(), Policy.Use.TRUST));
        } catch (PolicyException unreadable) {
            LOG.warn(
                    "role {} trusts nobody, because its trust policy cannot be read: {}",
                    role.name(),
                    unreadable.getMessage());
            return new TrustPolicy(null);
        }
    }

    /**
     * Whether the caller may assume the role.
     *
     * @param tagging whether the caller also sets session tags
     */
    boolean permits(Requester caller, @Nullable String externalId, boolean tagging) {
        return permits(ASSUME, caller, externalId) && (!tagging || permits(TAG, caller, externalId));
    }

    /** Whether a service of AWS may assume the role, for example {@code apigateway.amazonaws.com}. */
    boolean permitsService(String service) {
        return permits(ASSUME, Requester.service(service), null);
    }

    private boolean permits(String action, Requester who, @Nullable String externalId) {
        AccessRequest request = new AccessRequest(action, "", who, new OfAssumption(externalId));
        return policy != null && policy.grant(request).decision() == Decision.ALLOWED;
    }

    /** What is known of a call of AssumeRole besides who makes it. */
    private record OfAssumption(@Nullable String externalId) implements Facts {

        @Override
        public @Nullable List<String> values(String key) {
            return key.equals("sts:externalid") && externalId != null ? List.of(externalId) : null;
        }

        @Override
        public boolean knows(String key) {
            return KNOWN.contains(key);
        }
    }
}
