package dev.sallyport.iam;

/**
 * What a resource policy says to a request, with how closely it names the one who asks: that decides whether permission
 * boundaries and session policies still narrow an Allow (IAM's policy evaluation logic).
 */
public enum Grant {
    /** No Allow matches. */
    NONE,
    /** The caller's account is allowed: its identity policies decide (R5.15). */
    ACCOUNT,
    /** Everybody is allowed. (inferred) Boundaries and session policies narrow it. */
    EVERYBODY,
    /** The role of the caller's session is allowed; boundaries and session policies narrow it. */
    ROLE,
    /** The user, the session itself or the root is allowed by name; nothing narrows it but a Deny. */
    DIRECT,
    /** A Deny matches. */
    DENIED;

    /** The grant as the one policy that there is, for who has no identity policies. */
    public Decision decision() {
        return switch (this) {
            case NONE -> Decision.IMPLICIT_DENY;
            case DENIED -> Decision.EXPLICIT_DENY;
            case ACCOUNT, EVERYBODY, ROLE, DIRECT -> Decision.ALLOWED;
        };
    }

    Grant or(Grant other) {
        return compareTo(other) < 0 ? other : this;
    }
}
