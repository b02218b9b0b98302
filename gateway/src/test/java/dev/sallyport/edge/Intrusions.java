package dev.sallyport.edge;

import static dev.sallyport.edge.ProtectedApis.bare;
import static dev.sallyport.edge.ProtectedApis.raw;
import static dev.sallyport.edge.ProtectedApis.signed;

import dev.sallyport.aws.AwsCredentials;
import dev.sallyport.edge.ProtectedApis.Family;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Requests that must not get in: of a family without its credentials, and with wrong, tampered or confused ones. */
final class Intrusions {

    private final List<Case> cases = new ArrayList<>();

    /**
     * A request that must not get in.
     *
     * @param from the address that it comes from
     * @param status what AWS answers
     */
    record Case(Family family, String name, String from, int status, Function<ProtectedApis, String> request) {
        @Override
        public String toString() {
            return family + ": " + name + " -> " + status;
        }
    }

    private Intrusions() {}

    static List<Case> all() {
        Intrusions all = new Intrusions();
        all.paths();
        new SignatureIntrusions(all).add();
        all.authorizers();
        all.policiesOfTokens();
        all.tokens();
        all.keys();
        all.policies();
        return all.cases;
    }

    void add(Family family, String name, int status, Function<ProtectedApis, String> request) {
        cases.add(new Case(family, name, "127.0.0.1", status, request));
    }

    /** The right request, changed. */
    void changed(Family family, String name, int status, UnaryOperator<String> change) {
        add(family, name, status, apis -> change.apply(apis.right(family)));
    }

    void with(Family family, String name, int status, String... lines) {
        add(family, name, status, apis -> raw(family, family.path(), lines));
    }

    private static int unidentified(Family family) {
        return switch (family) {
            case TOKEN, REQUEST, POOL, SCOPED, TOKENKEY, POOLKEY -> 401;
            default -> 403;
        };
    }

    /** Without credentials, by all the ways to write the path, the host and the verb. */
    private void paths() {
        for (Family family : List.of(Family.IAM, Family.TOKEN, Family.REQUEST, Family.POOL, Family.KEY, Family.AGENT)) {
            String end = family.path().substring(5);
            int guarded = unidentified(family);
            add(family, "nothing shown", guarded, apis -> bare(family));
            target(family, "/test" + end + "/", guarded);
            target(family, "/test" + end + "?", guarded);
            target(family, "/test" + end + "?Authorization=allow&x-api-key=" + ProtectedApis.KEY, guarded);
            target(family, "http://" + family.host() + "/test" + end, guarded);
            target(family, "/test/" + end, guarded);
            target(family, "//test" + end, guarded);
            target(family, "/test" + end + "//", 403);
            target(family, "/test" + end + ";a=b", 403);
            target(family, "/test" + end + "%00", 403);
            target(family, "/test" + end + "%2f", 403);
            target(family, "/test" + end + "%20", 403);
            target(family, "/test%2f" + end.substring(1), 403);
            target(family, "/test" + end.toUpperCase(java.util.Locale.ROOT), 403);
            target(family, "/TEST" + end, 403);
            target(family, "/%74est" + end, 403);
            target(family, "/test/open/.." + end, 403);
            target(family, "/test/open/%2e%2e" + end, 403);
            target(family, "/test/open/..%2f" + end.substring(1), 403);
            target(family, "/test/." + end, 403);
            target(family, "/test/%2e" + end, 403);
            target(family, "/test\\" + end.substring(1), 403);
            changed(
                    family,
                    "a verb in small letters",
                    403,
                    right -> bare(family).replace("GET", "get"));
            changed(family, "TRACE", 403, right -> bare(family).replace("GET", "TRACE"));
            changed(family, "HEAD", guarded, right -> bare(family).replace("GET", "HEAD"));
            with(family, "another URL in a header", guarded, "X-Original-URL: /test/open", "X-Rewrite-URL: /test/open");
            with(family, "another verb in a header", guarded, "X-HTTP-Method-Override: OPTIONS");
            with(family, "another address in a header", guarded, "X-Forwarded-For: 127.0.0.1", "X-Real-IP: 127.0.0.1");
            with(family, "two hosts", 400, "Host: " + family.host());
            changed(
                    family,
                    "the host with a port and in capitals",
                    guarded,
                    right -> bare(family)
                            .replace(family.host(), family.host().toUpperCase(java.util.Locale.ROOT) + ":443"));
            changed(
                    family,
                    "a folded header",
                    400,
                    right -> raw(family, family.path(), "X-A: 1", " Authorization: allow"));
            changed(family, "a name with a space", 400, right -> raw(family, family.path(), "Authorization : allow"));
            for (String form : List.of("/restapis/%s/test/_user_request_%s", "/_aws/execute-api/%s/test%s")) {
                String path = form.formatted(family.apiId(), end);
                changed(
                        family,
                        path,
                        guarded,
                        right -> bare(family).replace(family.path(), path).replace(family.host(), "localhost"));
            }
        }
    }

    private void target(Family family, String target, int status) {
        add(family, target, status, apis -> raw(family, target));
    }

    private void authorizers() {
        for (String token : List.of(
                "deny", "both", "elsewhere", "other-verb", "other-stage", "other-api", "other-action", "condition")) {
            with(Family.TOKEN, "the function says " + token, 403, "Authorization: " + token);
        }
        for (String token : List.of(
                "small-letters",
                "no-statement",
                "no-policy",
                "list-in-context",
                "nothing",
                "null",
                "true",
                "word",
                "list",
                "cut",
                "simple",
                "throws",
                "allows-and-throws",
                "hangs")) {
            with(Family.TOKEN, "the function says " + token, 500, "Authorization: " + token);
        }
        for (String token : List.of("deny", "elsewhere", "nothing", "throws", "hangs", "unauthorized")) {
            int status =
                    token.equals("unauthorized") ? 401 : token.equals("deny") || token.equals("elsewhere") ? 403 : 500;
            add(
                    Family.REQUEST,
                    "the function says " + token,
                    status,
                    apis -> raw(Family.REQUEST, Family.REQUEST.path() + "?who=me", "X-Token: " + token));
            with(
                    Family.TOKENKEY,
                    "with a key, the function says " + token,
                    status,
                    "Authorization: " + token,
                    "x-api-key: " + ProtectedApis.KEY);
        }
        with(Family.TOKEN, "a token that the expression refuses", 401, "Authorization: ALLOW");
        with(Family.TOKEN, "Unauthorized", 401, "Authorization: unauthorized");
        with(Family.TOKEN, "the token elsewhere", 401, "X-Authorization: allow");
        with(Family.TOKEN, "allowed, then denied", 403, "Authorization: allow", "Authorization: deny");
        with(Family.TOKEN, "a folded token", 400, "Authorization: deny", " allow");
        with(Family.TOKEN, "two in one", 401, "Authorization: allow, allow");
        with(Family.REQUEST, "no query", 401, "X-Token: allow");
        add(Family.REQUEST, "no header", 401, apis -> raw(Family.REQUEST, Family.REQUEST.path() + "?who=me"));
        add(
                Family.REQUEST,
                "an empty source",
                401,
                apis -> raw(Family.REQUEST, Family.REQUEST.path() + "?who=", "X-Token: allow"));
        add(
                Family.REQUEST,
                "another case of the query",
                401,
                apis -> raw(Family.REQUEST, Family.REQUEST.path() + "?WHO=me", "X-Token: allow"));
        with(Family.TOKENKEY, "the token alone", 403, "Authorization: allow");
        with(Family.TOKENKEY, "the key alone", 401, "x-api-key: " + ProtectedApis.KEY);
        with(Family.TOKENKEY, "a wrong key", 403, "Authorization: allow", "x-api-key: wrong");
    }

    /** Paths that policies know by another name than the backend. */
    private void policiesOfTokens() {
        for (String path : List.of(
                "admin",
                "public",
                "public/../admin",
                "public/%2e%2e/admin",
                "public/..%2fadmin",
                "public/%2E%2E%2Fadmin",
                "public/%252e%252e/admin",
                "public/..;/admin",
                "public/..;a=b/admin",
                "public/..\\admin",
                "public/..%5cadmin",
                "public/.%2e/admin",
                "public/x/../../admin",
                "public//../admin",
                "/public/../admin")) {
            file("public-only", path);
        }
        for (String path : List.of(
                "admin",
                "admin/",
                "/admin",
                "//admin",
                "./admin",
                "%2e/admin",
                "x/../admin",
                "x/%2e%2e/admin",
                "a%64min",
                "%61dmin",
                "%2561dmin",
                "admin;a=b",
                "admin%3ba=b",
                "admin%2f",
                "admin//",
                "admin/.",
                "admin\\",
                "admin%5c",
                "admin/users",
                "admin%2fusers",
                "admin//users",
                "admin/./users",
                "admin;v=1/users")) {
            file("not-admin", path);
        }
    }

    private void file(String token, String path) {
        add(
                Family.FILES,
                token + " " + path,
                403,
                apis -> raw(Family.FILES, "/test/files/" + path, "Authorization: " + token));
    }

    private void tokens() {
        Forgeries.all()
                .forEach((name, forgery) -> add(
                        Family.POOL,
                        name,
                        401,
                        apis -> raw(Family.POOL, Family.POOL.path(), "Authorization: " + forgery.apply(apis))));
        add(Family.SCOPED, "an ID token", 401, apis -> scoped("Authorization: " + apis.idToken()));
        add(Family.SCOPED, "no scope", 401, apis -> scoped("Authorization: " + apis.accessToken("")));
        add(
                Family.SCOPED,
                "a longer scope",
                401,
                apis -> scoped("Authorization: " + apis.accessToken("pets/readonly")));
        add(Family.SCOPED, "a shorter scope", 401, apis -> scoped("Authorization: " + apis.accessToken("pets")));
        add(
                Family.SCOPED,
                "scopes with a comma",
                401,
                apis -> scoped("Authorization: " + apis.accessToken("a,pets/read")));
        add(
                Family.POOL,
                "an access token",
                401,
                apis -> raw(Family.POOL, Family.POOL.path(), "Authorization: " + apis.accessToken("pets/read")));
        add(
                Family.POOL,
                "the token in the query",
                401,
                apis -> raw(Family.POOL, Family.POOL.path() + "?Authorization=" + apis.idToken()));
        add(
                Family.POOL,
                "a good token before a bad one",
                401,
                apis -> raw(Family.POOL, Family.POOL.path(), "Authorization: " + apis.idToken(), "Authorization: x"));
        changed(Family.POOLKEY, "the token alone", 403, right -> right.replace("x-api-key", "x-other"));
        with(Family.POOLKEY, "the key alone", 401, "x-api-key: " + ProtectedApis.KEY);
    }

    private static String scoped(String line) {
        return raw(Family.SCOPED, Family.SCOPED.path(), line);
    }

    private void keys() {
        String key = ProtectedApis.KEY;
        for (String line : List.of(
                "x-api-key:",
                "x-api-key: " + key + "x",
                "x-api-key: " + key.substring(1),
                "x-api-key: " + key.toUpperCase(java.util.Locale.ROOT),
                "x-api-key: \"" + key + "\"",
                "x-api-key: k1",
                "x-api-key: *",
                "x-api-key: " + key + "," + key,
                "x-api-key: " + key + "\0",
                "x_api_key: " + key,
                "Authorization: " + key,
                "Authorization: ApiKey " + key,
                "Cookie: x-api-key=" + key,
                "x-api-key: " + key + "\r\nx-api-key: " + key,
                "x-api-key: wrong\r\nX-API-KEY: " + key,
                "x-api-key: " + ProtectedApis.KEY_DISABLED,
                "x-api-key: " + ProtectedApis.KEY_OF_OTHER_STAGE,
                "x-api-key: " + ProtectedApis.KEY_WITHOUT_PLAN)) {
            with(Family.KEY, line.replaceAll("[\r\n]+", " and "), line.endsWith("\0") ? 400 : 403, line);
        }
        with(Family.KEY, "a folded key", 400, "x-api-key: " + key.substring(0, 10), " " + key.substring(10));
        changed(Family.IAMKEY, "the signature alone", 403, right -> right.replace("x-api-key", "x-other"));
        with(Family.IAMKEY, "the key alone", 403, "x-api-key: " + key);
        changed(Family.IAMKEY, "another key", 403, right -> right.replace(key, "wrong"));
        changed(Family.IAMKEY, "another signature", 403, SignatureIntrusions::otherSignature);
    }

    private void policies() {
        String other = "127.0.0.2";
        Family address = Family.ADDRESS;
        cases.add(new Case(address, "from a denied address", other, 403, apis -> apis.right(address)));
        for (String line : List.of(
                "X-Forwarded-For: 127.0.0.1",
                "X-Forwarded-For: 127.0.0.1, 127.0.0.1",
                "Forwarded: for=127.0.0.1",
                "X-Real-IP: 127.0.0.1",
                "True-Client-IP: 127.0.0.1",
                "CF-Connecting-IP: 127.0.0.1",
                "X-Forwarded-For: 127.0.0.1\r\nX-Forwarded-For: 127.0.0.1",
                "X-Amz-Source-Ip: 127.0.0.1")) {
            cases.add(new Case(
                    address,
                    "denied, with " + line.replaceAll("[\r\n]+", " and "),
                    other,
                    403,
                    apis -> raw(address, address.path(), line)));
        }
        for (String path : List.of("/test/address/", "/_aws/execute-api/address1/test/address")) {
            cases.add(new Case(address, "denied, by " + path, other, 403, apis -> raw(address, path)));
        }
        cases.add(new Case(
                address, "denied, with two hosts in one", other, 400, apis -> raw(address, "http://x/test/address")));
        with(Family.AGENT, "another agent", 403, "User-Agent: wrong");
        with(Family.AGENT, "a longer agent", 403, "User-Agent: right2");
        with(Family.AGENT, "another case", 403, "User-Agent: RIGHT");
        with(Family.AGENT, "an empty agent", 403, "User-Agent:");
        with(Family.AGENT, "two agents", 403, "User-Agent: right", "User-Agent: wrong");
        add(
                Family.OTHERS,
                "the one who is denied",
                403,
                apis -> signed(apis.bob, Family.OTHERS, Instant.now()).replace("Host:", "User-Agent: any\r\nHost:"));
        add(
                Family.OTHERS,
                "the one who is denied, as another",
                403,
                apis -> signed(new AwsCredentials("AKIAANN", "secret of bob", null), Family.OTHERS, Instant.now()));
        add(Family.OTHERS, "nobody", 403, apis -> bare(Family.OTHERS));
        add(Family.PRINCIPAL, "nobody", 403, apis -> bare(Family.PRINCIPAL));
        add(
                Family.PRINCIPAL,
                "another of the named account",
                403,
                apis -> signed(
                        IntruderTest.GATEWAY
                                .identities()
                                .user("999999999999", "cook", "{'Effect':'Allow','Action':'*','Resource':'*'}"),
                        Family.PRINCIPAL,
                        Instant.now()));
        add(
                Family.PRINCIPAL,
                "one of the same name elsewhere",
                403,
                apis -> signed(
                        IntruderTest.GATEWAY
                                .identities()
                                .session(
                                        "888888888888",
                                        "guest",
                                        Instant.now().plusSeconds(60),
                                        "{'Effect':'Allow','Action':'*','Resource':'*'}"),
                        Family.PRINCIPAL,
                        Instant.now()));
        changed(Family.PRINCIPAL, "tampered", 403, SignatureIntrusions::otherSignature);
    }
}
