package dev.sallyport.edge;

import static dev.sallyport.edge.AuthorizerFixture.payload;
import static dev.sallyport.edge.AuthorizerFixture.pools;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.sallyport.authorizer.AuthorizerCompiler;
import dev.sallyport.authorizer.jwt.StubIssuer;
import dev.sallyport.edge.RawClient.Answer;
import dev.sallyport.snapshot.TestApi;
import dev.sallyport.snapshot.TestIntegration;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Cognito user pools as a client, the backend and attackers see them (rest-data-plane 5.6). */
@Timeout(30)
class PoolAuthorizerTest {

    private static final String POOL = "arn:aws:cognito-idp:eu-west-1:123456789012:userpool/eu-west-1_One";
    private static final String OTHER_POOL = "arn:aws:cognito-idp:eu-west-1:123456789012:userpool/eu-west-1_Two";
    private static final String KEYS = "/.well-known/jwks.json";

    @RegisterExtension
    static final DataPlaneFixture GATEWAY = new DataPlaneFixture();

    private StubIssuer issuer;
    private StubIssuer other;

    @BeforeEach
    void start() throws Exception {
        issuer = new StubIssuer();
        other = new StubIssuer();
        GATEWAY.functions().invocations().clear();
        GATEWAY.functions().returns("echo", "{\"statusCode\":200,\"body\":\"in\"}");
        GATEWAY.authorizers(
                Map.of("eu-west-1_One", issuer.url(), "eu-west-1_Two", other.url()),
                AuthorizerCompiler.TIME_LIMIT_MILLIS);
        publish(null, null, POOL);
    }

    @AfterEach
    void stop() {
        issuer.close();
        other.close();
    }

    private static void publish(@Nullable String expression, @Nullable Integer ttl, String... arns) {
        String type = "COGNITO_USER_POOLS";
        TestIntegration context = TestIntegration.of("MOCK", null, null)
                .template("{\"statusCode\": 200}")
                .response(
                        "200",
                        null,
                        Map.of(),
                        "$context.authorizer.claims.sub $context.authorizer.claims['cognito:username']"
                                + " [$context.authorizer.claims] [$context.authorizer.principalId]");
        GATEWAY.publish(
                new TestApi("abc123")
                        .authorizer(pools("a1", expression, ttl, arns))
                        .guarded("GET", "/in", type, "a1", List.of(), TestIntegration.mock("in"))
                        .guarded("GET", "/context", type, "a1", List.of(), context)
                        .guarded("GET", "/echo", type, "a1", List.of(), TestIntegration.lambdaProxy("echo"))
                        .guarded(
                                "GET",
                                "/scoped",
                                type,
                                "a1",
                                List.of("pets/read", "pets/all"),
                                TestIntegration.mock("in"))
                        .on("GET", "/open", TestIntegration.mock("open")),
                Map.of("pool", "eu-west-1_One"));
    }

    private static Instant soon() {
        return GATEWAY.now().plusSeconds(600);
    }

    private String idToken() {
        return issuer.token(issuer.claims(soon()).build());
    }

    private static Answer get(String path, String token) throws Exception {
        return GATEWAY.get(path, "Authorization: " + token);
    }

    private static void unauthorized(Answer answer) {
        unauthorized(answer, "Unauthorized");
    }

    private static void unauthorized(Answer answer, String message) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(401);
        assertThat(answer.header("x-amzn-ErrorType")).isEqualTo("UnauthorizedException");
        assertThat(answer.body()).isEqualTo("{\"message\":\"" + message + "\"}");
    }

    @Test
    @DisplayName("AUT-50: an ID token lets in, raw or as Bearer; without one 401")
    void idTokens() throws Exception {
        assertThat(get("/test/in", idToken()).body()).isEqualTo("in");
        assertThat(get("/test/in", "Bearer " + idToken()).body()).isEqualTo("in");
        unauthorized(GATEWAY.get("/test/in"));
        unauthorized(GATEWAY.get("/test/in", "Authorization:"));
    }

    @Test
    @DisplayName("AUT-50: any of the pools may have issued it, and none else")
    void severalPools() throws Exception {
        String foreign = other.token(other.claims(soon()).build());
        unauthorized(get("/test/in", foreign));

        publish(null, null, POOL, OTHER_POOL);

        assertThat(get("/test/in", foreign).status()).isEqualTo(200);
        assertThat(get("/test/in", idToken()).status()).isEqualTo(200);
        unauthorized(get(
                "/test/in",
                other.token(issuer.claims(soon()).issuer("http://127.0.0.1:1").build())));
    }

    @Test
    @DisplayName("STG-2: a stage variable in the ARN of the pool")
    void stageVariable() throws Exception {
        publish(null, null, POOL.replace("eu-west-1_One", "${stageVariables.pool}"));

        assertThat(get("/test/in", idToken()).status()).isEqualTo(200);
    }

    @Test
    @DisplayName("AUT-52: scopes need an access token with one of them; without scopes an access token is nothing")
    void scopes() throws Exception {
        String access = access("openid pets/read");
        assertThat(get("/test/scoped", access).status()).isEqualTo(200);
        assertThat(get("/test/scoped", access).status()).as("kept").isEqualTo(200);
        unauthorized(get("/test/in", access));
        unauthorized(get("/test/scoped", access("pets/readonly pets")));
        unauthorized(get("/test/scoped", access("")));
        unauthorized(get("/test/scoped", idToken()));
        String both =
                issuer.token(issuer.claims(soon()).claim("scope", "pets/read").build());
        assertThat(get("/test/in", both).status()).isEqualTo(200);
        unauthorized(get("/test/scoped", both));
    }

    private String access(String scope) {
        return issuer.token(issuer.claims(soon())
                .audience((String) null)
                .claim("token_use", "access")
                .claim("scope", scope)
                .build());
    }

    @Test
    @DisplayName("AUT-53: the expression is matched against the audience, which access tokens do not have")
    void audience() throws Exception {
        publish("client-[12]", null, POOL);

        assertThat(get("/test/in", idToken()).status()).isEqualTo(200);
        unauthorized(get(
                "/test/in",
                issuer.token(issuer.claims(soon()).audience("client-3").build())));
        unauthorized(get(
                "/test/in",
                issuer.token(issuer.claims(soon()).audience("client-1x").build())));
        unauthorized(get("/test/scoped", access("pets/read")));
    }

    @Test
    @DisplayName("AUT-55, AUT-56: claims in templates and, as text, in proxy events")
    void claims() throws Exception {
        Instant expires = soon();
        String token = issuer.token(issuer.claims(expires)
                .claim("cognito:username", "joe")
                .claim("email_verified", true)
                .claim("cognito:groups", List.of("a", "b"))
                .build());

        assertThat(get("/test/context", token).body()).isEqualTo("user-1 joe [] []");
        assertThat(get("/test/echo", token).status()).isEqualTo(200);
        assertThat(payload(GATEWAY))
                .contains("\"authorizer\":{\"claims\":{", "\"email_verified\":\"true\"", "\"cognito:groups\":\"a,b\"")
                .containsPattern("\"exp\":\"[A-Z][a-z]{2} [A-Z][a-z]{2} \\d\\d [0-9:]{8} UTC \\d{4}\"")
                .doesNotContain("integrationLatency", "principalId");
    }

    @Test
    @DisplayName("AUT-54: an expired token says so, also when it was good a moment ago")
    void expired() throws Exception {
        String token = issuer.token(issuer.claims(GATEWAY.now().plusSeconds(60)).build());
        assertThat(get("/test/in", token).status()).isEqualTo(200);

        GATEWAY.pass(Duration.ofSeconds(61));

        unauthorized(get("/test/in", token), "The incoming token has expired");
    }

    @Test
    @DisplayName("HARDENING 1.6: forged tokens let nobody in, however often they come")
    void forged() throws Exception {
        JWTClaimsSet claims = issuer.claims(soon()).build();
        RSAKey theirs = StubIssuer.key("k1");
        SignedJWT confused = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("k1").build(), claims);
        confused.sign(new MACSigner(issuer.key().toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8)));
        String good = issuer.token(claims);
        Map<String, String> forgeries = new LinkedHashMap<>();
        forgeries.put("alg=none", new PlainJWT(claims).serialize());
        forgeries.put("the public key as a secret", confused.serialize());
        forgeries.put("somebody else's key under this id", StubIssuer.token(claims, theirs));
        forgeries.put("a key id that is a path", StubIssuer.token(claims, StubIssuer.key("../../k1")));
        forgeries.put("a key id that is a query", StubIssuer.token(claims, StubIssuer.key("k1' OR '1'='1")));
        forgeries.put(
                "a key of its own",
                StubIssuer.token(
                        new JWSHeader.Builder(JWSAlgorithm.RS256)
                                .keyID("k1")
                                .jwk(theirs.toPublicJWK())
                                .build(),
                        claims,
                        theirs));
        forgeries.put("no signature", good.substring(0, good.lastIndexOf('.') + 1));
        String later = issuer.token(issuer.claims(soon().plusSeconds(1)).build());
        forgeries.put(
                "another token's signature",
                good.substring(0, good.lastIndexOf('.')) + later.substring(later.lastIndexOf('.')));
        forgeries.put(
                "too early",
                issuer.token(issuer.claims(soon())
                        .notBeforeTime(Date.from(GATEWAY.now().plusSeconds(60)))
                        .build()));
        forgeries.put(
                "no expiry",
                issuer.token(issuer.claims(soon()).expirationTime(null).build()));
        forgeries.put("too long", good + "A".repeat(8_000));
        forgeries.put("nonsense", "Bearer Bearer");
        for (Map.Entry<String, String> forgery : forgeries.entrySet()) {
            for (int i = 0; i < 2; i++) {
                Answer answer = get("/test/in", forgery.getValue());
                assertThat(answer.status()).as(forgery.getKey()).isIn(401, 431);
            }
        }
        assertThat(get("/test/in", good).status()).isEqualTo(200);
    }

    @Test
    @DisplayName("AUT-54: without the pool's keys nobody gets in, with 500; once they are there, everybody who may")
    void outage() throws Exception {
        issuer.page(KEYS, 503, "");
        Answer answer = get("/test/in", idToken());
        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.header("x-amzn-ErrorType")).isEqualTo("AuthorizerConfigurationException");
        assertThat(answer.body()).isEqualTo("{\"message\":null}");
        assertThat(get("/test/open", "x").body()).isEqualTo("open");

        issuer.keys(KEYS, issuer.key());
        GATEWAY.pass(Duration.ofSeconds(6));

        assertThat(get("/test/in", idToken()).status()).isEqualTo(200);
    }

    @Test
    @DisplayName("3.1 AUTHORIZER_FAILURE: a pool that answers with no keys lets nobody in, with 500")
    void unreadableKeys() throws Exception {
        issuer.page(KEYS, 200, "{\"keys\":[{\"kty\":\"RSA\",\"n\":7}]}");
        for (int i = 0; i < 2; i++) {
            Answer answer = get("/test/in", idToken());
            assertThat(answer.status()).isEqualTo(500);
            assertThat(answer.header("x-amzn-ErrorType")).isEqualTo("AuthorizerFailureException");
            assertThat(answer.body()).isEqualTo("{\"message\":null}");
        }

        issuer.page(KEYS, 503, "");
        GATEWAY.pass(Duration.ofSeconds(6));
        assertThat(get("/test/in", idToken()).header("x-amzn-ErrorType")).isEqualTo("AuthorizerConfigurationException");
        issuer.keys(KEYS, issuer.key());
        GATEWAY.pass(Duration.ofSeconds(6));
        assertThat(get("/test/in", idToken()).status()).isEqualTo(200);
    }

    @Test
    @DisplayName("AUT-51: a new key lets in when it is found, a withdrawn one lets nobody in for longer than an hour")
    void rotation() throws Exception {
        assertThat(get("/test/in", idToken()).status()).isEqualTo(200);
        RSAKey next = StubIssuer.key("k2");
        issuer.keys(KEYS, next);
        GATEWAY.pass(Duration.ofMinutes(5).plusSeconds(1));

        assertThat(get("/test/in", StubIssuer.token(issuer.claims(soon()).build(), next))
                        .status())
                .isEqualTo(200);
        unauthorized(get("/test/in", idToken()));
    }

    @Test
    @DisplayName("a token is judged once while it is kept, and every time with a lifetime of 0")
    void kept() throws Exception {
        String token = idToken();
        assertThat(get("/test/in", token).status()).isEqualTo(200);
        issuer.close();
        GATEWAY.pass(Duration.ofMinutes(4));
        assertThat(get("/test/in", token).status()).as("within 300 s").isEqualTo(200);
    }

    @Test
    @DisplayName("an authorizer without a pool, or with what is none, lets nobody in")
    void noPool() throws Exception {
        publish(null, null);
        assertThat(get("/test/in", idToken()).status()).isEqualTo(500);
        publish(null, null, POOL, "arn:aws:cognito-idp:eu-west-1:123456789012:nothing/x");
        assertThat(get("/test/in", idToken()).status()).isEqualTo(500);
        assertThat(get("/test/open", "x").body()).isEqualTo("open");
    }
}
