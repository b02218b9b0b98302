package dev.sallyport.iam;

import java.util.List;

/** A policy, compiled once. */
public final class Policy {

    /** More than any policy of AWS may have. */
    private static final int MAX_CHARACTERS = 20_480;

    /** What a policy is attached to; that decides what its statements have. */
    public enum Use {
        /** A user, group, role, session or boundary: statements name no principal. */
        IDENTITY,
        /** A resource, such as an API: statements name principals and resources. */
        RESOURCE,
        /** A role: statements name who may assume it, and no resource. */
        TRUST
    }

    private final List<Statement> statements;

    private Policy(List<Statement> statements) {
        this.statements = statements;
    }

    /**
     * Compiles a document.
     *
     * @throws PolicyException when it is too long or anything in it is not understood
     */
    public static Policy compile(String document, Use use) throws PolicyException {
        if (document.length() > MAX_CHARACTERS) {
            throw new PolicyException("the policy has more than " + MAX_CHARACTERS + " characters");
        }
        return new Policy(new PolicyReader(use).read(document));
    }

    /** What a policy of an identity says to a request of that identity (AUT-65). */
    public Decision decide(AccessRequest request) {
        Decision decision = Decision.IMPLICIT_DENY;
        for (Statement statement : statements) {
            boolean matters = statement.denies() || decision != Decision.ALLOWED;
            if (matters && statement.isAbout(request)) {
                if (statement.denies()) {
                    return Decision.EXPLICIT_DENY;
                }
                decision = Decision.ALLOWED;
            }
        }
        return decision;
    }

    /** What a policy of a resource says to a request (AUT-65). */
    public Grant grant(AccessRequest request) {
        Grant grant = Grant.NONE;
        for (Statement statement : statements) {
            Principals principals = statement.principals();
            if (principals == null) {
                continue;
            }
            Grant named = statement.denies()
                    ? principals.deny(request.requester()) ? Grant.DENIED : Grant.NONE
                    : principals.allow(request.requester());
            if (named.compareTo(grant) > 0 && statement.isAbout(request)) {
                grant = named;
            }
        }
        return grant;
    }
}
