package dev.sallyport.compat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigateway.model.AuthorizerType;

/** Who gets into an API of a gateway that enforces, and who does not: callers as AWS's users know them (issue 6). */
@Timeout(300)
final class GuardedApisTest {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final TokenIssuer ISSUER = new TokenIssuer();
    private static final String POOL = "arn:aws:cognito-idp:us-east-1:111111111111:userpool/us-east-1_Pets";
    private static final String AUTHORIZER = """
            exports.handler = async (event) => {
              const token = event.type === 'TOKEN' ? event.authorizationToken : event.headers['x-who'];
              if (token === 'broken') throw new Error('broken');
              if (token === 'nobody') throw 'Unauthorized';
              return {principalId: token, context: {who: token, type: event.type},
                policyDocument: {Version: '2012-10-17', Statement: [
                  {Action: 'execute-api:Invoke', Effect: token === 'ann' ? 'Allow' : 'Deny', Resource: event.methodArn}]}};
            };
            """;

    @RegisterExtension
    static final GatewayProcess GATEWAY = GatewayProcess.with("--auth", "enforce", "--user-pools", "*=" + ISSUER.url());

    private static Caller root;
    private static ApiGatewayClient client;

    @BeforeAll
    static void becomeRoot() {
        root = GATEWAY.root();
        client = GATEWAY.as(root.credentials()).apiGateway();
    }

    @AfterAll
    static void endIssuer() {
        ISSUER.close();
    }

    /** An API with a method at its root that answers {@code hello}, under an authorization. */
    private static TestApi guarded(String name, String type, String authorizerId, String... scopes) {
        var made = client.createRestApi(request -> request.name(name));
        TestApi api = new TestApi(GATEWAY, client, made.id(), made.rootResourceId());
        api.mock(api.rootId(), "GET", "hello");
        guard(api, type, authorizerId, scopes);
        return api;
    }

    private static void guard(TestApi api, String type, String authorizerId, String... scopes) {
        client.updateMethod(request -> {
            var patches = new ArrayList<>(List.of(TestApi.replace("/authorizationType", type)));
            if (!authorizerId.isEmpty()) {
                patches.add(TestApi.replace("/authorizerId", authorizerId));
            }
            for (String scope : scopes) {
                patches.add(TestApi.replace("/authorizationScopes", scope).toBuilder()
                        .op("add")
                        .build());
            }
            request.restApiId(api.id())
                    .resourceId(api.rootId())
                    .httpMethod("GET")
                    .patchOperations(patches);
        });
        api.deploy("dev");
    }

    private static HttpResponse<String> get(URI uri, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(Duration.ofMinutes(1));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HTTP.sendAsync(request.build(), BodyHandlers.ofString()).join();
    }

    @Test
    @DisplayName("AUT-1 to AUT-14 AWS_IAM takes what the SDK signs for those whom a policy lets in, and nothing else")
    void iam() {
        TestApi api = guarded("iam", "AWS_IAM", "");
        URI url = api.url("dev", "/");
        String resource = "arn:aws:execute-api:us-east-1:111111111111:" + api.id() + "/dev/GET/";
        Caller allowed = root.user("invoker", Caller.policy("Allow", "execute-api:Invoke", resource));
        Caller denied = root.user("stranger", Caller.policy("Allow", "execute-api:Invoke", resource + "other"));

        assertThat(allowed.invoke(url).body()).isEqualTo("hello");
        HttpResponse<String> refused = denied.invoke(url);
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.body())
                .contains("user/stranger is not authorized to perform: execute-api:Invoke on resource:");
        assertThat(get(url).body()).isEqualTo("{\"message\":\"Missing Authentication Token\"}");

        SignedRequest signed = allowed.signed("execute-api", "GET", url, "", "application/json", Clock.systemUTC());
        SignedRequest tampered = SignedRequest.builder()
                .request(signed.request().toBuilder()
                        .putRawQueryParameter("more", "1")
                        .build())
                .build();
        assertThat(Caller.send(tampered, "").body()).contains("The request signature we calculated does not match");
        Clock past = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(-20));
        HttpResponse<String> expired =
                Caller.send(allowed.signed("execute-api", "GET", url, "", "application/json", past), "");
        assertThat(expired.statusCode()).isEqualTo(403);
        assertThat(expired.body()).contains("Signature expired");

        String arn = "arn:aws:iam::" + GatewayProcess.ACCOUNT + ":role/caller";
        root.query(
                "iam",
                "Action",
                "CreateRole",
                "RoleName",
                "caller",
                "AssumeRolePolicyDocument",
                Caller.trust(GatewayProcess.ACCOUNT));
        root.query(
                "iam",
                "Action",
                "PutRolePolicy",
                "RoleName",
                "caller",
                "PolicyName",
                "own",
                "PolicyDocument",
                Caller.policy("Allow", "execute-api:Invoke", resource));
        Caller session = root.user("assuming", Caller.policy("Allow", "sts:AssumeRole", arn))
                .assume(arn);
        assertThat(session.invoke(url).body()).isEqualTo("hello");
        root.query("iam", "Action", "DeleteRolePolicy", "RoleName", "caller", "PolicyName", "own");
        assertThat(session.invoke(url).statusCode()).isEqualTo(403);
    }

    private static String authorizer(TestApi api, AuthorizerType type, String source) {
        String name = "authorizer-" + type.toString().toLowerCase(Locale.ROOT);
        String function = new TestFunctions(GATEWAY.as(root.credentials()).lambda()).node(name, AUTHORIZER);
        return client.createAuthorizer(request -> request.restApiId(api.id())
                        .name(name)
                        .type(type)
                        .identitySource(source)
                        .authorizerResultTtlInSeconds(0)
                        .authorizerUri("arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/" + function
                                + "/invocations"))
                .id();
    }

    @Test
    @DisplayName("AUT-30 to AUT-60 a TOKEN authorizer lets in whom its policy allows")
    void tokenAuthorizer() {
        TestApi api = guarded("token", "NONE", "");
        guard(api, "CUSTOM", authorizer(api, AuthorizerType.TOKEN, "method.request.header.Authorization"));
        URI url = api.url("dev", "/");

        assertThat(get(url, "Authorization", "ann").body()).isEqualTo("hello");
        answers(
                get(url, "Authorization", "bob"),
                403,
                "User is not authorized to access this resource with an explicit deny");
        answers(get(url, "Authorization", "nobody"), 401, "{\"message\":\"Unauthorized\"}");
        answers(get(url, "Authorization", "broken"), 500, "{\"message\":null}");
        answers(get(url), 401, "{\"message\":\"Unauthorized\"}");
    }

    @Test
    @DisplayName("AUT-30 to AUT-60 a REQUEST authorizer lets in whom its policy allows")
    void requestAuthorizer() {
        TestApi api = guarded("request", "NONE", "");
        guard(api, "CUSTOM", authorizer(api, AuthorizerType.REQUEST, "method.request.header.x-who"));
        URI url = api.url("dev", "/");

        assertThat(get(url, "x-who", "ann").body()).isEqualTo("hello");
        answers(get(url, "x-who", "bob"), 403, "explicit deny");
        answers(get(url), 401, "{\"message\":\"Unauthorized\"}");
    }

    private static void answers(HttpResponse<String> answer, int status, String body) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.body()).contains(body);
    }

    @Test
    @DisplayName("AUT-80 to AUT-91 tokens of a user pool's issuer, with the scopes that the method asks for")
    void userPool() {
        TestApi api = guarded("pool", "NONE", "");
        String authorizer = client.createAuthorizer(request -> request.restApiId(api.id())
                        .name("pool")
                        .type(AuthorizerType.COGNITO_USER_POOLS)
                        .identitySource("method.request.header.Authorization")
                        .providerARNs(POOL))
                .id();
        guard(api, "COGNITO_USER_POOLS", authorizer, "pets/read");
        URI url = api.url("dev", "/");
        long now = Instant.now().getEpochSecond();
        String claims =
                "{\"iss\":\"" + ISSUER.url() + "\",\"sub\":\"ann\",\"client_id\":\"app\",\"token_use\":\"access\","
                        + "\"iat\":" + now + ",\"exp\":%d,\"scope\":\"%s\"}";

        String good = ISSUER.token(claims.formatted(now + 600, "pets/read"));
        answers(get(url, "Authorization", "Bearer " + good), 200, "hello");
        String expired = ISSUER.token(claims.formatted(now - 600, "pets/read"));
        answers(get(url, "Authorization", expired), 401, "The incoming token has expired");
        String otherScope = ISSUER.token(claims.formatted(now + 600, "pets/write"));
        assertThat(get(url, "Authorization", otherScope).statusCode()).isIn(401, 403);
        String forged = good.substring(0, good.lastIndexOf('.') + 1) + expired.substring(expired.lastIndexOf('.') + 1);
        assertThat(get(url, "Authorization", forged).statusCode()).isEqualTo(401);
        assertThat(get(url).statusCode()).isEqualTo(401);
    }

    @Test
    @DisplayName("MRQ-1 to MRQ-9 API keys, a usage plan and its quota, made and read with the AWS CLI as the root")
    void usagePlanByCli() throws Exception {
        assumeTrue(runs(), "skipped: no AWS CLI is installed (aws --version does not run)");
        TestApi api = guarded("keys", "NONE", "");
        client.updateMethod(request -> request.restApiId(api.id())
                .resourceId(api.rootId())
                .httpMethod("GET")
                .patchOperations(TestApi.replace("/apiKeyRequired", "true")));
        api.deploy("dev");
        URI url = api.url("dev", "/");

        String[] key = cli("create-api-key", "--name", "cli", "--enabled", "--query", "[id,value]")
                .split("\\s+", -1);
        String plan = cli(
                "create-usage-plan",
                "--name",
                "cli",
                "--quota",
                "limit=2,period=DAY",
                "--api-stages",
                "apiId=" + api.id() + ",stage=dev",
                "--query",
                "id");
        answers(get(url, "x-api-key", key[1]), 403, "{\"message\":\"Forbidden\"}");
        cli("create-usage-plan-key", "--usage-plan-id", plan, "--key-id", key[0], "--key-type", "API_KEY");

        answers(get(url, "x-api-key", key[1]), 200, "hello");
        answers(get(url, "x-api-key", key[1]), 200, "hello");
        answers(get(url, "x-api-key", key[1]), 429, "{\"message\":\"Limit Exceeded\"}");
        answers(get(url), 403, "{\"message\":\"Forbidden\"}");
        String day = LocalDate.now(ZoneOffset.UTC).toString();
        assertThat(cli(
                        "get-usage",
                        "--usage-plan-id",
                        plan,
                        "--key-id",
                        key[0],
                        "--start-date",
                        day,
                        "--end-date",
                        day,
                        "--query",
                        "items.\"" + key[0] + "\"[0]"))
                .isEqualTo("2\t0");
        cli(
                "update-usage",
                "--usage-plan-id",
                plan,
                "--key-id",
                key[0],
                "--patch-operations",
                "op=replace,path=/remaining,value=1");
        answers(get(url, "x-api-key", key[1]), 200, "hello");
        assertThat(cli("get-api-keys", "--include-values", "--query", "items[?id=='" + key[0] + "'].value"))
                .isEqualTo(key[1]);
    }

    private static boolean runs() throws InterruptedException {
        try {
            return new ProcessBuilder("aws", "--version")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** What {@code aws apigateway} prints; any failure is the test's. */
    private static String cli(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                "aws",
                "--endpoint-url",
                GATEWAY.endpoint().toString(),
                "--region",
                "us-east-1",
                "--output",
                "text",
                "apigateway"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
        builder.environment()
                .putAll(Map.of(
                        "AWS_SHARED_CREDENTIALS_FILE",
                        GATEWAY.dataFolder().resolve("root-credentials").toString(),
                        "AWS_CONFIG_FILE",
                        "/dev/null",
                        "AWS_EC2_METADATA_DISABLED",
                        "true",
                        "AWS_PAGER",
                        "",
                        "NO_PROXY",
                        "127.0.0.1"));
        Process process = builder.start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(text).isZero();
        return text.strip();
    }
}
