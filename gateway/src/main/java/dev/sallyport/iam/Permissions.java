package dev.sallyport.iam;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The policies that an identity brings with it (R5.12).
 *
 * @param identity inline and attached ones of a user with its groups, or of a role; null for the root, which may do all
 * @param boundary the permissions boundary, or null
 * @param session those that narrow a session; null when it is not narrowed. One Allow of them is enough
 * @param unreadable why one of them could not be read: nothing is allowed then; null when all could
 */
public record Permissions(
        @Nullable List<Policy> identity,
        @Nullable Policy boundary,
        @Nullable List<Policy> session,
        @Nullable String unreadable) {

    /** What the root of an account may do. */
    public static final Permissions ROOT = new Permissions(null, null, null, null);

    public Permissions {
        identity = identity == null ? null : List.copyOf(identity);
        session = session == null ? null : List.copyOf(session);
    }

    /** What the policies of the identity itself say. */
    Decision granted(AccessRequest request) {
        if (unreadable != null) {
            return Decision.EXPLICIT_DENY;
        }
        return identity == null ? Decision.ALLOWED : all(identity, request);
    }

    /** What boundary and session policies leave of an Allow. */
    Decision limited(AccessRequest request) {
        return bounded(request).and(narrowed(request));
    }

    /** What the permissions boundary says. */
    Decision bounded(AccessRequest request) {
        return boundary == null ? Decision.ALLOWED : boundary.decide(request);
    }

    /** What the session policies say. */
    Decision narrowed(AccessRequest request) {
        return session == null ? Decision.ALLOWED : all(session, request);
    }

    private static Decision all(List<Policy> policies, AccessRequest request) {
        Decision decision = Decision.IMPLICIT_DENY;
        for (Policy policy : policies) {
            decision = Decision.inOneAccount(decision, policy.decide(request));
        }
        return decision;
    }
}
