package dev.sallyport.iam;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Requests and principals for tests of policies. */
final class Requests {

    static final String OWNER = "111122223333";
    static final String ARN = "arn:aws:execute-api:eu-west-1:111122223333:abc123/test/GET/pets/5";

    static final Requester ANN = user(OWNER, "ann");
    static final Requester READER = new Requester(
            Requester.Type.ASSUMED_ROLE,
            OWNER,
            "arn:aws:sts::111122223333:assumed-role/reader/me",
            "arn:aws:iam::111122223333:role/reader",
            "AROAREADERREADER1:me",
            null,
            Map.of("Team", "blue"),
            true);
    static final Requester ROOT = new Requester(
            Requester.Type.ROOT, OWNER, "arn:aws:iam::111122223333:root", null, OWNER, null, Map.of(), false);
    static final Requester STRANGER = user("444455556666", "eve");

    private Requests() {}

    static Requester user(String account, String name) {
        return new Requester(
                Requester.Type.USER,
                account,
                "arn:aws:iam::" + account + ":user/" + name,
                null,
                "AIDA" + name.toUpperCase(Locale.ROOT) + "00000000000000",
                name,
                Map.of(),
                false);
    }

    static AccessRequest by(Requester who) {
        return with(who, Map.of());
    }

    static AccessRequest with(Requester who, Map<String, List<String>> facts) {
        return new AccessRequest("execute-api:Invoke", ARN, who, facts::get);
    }

    static Policy resource(String... statements) {
        return compile(Policy.Use.RESOURCE, statements);
    }

    static Policy identity(String... statements) {
        return compile(Policy.Use.IDENTITY, statements);
    }

    private static Policy compile(Policy.Use use, String... statements) {
        try {
            return Policy.compile(document(statements), use);
        } catch (PolicyException e) {
            throw new IllegalArgumentException(e);
        }
    }

    static String document(String... statements) {
        return ("{'Version':'2012-10-17','Statement':[" + String.join(",", statements) + "]}").replace('\'', '"');
    }

    /** A statement of an identity's policy about everything. */
    static String effect(String effect) {
        return "{'Effect':'" + effect + "','Action':'execute-api:*','Resource':'*'}";
    }

    /** A statement of a resource policy about everything. */
    static String effect(String effect, String principal) {
        return "{'Effect':'" + effect + "','Principal':" + principal + ",'Action':'execute-api:*','Resource':'*'}";
    }
}
