package dev.sallyport.edge;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.sallyport.authorizer.jwt.IssuerTokens;
import dev.sallyport.authorizer.jwt.StubIssuer;
import dev.sallyport.edge.RawClient.Answer;
import dev.sallyport.edge.TestHttpApi.Target;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** JWT authorizers of HTTP APIs, over real sockets to the gateway and to the issuer (http-api 9). */
class HttpApiJwtTest {

    @RegisterExtension
    static final DataPlaneFixture DATA = new DataPlaneFixture();

    private static final String DISCOVERY = "/.well-known/openid-configuration";
    private static final String CHALLENGE = "www-authenticate";

    private StubIssuer issuer;

    @BeforeEach
    void start() throws IOException {
        issuer = new StubIssuer();
        issuer.page(DISCOVERY, 200, "{\"jwks_uri\":\"" + issuer.url() + "/keys\"}");
        issuer.page("/.well-known/jwks.json", 404, "");
        issuer.keys("/keys", issuer.key());
        DATA.functions().returns("two", "{}");
        DATA.functions().returns("one", "{\"statusCode\":200}");
        api().publish("$default");
    }

    @AfterEach
    void stop() {
        issuer.close();
    }

    private TestHttpApi api() {
        return new TestHttpApi(DATA)
                .tokens(new IssuerTokens(DATA::now))
                .jwt("j1", issuer.url(), "client-0", "client-1")
                .secured("GET /open", Target.function("two", "2.0"), "JWT", "j1")
                .secured("GET /one", Target.function("one", "1.0"), "JWT", "j1")
                .secured("GET /scoped", Target.function("two", "2.0"), "JWT", "j1", "a/read", "a/write")
                .secured("GET /scopedone", Target.function("one", "1.0"), "JWT", "j1", "a/read");
    }

    private JWTClaimsSet.Builder claims() {
        return issuer.claims(DATA.now().plusSeconds(600));
    }

    private static Answer get(String path, String token) throws IOException {
        return DATA.get(path, "Authorization: " + token);
    }

    private static void assertRefused(Answer answer, String description) {
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.body()).isEqualTo("{\"message\":\"Unauthorized\"}");
        assertThat(answer.header("content-length")).isEqualTo("26");
        assertThat(answer.headers(CHALLENGE))
                .containsExactly("Bearer scope=\"\" error=\"invalid_token\" error_description=\"" + description + "\"");
    }

    private void assertRefused(JWTClaimsSet.Builder claims, String description) throws IOException {
        assertRefused(get("/open", issuer.token(claims.build())), description);
    }

    @Test
    @DisplayName("R9.5, R9.20: with and without Bearer, whatever the token is used for")
    void accepts() throws IOException {
        String token = issuer.token(claims().claim("token_use", "anything").build());
        assertThat(get("/open", token).status()).isEqualTo(200);
        assertThat(get("/open", "Bearer " + token).status()).isEqualTo(200);
        assertThat(get("/open", "bearer " + token).status()).isEqualTo(200);
        assertThat(get("/open", "Basic " + token).status()).isEqualTo(401);
    }

    @Test
    @DisplayName("R9.8, R9.13 to R9.15, R9.19: times without any skew, issuer and audience")
    void checksClaims() throws IOException {
        Instant now = DATA.now();
        assertRefused(issuer.claims(now.minusSeconds(1)), "the token has expired");
        assertRefused(claims().expirationTime(null), "the token has expired");
        assertRefused(claims().notBeforeTime(Date.from(now.plusSeconds(60))), "the token is not valid yet");
        assertRefused(claims().issueTime(Date.from(now.plusSeconds(60))), "the token is used before it was issued");
        assertRefused(claims().issuer(issuer.url() + "/"), "the token does not have a valid issuer");
        assertRefused(claims().audience("stranger"), "the token does not have a valid audience");
        assertThat(get(
                                "/open",
                                issuer.token(claims().audience(List.of("x", "client-0"))
                                        .build()))
                        .status())
                .isEqualTo(200);
    }

    @Test
    @DisplayName("R9.9: client_id counts only where there is no aud")
    void checksClientIds() throws IOException {
        assertRefused(
                claims().audience("stranger").claim("client_id", "client-1"),
                "the token does not have a valid audience");
        JWTClaimsSet access =
                claims().audience((String) null).claim("client_id", "client-1").build();
        assertThat(get("/open", issuer.token(access)).status()).isEqualTo(200);
        assertRefused(
                claims().audience((String) null).claim("client_id", "x"), "the token does not have a valid audience");
    }

    @Test
    @DisplayName("R9.13, R9.15, R9.16: no token, and what is none")
    void refusesWhatIsNone() throws IOException {
        Answer without = DATA.get("/open");
        assertThat(without.status()).isEqualTo(401);
        assertThat(without.headers(CHALLENGE)).containsExactly("Bearer");
        assertRefused(get("/open", "nothing"), "token contains an invalid number of segments");
        assertRefused(get("/open", "a.b.c"), "unable to decode the token");
        String token = issuer.token(claims().build());
        assertRefused(
                get("/open", token.substring(0, token.length() - 4) + "AAAA"), "the token's signature is invalid");
        assertRefused(
                get("/open", StubIssuer.token(claims().build(), StubIssuer.key("k1"))),
                "the token's signature is invalid");
    }

    @Test
    @DisplayName("R9.10 to R9.12, R9.14: one of the route's scopes is needed, in scope or scp")
    void checksScopes() throws IOException {
        Answer denied =
                get("/scoped", issuer.token(claims().claim("scope", "a/other").build()));
        assertThat(denied.status()).isEqualTo(403);
        assertThat(denied.body()).isEqualTo("{\"message\":\"Forbidden\"}");
        assertThat(denied.header(CHALLENGE))
                .startsWith("Bearer scope=\"a/read a/write\" error=\"insufficient_scope\" error_description=\"");
        assertThat(get("/scoped", issuer.token(claims().build())).status()).isEqualTo(403);
        for (Map.Entry<String, Object> good : List.<Map.Entry<String, Object>>of(
                Map.entry("scope", "x a/write"),
                Map.entry("scp", "a/read"),
                Map.entry("scp", List.of("x", "a/read")))) {
            assertThat(get(
                                    "/scoped",
                                    issuer.token(claims().claim(good.getKey(), good.getValue())
                                            .build()))
                            .status())
                    .as(good.toString())
                    .isEqualTo(200);
        }
        Answer bad = get("/scoped", "nothing");
        assertThat(bad.header(CHALLENGE)).startsWith("Bearer scope=\"a/read a/write\" error=\"invalid_token\"");
    }

    @Test
    @DisplayName("R3.47 to R3.49: claims and scopes in events, also for a token that was seen before")
    void showsClaims() throws IOException {
        String token = issuer.token(claims().claim("scope", "a/read b")
                .claim("n", 7)
                .claim("yes", true)
                .claim("list", List.of("x", 1))
                .claim("object", Map.of("k", "v"))
                .claim("quote", "\"")
                .build());
        for (int i = 0; i < 2; i++) {
            assertThat(get("/scoped", token).status()).isEqualTo(200);
            JsonNode jwt = authorizer("two").get("jwt");
            assertThat(jwt.get("scopes").toString()).isEqualTo("[\"a/read\",\"b\"]");
            JsonNode claims = jwt.get("claims");
            assertThat(claims.get("n").stringValue()).isEqualTo("7");
            assertThat(claims.get("yes").stringValue()).isEqualTo("true");
            assertThat(claims.get("list").stringValue()).isEqualTo("[x 1]");
            assertThat(claims.get("object").stringValue()).isEqualTo("{\"k\":\"v\"}");
            assertThat(claims.get("quote").stringValue()).isEqualTo("\"");
            assertThat(get("/open", token).status()).isEqualTo(200);
            assertThat(authorizer("two").get("jwt").get("scopes").isNull()).isTrue();
            assertThat(get("/one", token).status()).isEqualTo(200);
            assertThat(authorizer("one").get("scopes").isNull()).isTrue();
            assertThat(authorizer("one").get("claims")).isEqualTo(claims);
            assertThat(get("/scopedone", token).status()).isEqualTo(200);
            assertThat(authorizer("one").get("scopes").toString()).isEqualTo("[\"a/read\",\"b\"]");
        }
    }

    private static JsonNode authorizer(String function) {
        return TestHttpApi.lastEvent(DATA, function).get("requestContext").get("authorizer");
    }

    @Test
    @DisplayName(
            "R9.19, R9.21: a token that was seen before ends with its exp, and lets nobody into another authorizer")
    void forgetsWhatHasExpired() throws IOException {
        String token = issuer.token(issuer.claims(DATA.now().plusSeconds(200)).build());
        assertThat(get("/open", token).status()).isEqualTo(200);
        api().jwt("j2", issuer.url(), "client-2")
                .secured("GET /other", Target.function("two", "2.0"), "JWT", "j2")
                .publish("$default");
        assertThat(get("/open", token).status()).isEqualTo(200);
        assertRefused(get("/other", token), "the token does not have a valid audience");
        DATA.pass(Duration.ofSeconds(201));
        assertRefused(get("/open", token), "the token has expired");
    }

    @Test
    @DisplayName("R9.7, R9.18: keys are where discovery says, are kept, and are read again for a key that is not known")
    void keepsAndRotatesKeys() throws IOException {
        String first = issuer.token(claims().subject("one").build());
        String second = issuer.token(claims().subject("two").build());
        assertThat(get("/open", first).status()).isEqualTo(200);
        assertThat(get("/open", second).status()).isEqualTo(200);
        assertThat(issuer.asked()).containsExactly(DISCOVERY, "/keys");
        var rotated = StubIssuer.key("k2");
        issuer.keys("/keys", rotated);
        String fresh = StubIssuer.token(claims().build(), rotated);
        // One look was just made: anybody can make up key ids.
        assertRefused(get("/open", fresh), "the token's signature is invalid");
        assertThat(issuer.asked()).hasSize(2);
        DATA.pass(Duration.ofMinutes(5).plusSeconds(1));
        assertThat(get("/open", fresh).status()).isEqualTo(200);
        assertThat(issuer.asked()).hasSize(4);
        for (String kid : List.of("x1", "x2", "x3")) {
            assertRefused(
                    get("/open", StubIssuer.token(claims().build(), StubIssuer.key(kid))),
                    "the token's signature is invalid");
        }
        assertThat(issuer.asked()).hasSize(4);
        DATA.pass(Duration.ofHours(2));
        assertThat(get("/open", StubIssuer.token(claims().build(), rotated)).status())
                .isEqualTo(200);
        assertThat(issuer.asked()).hasSize(6);
    }

    @Test
    @DisplayName("R9.17: keys that cannot be read, or of more than 150000 bytes, let nobody in")
    void boundsKeys() throws IOException {
        String token = issuer.token(claims().build());
        issuer.page("/keys", 200, "{\"keys\":[],\"x\":\"" + "y".repeat(150_000) + "\"}");
        api().publish("$default");
        assertRefused(get("/open", token), "unable to read the keys of the issuer");
        issuer.page(DISCOVERY, 500, "");
        api().publish("$default");
        assertRefused(get("/open", token), "unable to read the keys of the issuer");
    }

    @Test
    @DisplayName("R9.1: the token may stand in the query")
    void readsQueries() throws IOException {
        String token = issuer.token(claims().build());
        api().source("j3", "$request.querystring.token", issuer.url(), "client-1")
                .secured("GET /q", Target.function("two", "2.0"), "JWT", "j3")
                .publish("$default");
        assertThat(DATA.get("/q?token=" + token).status()).isEqualTo(200);
        Answer without = DATA.get("/q", "Authorization: " + token);
        assertThat(without.status()).isEqualTo(401);
        assertThat(without.headers(CHALLENGE)).containsExactly("Bearer");
    }
}
