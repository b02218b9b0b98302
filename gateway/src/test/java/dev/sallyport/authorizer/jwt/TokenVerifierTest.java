package dev.sallyport.authorizer.jwt;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens of user pools, with an issuer on loopback in Cognito's place. */
@Timeout(60)
class TokenVerifierTest {

    private static final String POOL = "arn:aws:cognito-idp:eu-west-1:123456789012:userpool/eu-west-1_AbC123";
    private static final String KEYS = "/.well-known/jwks.json";
    private static final String DISCOVERY = "/.well-known/openid-configuration";

    private StubIssuer issuer;
    private TokenVerifier verifier;
    private Instant now = Instant.parse("2025-09-29T19:28:50Z");

    @BeforeEach
    void start() throws IOException {
        issuer = new StubIssuer();
        verifier = verifier(Map.of("eu-west-1_AbC123", issuer.url()));
    }

    @AfterEach
    void stop() {
        issuer.close();
    }

    private TokenVerifier verifier(Map<String, String> pools) {
        return new TokenVerifier(new UserPoolIssuers(pools), new KeyReader(Duration.ofSeconds(1)), () -> now);
    }

    private JWTClaimsSet.Builder claims() {
        return issuer.claims(now.plusSeconds(60));
    }

    private Verdict verify(String token) {
        return verify(token, null);
    }

    private Verdict verify(String token, @Nullable String audience) {
        return verifier.verifyIdToken(
                List.of(POOL),
                token,
                audience == null ? null : Pattern.compile(audience).asMatchPredicate());
    }

    @Test
    @DisplayName("AUT-50, AUT-51, AUT-56: a signed ID token is valid, raw or as Bearer; its claims are text")
    void valid() {
        String token = issuer.token(claims().claim("email_verified", true)
                .claim("auth_time", 1587038744)
                .claim("cognito:groups", List.of("a", "b"))
                .claim("address", Map.of("city", "x"))
                .build());

        assertThat(verify("Bearer " + token)).isEqualTo(verify(token));
        assertThat(verify(token))
                .isInstanceOfSatisfying(
                        Verdict.Valid.class,
                        valid -> assertThat(valid.claims())
                                .containsEntry("sub", "user-1")
                                .containsEntry("aud", "client-1")
                                .containsEntry("email_verified", "true")
                                .containsEntry("auth_time", "1587038744")
                                .containsEntry("cognito:groups", "a,b")
                                .containsEntry("address", "{\"city\":\"x\"}")
                                .containsEntry("exp", "Mon Sep 29 19:29:50 UTC 2025")
                                .containsEntry("iat", "Mon Sep 29 18:29:50 UTC 2025"));
    }

    @Test
    @DisplayName("AUT-54: a token is expired from the second of its exp")
    void expired() {
        String token = issuer.token(claims().build());
        now = now.plusSeconds(60).minusMillis(1);
        assertThat(verify(token)).isInstanceOf(Verdict.Valid.class);
        now = now.plusMillis(1);
        assertThat(verify(token)).isEqualTo(new Verdict.Expired());
    }

    @Test
    @DisplayName("AUT-52: an access token is no ID token; of Cognito itself a token must say what it is")
    void tokenUse() {
        JWTClaimsSet access = claims().claim("token_use", "access").build();
        JWTClaimsSet silent = claims().claim("token_use", null).build();
        assertInvalid(issuer.token(access), "no ID token");
        assertThat(verify(issuer.token(silent))).isInstanceOf(Verdict.Valid.class);
    }

    @Test
    @DisplayName("AUT-53: the identity validation expression is matched against the whole audience")
    void audience() {
        String token = issuer.token(claims().build());
        assertThat(verify(token, "client-[0-9]")).isInstanceOf(Verdict.Valid.class);
        assertThat(verify(token, "client")).isInstanceOf(Verdict.Invalid.class);
        assertThat(verify(issuer.token(claims().audience((String) null).build()), ".*"))
                .isInstanceOf(Verdict.Invalid.class);
    }

    @Test
    @DisplayName("AUT-51: a token without times, of the future or of another issuer is invalid")
    void invalidClaims() {
        assertInvalid(issuer.token(claims().expirationTime(null).build()), "time of expiry");
        assertInvalid(
                issuer.token(
                        claims().notBeforeTime(Date.from(now.plusSeconds(1))).build()),
                "not valid yet");
        assertInvalid(issuer.token(claims().issuer("http://127.0.0.1:1").build()), "issuer");
        assertInvalid(issuer.token(claims().issuer(null).build()), "issuer");
    }

    @Test
    @DisplayName("HARDENING 1.6: no algorithm but RS256, no key of the token's own, no extensions, nothing endless")
    void forged() throws JOSEException {
        JWTClaimsSet claims = claims().build();
        RSAKey other = StubIssuer.key("k1");
        SignedJWT confused = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("k1").build(), claims);
        confused.sign(new MACSigner(issuer.key().toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8)));
        assertInvalid(new PlainJWT(claims).serialize(), "no signed");
        assertInvalid(confused.serialize(), "RS256");
        assertInvalid(StubIssuer.token(claims, other), "signature");
        assertInvalid(
                StubIssuer.token(
                        new JWSHeader.Builder(JWSAlgorithm.RS256)
                                .keyID("k1")
                                .jwk(other.toPublicJWK())
                                .build(),
                        claims,
                        other),
                "signature");
        assertInvalid(
                StubIssuer.token(
                        new JWSHeader.Builder(JWSAlgorithm.RS512).keyID("k1").build(), claims, issuer.key()),
                "RS256");
        assertInvalid(
                StubIssuer.token(new JWSHeader.Builder(JWSAlgorithm.RS256).build(), claims, issuer.key()), "key id");
        assertInvalid(
                StubIssuer.token(
                        new JWSHeader.Builder(JWSAlgorithm.RS256)
                                .keyID("k1")
                                .criticalParams(Set.of("exp"))
                                .build(),
                        claims,
                        issuer.key()),
                "extensions");
        String good = issuer.token(claims);
        int payload = good.indexOf('.') + 10;
        assertThat(verify(good.substring(0, payload)
                        + (good.charAt(payload) == 'A' ? 'B' : 'A')
                        + good.substring(payload + 1)))
                .isInstanceOf(Verdict.Invalid.class);
        assertInvalid(good + "A".repeat(9000), "longer than 8192");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nonsense", "a.b.c", "Bearer ", "e30.e30.", "..", "e30.e30.e30.e30.e30"})
    @DisplayName("AUT-54: what is no token is invalid")
    void noTokens(String text) {
        assertThat(verify(text)).isInstanceOf(Verdict.Invalid.class);
        assertThat(issuer.asked()).isEmpty();
    }

    @Test
    @DisplayName("AUT-51: keys are read once an hour; an unknown key id costs one look in five minutes")
    void cache() {
        String token = issuer.token(claims().build());
        verify(token);
        verify(token);
        assertThat(issuer.asked()).containsExactly(KEYS);

        RSAKey second = StubIssuer.key("k2");
        String rotated = StubIssuer.token(issuer.claims(now.plusSeconds(7200)).build(), second);
        issuer.keys(KEYS, issuer.key(), second);
        assertThat(verify(rotated)).isInstanceOf(Verdict.Invalid.class);
        assertThat(issuer.asked()).hasSize(1);
        now = now.plus(Duration.ofMinutes(5));
        assertThat(verify(rotated)).isInstanceOf(Verdict.Valid.class);
        for (String id : List.of("x", "y", "z")) {
            assertInvalid(StubIssuer.token(claims().build(), StubIssuer.key(id)), "signature");
        }
        assertThat(issuer.asked()).hasSize(2);

        issuer.keys(KEYS, issuer.key());
        now = now.plus(Duration.ofMinutes(61));
        assertThat(verify(rotated)).as("a key that was withdrawn").isInstanceOf(Verdict.Invalid.class);
        assertThat(issuer.asked()).hasSize(3);
    }

    @Test
    @DisplayName("the keys of any OpenID provider are where its configuration says")
    void discovery() {
        issuer.page(KEYS, 404, "");
        issuer.page(DISCOVERY, 200, "{\"jwks_uri\": \"" + issuer.url() + "/certs\"}");
        issuer.keys("/certs", issuer.key());

        assertThat(verify(issuer.token(claims().build()))).isInstanceOf(Verdict.Valid.class);
        assertThat(issuer.asked()).containsExactly(KEYS, DISCOVERY, "/certs");
    }

    static Stream<String> noKeySets() {
        return Stream.of("", "nonsense", "{}", "[]", "{\"keys\": 1}", "{\"keys\": \"" + "a".repeat(70_000) + "\"}");
    }

    @ParameterizedTest
    @MethodSource("noKeySets")
    @DisplayName("AUT-54: a key set that cannot be read, or is longer than 64 KB, is no verdict over the token")
    void brokenKeySet(String body) {
        issuer.page(KEYS, 200, body);
        assertThat(verify(issuer.token(claims().build()))).isInstanceOf(Verdict.Unavailable.class);
    }

    @Test
    @DisplayName(
            "AUT-54: an issuer without keys is unavailable, asked again after five seconds; redirections are not followed")
    void unavailable() {
        issuer.page(KEYS, 302, issuer.url() + "/elsewhere");
        issuer.keys("/elsewhere", issuer.key());
        String token = issuer.token(claims().build());

        assertThat(verify(token))
                .isInstanceOfSatisfying(
                        Verdict.Unavailable.class, it -> assertThat(it.reason()).contains(KEYS + " (status 302)"));
        assertThat(verify(token)).isInstanceOf(Verdict.Unavailable.class);
        assertThat(issuer.asked()).containsExactly(KEYS, DISCOVERY);
        now = now.plusSeconds(5);
        issuer.keys(KEYS, issuer.key());
        assertThat(verify(token)).isInstanceOf(Verdict.Valid.class);
    }

    @Test
    @DisplayName("an issuer that never answers is given up in time")
    void silent() throws IOException {
        try (ServerSocket silent = new ServerSocket(0)) {
            String url = "http://127.0.0.1:" + silent.getLocalPort();
            verifier = verifier(Map.of("*", url));
            assertThat(verify(issuer.token(claims().issuer(url).build())))
                    .isInstanceOfSatisfying(
                            Verdict.Unavailable.class,
                            it -> assertThat(it.reason()).contains("did not answer within 1000 ms"));
        }
    }

    @Test
    @DisplayName(
            "many tokens that wait for an issuer that never answers are given up together, not one after the other")
    void silentToMany() throws Exception {
        try (ServerSocket silent = new ServerSocket(0);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            String url = "http://127.0.0.1:" + silent.getLocalPort();
            TokenVerifier real = new TokenVerifier(
                    new UserPoolIssuers(Map.of("*", url)),
                    new KeyReader(Duration.ofMillis(300)),
                    InstantSource.system());
            String token = issuer.token(claims().issuer(url).build());
            long began = System.nanoTime();
            List<Future<Verdict>> verdicts = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                verdicts.add(threads.submit(() -> real.verifyIdToken(List.of(POOL), token, null)));
            }
            for (Future<Verdict> verdict : verdicts) {
                assertThat(verdict.get()).isInstanceOf(Verdict.Unavailable.class);
            }
            assertThat(System.nanoTime() - began).isLessThan(3_000_000_000L);
        }
    }

    @Test
    @DisplayName("HARDENING 1.6: no address in a token's header is ever asked for keys")
    void addressesInHeaders() throws Exception {
        try (StubIssuer theirs = new StubIssuer()) {
            RSAKey own = StubIssuer.key("k9");
            theirs.keys(KEYS, own);
            JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.RS256)
                    .keyID("k9")
                    .jwkURL(URI.create(theirs.url() + KEYS))
                    .x509CertURL(URI.create(theirs.url() + KEYS))
                    .build();
            assertInvalid(StubIssuer.token(header, claims().build(), own), "signature");
            assertThat(theirs.asked()).isEmpty();
        }
    }

    @Test
    @DisplayName("AUT-52: an ID token is no access token; an access token has its scopes among its claims")
    void accessTokens() {
        String access = issuer.token(
                claims().claim("token_use", "access").claim("scope", "a b").build());
        assertThat(verifier.verifyAccessToken(List.of(POOL), access, null))
                .isInstanceOfSatisfying(
                        Verdict.Valid.class, it -> assertThat(it.claims()).containsEntry("scope", "a b"));
        assertThat(verifier.verifyAccessToken(List.of(POOL), issuer.token(claims().build()), null))
                .isEqualTo(new Verdict.Invalid("the token is no access token"));
    }

    @Test
    @DisplayName("AUT-51: a pool that nobody stands for is Cognito's; others may be named one by one or all at once")
    void issuers() {
        assertThat(new UserPoolIssuers(Map.of()).of(POOL).url())
                .isEqualTo("https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_AbC123");
        UserPoolIssuers mapped =
                new UserPoolIssuers(Map.of("eu-west-1_AbC123", "http://a/realm", "*", "http://b/{region}/{pool}"));
        assertThat(mapped.of(POOL).url()).isEqualTo("http://a/realm");
        assertThat(mapped.of(POOL + "4").url()).isEqualTo("http://b/eu-west-1/eu-west-1_AbC1234");
    }

    private void assertInvalid(String token, String reason) {
        assertThat(verify(token))
                .isInstanceOfSatisfying(
                        Verdict.Invalid.class,
                        invalid -> assertThat(invalid.reason()).contains(reason));
    }
}
