package dev.sallyport.edge;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.sallyport.authorizer.jwt.StubIssuer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** Tokens that are not those of a user pool, by what is wrong with them. */
final class Forgeries {

    private Forgeries() {}

    static Map<String, Function<ProtectedApis, String>> all() {
        Map<String, Function<ProtectedApis, String>> all = new LinkedHashMap<>();
        all.put("nonsense", apis -> "abc");
        all.put("two dots", apis -> "..");
        all.put("Bearer twice", apis -> "Bearer Bearer " + apis.idToken());
        all.put("alg none", apis -> new PlainJWT(claims(apis).build()).serialize());
        all.put("alg none with a signature", apis -> {
            String good = apis.idToken();
            return encoded("{\"alg\":\"none\",\"kid\":\"k1\"}") + good.substring(good.indexOf('.'));
        });
        all.put("the public key as a secret", Forgeries::confused);
        all.put(
                "another's key under this id",
                apis -> StubIssuer.token(claims(apis).build(), StubIssuer.key("k1")));
        all.put("a key id that is a path", apis -> StubIssuer.token(claims(apis).build(), StubIssuer.key("../../k1")));
        all.put(
                "a key of its own",
                apis -> header(apis, ownKey().jwk(StubIssuer.key("k1").toPublicJWK())));
        all.put("a key set of its own", apis -> header(apis, ownKey().jwkURL(URI.create(apis.stranger.url()))));
        all.put(
                "another issuer",
                apis -> apis.stranger.token(
                        claims(apis).issuer(apis.stranger.url()).build()));
        all.put(
                "signed by one, issued by another",
                apis -> StubIssuer.token(
                        claims(apis).issuer(apis.stranger.url()).build(), apis.issuer.key()));
        all.put(
                "expired",
                apis -> apis.issuer.token(
                        apis.issuer.claims(Instant.now().minusSeconds(5)).build()));
        all.put(
                "without an expiry",
                apis -> apis.issuer.token(claims(apis).expirationTime(null).build()));
        all.put(
                "too early",
                apis -> apis.issuer.token(claims(apis)
                        .notBeforeTime(Date.from(Instant.now().plusSeconds(60)))
                        .build()));
        all.put(
                "another use",
                apis -> apis.issuer.token(
                        claims(apis).claim("token_use", "refresh").build()));
        all.put("no signature", apis -> {
            String good = apis.idToken();
            return good.substring(0, good.lastIndexOf('.') + 1);
        });
        all.put("other claims", apis -> {
            String[] parts = apis.idToken().split("\\.", -1);
            String claims = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
            return parts[0] + "." + encoded(claims.replace("user-1", "admin1")) + "." + parts[2];
        });
        all.put("a part more", apis -> apis.idToken() + "." + encoded("{}"));
        all.put("another's signature", apis -> {
            String good = apis.idToken();
            String other = apis.accessToken("a");
            return good.substring(0, good.lastIndexOf('.')) + other.substring(other.lastIndexOf('.'));
        });
        return all;
    }

    private static JWTClaimsSet.Builder claims(ProtectedApis apis) {
        return apis.issuer.claims(Instant.now().plusSeconds(600));
    }

    private static JWSHeader.Builder ownKey() {
        return new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("k1");
    }

    private static String header(ProtectedApis apis, JWSHeader.Builder header) {
        return StubIssuer.token(header.build(), claims(apis).build(), StubIssuer.key("k1"));
    }

    private static String confused(ProtectedApis apis) {
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("k1").build(),
                claims(apis).build());
        try {
            token.sign(
                    new MACSigner(apis.issuer.key().toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8)));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
        return token.serialize();
    }

    private static String encoded(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
