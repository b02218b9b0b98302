package dev.sallyport.iam;

/** What policies say to a request (AUT-65, R5.11), and how what several of them say is combined (rest-data-plane 5.7). */
public enum Decision {
    /** An Allow matches, and no Deny. */
    ALLOWED,
    /** Nothing matches: "silent". */
    IMPLICIT_DENY,
    /** A Deny matches. */
    EXPLICIT_DENY;

    /** Both must allow: what boundaries and session policies do to the policies of an identity (R5.12). */
    public Decision and(Decision other) {
        return compareTo(other) < 0 ? other : this;
    }

    /** Either may allow, and neither may deny. */
    private Decision or(Decision other) {
        if (this == EXPLICIT_DENY || other == EXPLICIT_DENY) {
            return EXPLICIT_DENY;
        }
        return this == ALLOWED ? this : other;
    }

    /**
     * Table A: caller and API are of one account.
     *
     * @param identity of the caller's policies or of a Lambda authorizer's
     * @param resource of the API's policy; {@link #IMPLICIT_DENY} when it has none
     */
    public static Decision inOneAccount(Decision identity, Decision resource) {
        return identity.or(resource);
    }

    /** Table B: caller and API are of different accounts. */
    public static Decision acrossAccounts(Decision identity, Decision resource) {
        return identity.and(resource);
    }
}
