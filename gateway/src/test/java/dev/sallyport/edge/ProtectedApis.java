package dev.sallyport.edge;

import static dev.sallyport.edge.AuthorizerFixture.pools;
import static dev.sallyport.edge.AuthorizerFixture.request;
import static dev.sallyport.edge.AuthorizerFixture.result;
import static dev.sallyport.edge.AuthorizerFixture.resultWith;
import static dev.sallyport.edge.AuthorizerFixture.statement;
import static dev.sallyport.edge.AuthorizerFixture.token;

import dev.sallyport.authorizer.jwt.StubIssuer;
import dev.sallyport.aws.AsSent;
import dev.sallyport.aws.AwsCredentials;
import dev.sallyport.aws.SdkSigned;
import dev.sallyport.aws.SdkSigned.Plan;
import dev.sallyport.functions.Invocation;
import dev.sallyport.functions.InvocationResult;
import dev.sallyport.limits.TestPlans;
import dev.sallyport.snapshot.TestApi;
import dev.sallyport.snapshot.TestIntegration;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** APIs with one method for each way to protect it, and for each the request that is let in. */
final class ProtectedApis implements AutoCloseable {

    static final String KEY = "a-key-of-more-than-twenty-characters";
    static final String KEY_OF_OTHER_STAGE = "a-key-of-the-plan-of-another-stage";
    static final String KEY_DISABLED = "a-key-that-has-been-switched-off";
    static final String KEY_WITHOUT_PLAN = "a-key-that-is-in-no-plan-at-all";
    static final String OWNER = "123456789012";
    static final String POOL = "arn:aws:cognito-idp:eu-west-1:123456789012:userpool/eu-west-1_One";

    private static final String ALLOW = "{'Effect':'Allow','Action':'execute-api:Invoke','Resource':'*'}";
    private static final int AUTHORIZER_LIMIT_MILLIS = 300;

    final StubIssuer issuer = new StubIssuer();
    final StubIssuer stranger = new StubIssuer();
    final AwsCredentials ann;
    final AwsCredentials bob;
    final AwsCredentials reader;
    private final DataPlaneFixture gateway;

    /** A way to protect a method; its method's path is its name in small letters. */
    enum Family {
        IAM,
        BODY,
        PRESIGNED,
        SESSION,
        TOKEN,
        REQUEST,
        POOL,
        SCOPED,
        KEY,
        FILES,
        TOKENKEY,
        IAMKEY,
        POOLKEY,
        ADDRESS,
        AGENT,
        PRINCIPAL,
        OTHERS;

        String path() {
            return this == FILES ? "/test/files/public/a" : "/test/" + name().toLowerCase(java.util.Locale.ROOT);
        }

        /** Policies are those of APIs, so that each has one of its own. */
        String apiId() {
            return switch (this) {
                case ADDRESS, AGENT, PRINCIPAL, OTHERS -> name().toLowerCase(java.util.Locale.ROOT) + "1";
                default -> "abc123";
            };
        }

        String host() {
            return apiId() + ".execute-api.eu-west-1.amazonaws.com";
        }
    }

    ProtectedApis(DataPlaneFixture gateway) throws IOException {
        this.gateway = gateway;
        ann = gateway.identities().user(OWNER, "ann", ALLOW);
        bob = gateway.identities().user(OWNER, "bob", ALLOW);
        reader = gateway.identities().session(OWNER, "reader", Instant.now().plusSeconds(3600), ALLOW);
        gateway.authorizers(Map.of("eu-west-1_One", issuer.url()), AUTHORIZER_LIMIT_MILLIS);
        TestLimits limits = new TestLimits(null);
        limits.plans.plan(null, null, TestPlans.stage("abc123", "test"));
        limits.plans.plan("p2", null, null, TestPlans.stage("abc123", "prod"));
        limits.plans.key("k1", KEY, true);
        limits.plans.key("k2", KEY_OF_OTHER_STAGE, true);
        limits.plans.key("k3", KEY_DISABLED, false);
        limits.plans.key("k4", KEY_WITHOUT_PLAN, true);
        limits.plans.join("k1");
        limits.plans.join("p2", "k2");
        limits.plans.join("k3");
        gateway.limitedBy(limits.compiler);
        gateway.functions().returns("secret", "{\"statusCode\":200,\"body\":\"in\"}");
        gateway.functions().runs("auth", ProtectedApis::authorize);
        gateway.publish(main());
        gateway.publish(
                policed(Family.ADDRESS, "NONE", "'Principal':'*'", "{'IpAddress':{'aws:SourceIp':'127.0.0.2/32'}}"));
        gateway.publish(
                policed(Family.AGENT, "NONE", "'Principal':'*'", "{'StringNotEquals':{'aws:UserAgent':'right'}}"));
        gateway.publish(policed(
                Family.OTHERS,
                "AWS_IAM",
                "'Principal':{'AWS':'arn:aws:iam::" + OWNER + ":user/bob'}",
                "{'StringLike':{'aws:UserAgent':'*'}}"));
        gateway.publish(new TestApi(Family.PRINCIPAL.apiId())
                .secured("ANY", "/principal", "AWS_IAM", backend())
                .policy("{'Version':'2012-10-17','Statement':[{'Effect':'Allow','Action':'execute-api:Invoke',"
                        + "'Resource':'*','Principal':{'AWS':'arn:aws:iam::999999999999:user/guest'}}]}"));
    }

    /** The guest of another account, whom only the policy of one API names. */
    AwsCredentials guest() {
        return gateway.identities().user("999999999999", "guest", ALLOW);
    }

    private TestIntegration backend() {
        return TestIntegration.httpProxy("ANY", gateway.backend().uri("/secret"));
    }

    private TestApi main() {
        TestIntegration function = TestIntegration.lambdaProxy("secret");
        String pools = "COGNITO_USER_POOLS";
        return new TestApi("abc123")
                .authorizer(token("a1", "auth", "[a-z-]+", 0))
                .authorizer(request("a2", "auth", "method.request.header.X-Token, method.request.querystring.who", 0))
                .authorizer(pools("a3", null, 300, POOL))
                .secured("ANY", "/iam", "AWS_IAM", backend())
                .secured("ANY", "/body", "AWS_IAM", backend())
                .secured("ANY", "/presigned", "AWS_IAM", function)
                .secured("ANY", "/session", "AWS_IAM", backend())
                .guarded("ANY", "/token", "CUSTOM", "a1", List.of(), function)
                .guarded("ANY", "/files/{proxy+}", "CUSTOM", "a1", List.of(), backend())
                .guarded("ANY", "/request", "CUSTOM", "a2", List.of(), backend())
                .guarded("ANY", "/pool", pools, "a3", List.of(), backend())
                .guarded("ANY", "/scoped", pools, "a3", List.of("pets/read"), function)
                .keyed("ANY", "/key", backend())
                .guarded("ANY", "/tokenkey", "CUSTOM", "a1", List.of(), true, backend())
                .guarded("ANY", "/poolkey", pools, "a3", List.of(), true, backend())
                .guarded("ANY", "/iamkey", "AWS_IAM", "", List.of(), true, function)
                .on("GET", "/open", TestIntegration.mock("open"));
    }

    /** A method whose API's policy allows everybody and denies some. */
    private TestApi policed(Family family, String authorization, String denied, String condition) {
        return new TestApi(family.apiId())
                .secured("ANY", family.path().substring(5), authorization, backend())
                .policy("{'Version':'2012-10-17','Statement':[{'Effect':'Allow','Principal':'*',"
                        + "'Action':'execute-api:Invoke','Resource':'*'},{'Effect':'Deny'," + denied
                        + ",'Action':'execute-api:Invoke','Resource':'*','Condition':" + condition + "}]}");
    }

    /** What the function of both Lambda authorizers makes of a token. */
    private static CompletionStage<InvocationResult> authorize(Invocation invocation) {
        JsonNode event = JsonMapper.shared().readTree(invocation.payload());
        String token = event.path("authorizationToken")
                .asString(event.path("headers").path("X-Token").asString(""));
        String error = null;
        String text = switch (token) {
            case "allow" -> result(statement("Allow", "*"));
            case "deny" -> result(statement("Deny", "*"));
            case "both" -> result(statement("Allow", "*"), statement("Deny", "*"));
            case "public-only" -> result(statement("Allow", AuthorizerFixture.ARN + "GET/files/public/*"));
            case "not-admin" ->
                result(
                        statement("Allow", "*"),
                        statement("Deny", AuthorizerFixture.ARN + "GET/files/admin"),
                        statement("Deny", AuthorizerFixture.ARN + "GET/files/admin/*"));
            case "elsewhere" -> result(statement("Allow", AuthorizerFixture.ARN + "GET/open"));
            case "other-verb" -> result(statement("Allow", AuthorizerFixture.ARN + "DELETE/*"));
            case "other-stage" -> result(statement("Allow", "arn:aws:execute-api:*:*:abc123/prod/*"));
            case "other-api" -> result(statement("Allow", "arn:aws:execute-api:*:*:xyz789/*"));
            case "other-action" -> result("{\"Action\":\"s3:*\",\"Effect\":\"Allow\",\"Resource\":\"*\"}");
            case "small-letters" ->
                result("{\"Action\":\"execute-api:Invoke\",\"Effect\":\"allow\",\"Resource\":\"*\"}");
            case "condition" ->
                result("{\"Action\":\"execute-api:Invoke\",\"Effect\":\"Allow\",\"Resource\":\"*\","
                        + "\"Condition\":{\"IpAddress\":{\"aws:SourceIp\":\"203.0.113.0/24\"}}}");
            case "no-statement" -> result();
            case "no-policy" -> "{\"principalId\":\"u\"}";
            case "no-principal" ->
                "{\"policyDocument\":{\"Version\":\"2012-10-17\",\"Statement\":[" + statement("Allow", "*") + "]}}";
            case "list-in-context" -> resultWith(",\"context\":{\"a\":[1]}", statement("Allow", "*"));
            case "nothing" -> "";
            case "null" -> "null";
            case "true" -> "true";
            case "word" -> "\"Allow\"";
            case "list" -> "[" + result(statement("Allow", "*")) + "]";
            case "cut" -> result(statement("Allow", "*")).substring(0, 60);
            case "simple" -> "{\"isAuthorized\":true}";
            case "throws" -> {
                error = "Unhandled";
                yield "{\"errorMessage\":\"it broke\",\"errorType\":\"Error\"}";
            }
            case "allows-and-throws" -> {
                error = "Unhandled";
                yield result(statement("Allow", "*"));
            }
            case "unauthorized" -> {
                error = "Unhandled";
                yield "{\"errorMessage\":\"Unauthorized\"}";
            }
            default -> result();
        };
        if (token.equals("hangs")) {
            return new CompletableFuture<>();
        }
        return CompletableFuture.completedFuture(
                new InvocationResult.Completed(text.getBytes(StandardCharsets.UTF_8), error, new byte[0]));
    }

    /** The request that is let in, as its bytes. */
    String right(Family family) {
        String path = family.path();
        return switch (family) {
            case IAM, OTHERS -> signed(ann, family, Instant.now());
            case PRINCIPAL -> signed(guest(), family, Instant.now());
            case SESSION -> signed(reader, family, Instant.now());
            case BODY -> sdk(plan(family).in("POST", "{\"pay\":1}").with("Content-Type", "text/plain"), family, ann);
            case PRESIGNED -> sdk(plan(family).inQuery(Duration.ofMinutes(1)), family, reader);
            case TOKEN -> raw(family, path, "Authorization: allow");
            case FILES -> raw(family, path, "Authorization: public-only");
            case REQUEST -> raw(family, path + "?who=me", "X-Token: allow");
            case POOL -> raw(family, path, "Authorization: " + idToken());
            case SCOPED -> raw(family, path, "Authorization: " + accessToken("pets/read"));
            case KEY -> raw(family, path, "x-api-key: " + KEY);
            case TOKENKEY -> raw(family, path, "Authorization: allow", "x-api-key: " + KEY);
            case POOLKEY -> raw(family, path, "Authorization: " + idToken(), "x-api-key: " + KEY);
            case IAMKEY -> signed(ann, family, Instant.now()).replace("Host:", "x-api-key: " + KEY + "\r\nHost:");
            case ADDRESS -> raw(family, path);
            case AGENT -> raw(family, path, "User-Agent: right");
        };
    }

    private static Plan plan(Family family) {
        return Plan.get("https://" + family.host() + family.path(), Instant.now());
    }

    /** A request to a family's method without anything that shows who sends it. */
    static String bare(Family family) {
        return raw(family, family.path());
    }

    static String raw(Family family, String target, String... lines) {
        StringBuilder head = new StringBuilder("GET " + target + " HTTP/1.1\r\nHost: " + family.host() + "\r\n");
        for (String line : lines) {
            head.append(line).append("\r\n");
        }
        return head + "\r\n";
    }

    static String signed(AwsCredentials who, Family family, Instant when) {
        return raw(family, family.path(), AsSent.sign(who, family.host(), family.path(), when));
    }

    static String sdk(Plan plan, Family family, AwsCredentials who) {
        SdkSigned signed = SdkSigned.sign(plan, who, "eu-west-1", "execute-api");
        String head = raw(family, signed.target(), signed.lines());
        if (plan.body().isEmpty()) {
            return head;
        }
        String length = head.contains("ontent-Length")
                ? ""
                : "Content-Length: " + plan.body().length() + "\r\n";
        return plan.method() + head.substring(3, head.length() - 2) + length + "\r\n" + plan.body();
    }

    String idToken() {
        return issuer.token(issuer.claims(Instant.now().plusSeconds(600)).build());
    }

    String accessToken(String scope) {
        return issuer.token(issuer.claims(Instant.now().plusSeconds(600))
                .claim("token_use", "access")
                .claim("scope", scope)
                .claim("client_id", "client-1")
                .audience((String) null)
                .build());
    }

    @Override
    public void close() {
        issuer.close();
        stranger.close();
    }
}
