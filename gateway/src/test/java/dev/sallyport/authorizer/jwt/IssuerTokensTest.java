package dev.sallyport.authorizer.jwt;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jwt.JWTClaimsSet;
import dev.sallyport.authorizer.jwt.IssuerTokens.Judgement;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The tokens of issuers that JWT authorizers of HTTP APIs name (http-api 9). */
class IssuerTokensTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant LATER = NOW.plusSeconds(60);

    private StubIssuer issuer;
    private IssuerTokens tokens;

    @BeforeEach
    void start() throws IOException {
        issuer = new StubIssuer();
        issuer.page("/.well-known/openid-configuration", 200, "{\"jwks_uri\":\"" + issuer.url() + "/keys\"}");
        issuer.page("/.well-known/jwks.json", 404, "");
        issuer.keys("/keys", issuer.key());
        tokens = new IssuerTokens(() -> NOW);
    }

    @AfterEach
    void stop() {
        issuer.close();
    }

    private Judgement verify(String token) {
        return tokens.verify(issuer.url(), List.of("other", "client-1"), token);
    }

    private static Judgement bad(String reason) {
        return new Judgement.Bad(reason);
    }

    @Test
    @DisplayName("R3.47, R9.5, R9.7, R9.10: a good token, by the keys that discovery names; its claims are text")
    void acceptsGoodTokens() {
        JWTClaimsSet claims = issuer.claims(LATER)
                .claim("scope", "a b")
                .claim("n", 1)
                .claim("list", List.of("x", "y"))
                .claim("object", Map.of("k", true))
                .build();
        Judgement judgement = verify("Bearer " + issuer.token(claims));
        assertThat(judgement).isInstanceOf(Judgement.Good.class);
        Judgement.Good good = (Judgement.Good) judgement;
        assertThat(good.scopes()).containsExactly("a", "b");
        assertThat(good.claims())
                .containsEntry("n", "1")
                .containsEntry("list", "[x y]")
                .containsEntry("object", "{\"k\":true}")
                .containsEntry("exp", Long.toString(LATER.getEpochSecond()));
        assertThat(issuer.asked()).containsExactly("/.well-known/openid-configuration", "/keys");
    }

    @Test
    @DisplayName("R9.8, R9.9, R9.15: expiry, audience and client id")
    void judgesClaims() {
        assertThat(verify(issuer.token(issuer.claims(NOW).build()))).isEqualTo(bad("the token has expired"));
        assertThat(verify(issuer.token(issuer.claims(LATER)
                        .audience("stranger")
                        .claim("client_id", "client-1")
                        .build())))
                .isEqualTo(bad("the token does not have a valid audience"));
        assertThat(verify(issuer.token(issuer.claims(LATER)
                        .audience((String) null)
                        .claim("client_id", "client-1")
                        .build())))
                .isInstanceOf(Judgement.Good.class);
        assertThat(verify(issuer.token(
                        issuer.claims(LATER).issuer("https://other").build())))
                .isEqualTo(bad("the token does not have a valid issuer"));
    }

    @Test
    @DisplayName("R9.6, R9.7, R9.15: other algorithms, other keys and what is no token")
    void refusesForgeries() {
        JWTClaimsSet claims = issuer.claims(LATER).build();
        assertThat(verify(StubIssuer.token(claims, StubIssuer.key("k1"))))
                .isEqualTo(bad("the token's signature is invalid"));
        assertThat(verify(StubIssuer.token(
                        new JWSHeader.Builder(JWSAlgorithm.PS256).keyID("k1").build(), claims, issuer.key())))
                .isEqualTo(bad("signature method PS256 is invalid"));
        assertThat(verify(StubIssuer.token(
                        new JWSHeader.Builder(JWSAlgorithm.RS512).keyID("k1").build(), claims, issuer.key())))
                .isInstanceOf(Judgement.Good.class);
        assertThat(verify("nothing")).isEqualTo(bad("token contains an invalid number of segments"));
    }

    @Test
    @DisplayName("R9.2: whether an issuer can be discovered")
    void discovers() {
        assertThat(tokens.hasDiscovery(issuer.url())).isTrue();
        issuer.page("/.well-known/openid-configuration", 404, "");
        assertThat(tokens.hasDiscovery(issuer.url())).isFalse();
    }
}
