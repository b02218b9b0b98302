package dev.sallyport.iam;

import java.util.List;
import java.util.stream.Collectors;

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

    /** The policy of a resource that says nothing, so that it allows nobody anything. */
    public static final Policy NOTHING = new Policy(List.of());

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

    /**
     * What a policy of a resource means to those who show no credentials. Errs towards letting in: an Allow counts when it
     * may be about any of the resources, a Deny only when it is about all of them.
     *
     * @param action for example {@code execute-api:Invoke}
     * @param resources the template of an ARN: {@code {name}} stands for a segment, {@code {name+}} for several
     * @param known what is the same for all of their requests; conditions of other keys hold for some of them
     */
    public Exposure exposure(String action, String resources, Facts known) {
        AccessRequest request = new AccessRequest(action, resources, Requester.ANONYMOUS, known);
        Exposure exposure = Exposure.NOBODY;
        boolean narrowed = false;
        for (Statement statement : statements) {
            Principals principals = statement.principals();
            if (principals == null || statement.neverHolds(request)) {
                continue;
            }
            boolean always = statement.alwaysHolds(request);
            if (statement.denies()) {
                if (principals.deny(Requester.ANONYMOUS) && statement.isAboutAll(action, resources)) {
                    if (always) {
                        return Exposure.NOBODY;
                    }
                    narrowed = true;
                }
            } else if (principals.allow(Requester.ANONYMOUS) != Grant.NONE && statement.maybeAbout(action, resources)) {
                boolean all = always || exposure == Exposure.EVERYBODY;
                exposure = all ? Exposure.EVERYBODY : Exposure.SOME;
            }
        }
        return narrowed && exposure == Exposure.EVERYBODY ? Exposure.SOME : exposure;
    }

    /** Whether it says nothing at all. */
    public boolean isEmpty() {
        return statements.isEmpty();
    }

    /** What the statements say in short, for people: whom they allow and deny, and by which conditions. */
    public String summary() {
        return statements.stream().map(Statement::summary).collect(Collectors.joining("; "));
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
