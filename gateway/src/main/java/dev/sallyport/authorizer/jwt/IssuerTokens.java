package dev.sallyport.authorizer.jwt;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.security.interfaces.RSAPublicKey;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Judges the tokens of the issuers that JWT authorizers of HTTP APIs name (http-api 9): RSA and nothing else, with a key of
 * the issuer that the token's header names. May block while it reads keys.
 */
public final class IssuerTokens {

    /** R9.6. */
    private static final Set<JWSAlgorithm> ALGORITHMS =
            Set.of(JWSAlgorithm.RS256, JWSAlgorithm.RS384, JWSAlgorithm.RS512);

    /** R9.17, R9.18. */
    private static final Duration LIMIT = Duration.ofMillis(1500);

    private static final int MAX_BYTES = 150_000;
    private static final Duration FRESH = Duration.ofHours(2);

    private static final int MAX_TOKEN_CHARACTERS = 8 * 1024;
    private static final String BEARER = "Bearer ";

    private final KeyReader reader = new KeyReader(LIMIT, MAX_BYTES);
    private final SigningKeys keys;
    private final InstantSource clock;

    /** What became of a token. */
    public sealed interface Judgement {

        /**
         * The token is good.
         *
         * @param claims as text, in the order of the token (R3.47)
         * @param scopes all that it has
         * @param expires when it is good no longer
         */
        record Good(Map<String, String> claims, List<String> scopes, Instant expires) implements Judgement {}

        /** The token is not good; the reason is for its sender, in the words of R9.15. */
        record Bad(String reason) implements Judgement {}
    }

    public IssuerTokens(InstantSource clock) {
        this.clock = clock;
        this.keys = new SigningKeys(reader::readDiscovered, clock, FRESH, ALGORITHMS);
    }

    /** Whether an issuer's OpenID configuration can be read (R9.2). */
    public boolean hasDiscovery(String issuer) {
        return reader.hasDiscovery(issuer);
    }

    /** How the key is found that a token names. */
    private interface Keys {
        @Nullable
        RSAPublicKey find(String issuer, String keyId) throws KeysUnavailableException;
    }

    /**
     * Judges a token; may block.
     *
     * @param audiences any of which it must be for
     * @param credentials the token, with or without {@code Bearer} before it (R9.5)
     */
    public Judgement verify(String issuer, List<String> audiences, String credentials) {
        return judged(issuer, audiences, credentials, keys::find);
    }

    /** The same without ever blocking: null when it cannot be said without a look for the issuer's keys. */
    public @Nullable Judgement verifyAtHand(String issuer, List<String> audiences, String credentials) {
        try {
            return judged(issuer, audiences, credentials, (of, keyId) -> {
                RSAPublicKey key = keys.atHand(of, keyId);
                if (key == null) {
                    throw new LookNeededException();
                }
                return key;
            });
        } catch (LookNeededException needed) {
            return null;
        }
    }

    /** Nobody knows the key yet. */
    private static final class LookNeededException extends RuntimeException {

        private static final long serialVersionUID = 1;

        LookNeededException() {
            super(null, null, false, false);
        }
    }

    private Judgement judged(String issuer, List<String> audiences, String credentials, Keys from) {
        String token = credentials.regionMatches(true, 0, BEARER, 0, BEARER.length())
                ? credentials.substring(BEARER.length()).strip()
                : credentials.strip();
        if (token.length() > MAX_TOKEN_CHARACTERS) {
            return new Judgement.Bad("the token is too long");
        }
        if (token.chars().filter(c -> c == '.').count() != 2) {
            return new Judgement.Bad("token contains an invalid number of segments");
        }
        try {
            return verify(issuer, audiences, SignedJWT.parse(token), from);
        } catch (ParseException e) {
            return new Judgement.Bad("unable to decode the token");
        } catch (KeysUnavailableException e) {
            return new Judgement.Bad("unable to read the keys of the issuer");
        }
    }

    private Judgement verify(String issuer, List<String> audiences, SignedJWT token, Keys from)
            throws ParseException, KeysUnavailableException {
        JWSHeader header = token.getHeader();
        if (!ALGORITHMS.contains(header.getAlgorithm())) {
            return new Judgement.Bad(
                    "signature method " + plain(header.getAlgorithm().getName()) + " is invalid");
        }
        if (header.getCriticalParams() != null || !header.isBase64URLEncodePayload()) {
            return new Judgement.Bad("unable to decode the token");
        }
        // Read once: as claims, and as the text that functions see.
        Map<String, Object> payload = token.getPayload().toJSONObject();
        if (payload == null) {
            return new Judgement.Bad("unable to decode the token");
        }
        JWTClaimsSet claims = JWTClaimsSet.parse(payload);
        if (!issuer.equals(claims.getIssuer())) {
            return new Judgement.Bad("the token does not have a valid issuer");
        }
        RSAPublicKey key = header.getKeyID() == null ? null : from.find(issuer, header.getKeyID());
        if (key == null || !isSigned(token, key)) {
            return new Judgement.Bad("the token's signature is invalid");
        }
        return judge(claims, payload, audiences);
    }

    private static boolean isSigned(SignedJWT token, RSAPublicKey key) {
        try {
            return token.verify(new RSASSAVerifier(key));
        } catch (JOSEException e) {
            return false;
        }
    }

    /** R9.8, R9.9, R9.19. */
    private Judgement judge(JWTClaimsSet claims, Map<String, Object> payload, List<String> audiences) {
        Instant now = clock.instant();
        if (claims.getExpirationTime() == null
                || !now.isBefore(claims.getExpirationTime().toInstant())) {
            return new Judgement.Bad("the token has expired");
        }
        if (claims.getNotBeforeTime() != null
                && now.isBefore(claims.getNotBeforeTime().toInstant())) {
            return new Judgement.Bad("the token is not valid yet");
        }
        if (claims.getIssueTime() != null && now.isBefore(claims.getIssueTime().toInstant())) {
            return new Judgement.Bad("the token is used before it was issued");
        }
        List<String> audience = claims.getAudience();
        String client = claims.getClaim("client_id") instanceof String text ? text : null;
        boolean fits = claims.getClaim("aud") == null
                ? client != null && audiences.contains(client)
                : audience.stream().anyMatch(audiences::contains);
        if (!fits) {
            return new Judgement.Bad("the token does not have a valid audience");
        }
        return new Judgement.Good(
                texts(payload), scopes(payload), claims.getExpirationTime().toInstant());
    }

    /** R9.10. */
    private static List<String> scopes(Map<String, Object> payload) {
        Object scope = payload.get("scope") != null ? payload.get("scope") : payload.get("scp");
        return switch (scope) {
            case String text ->
                text.isBlank() ? List.of() : List.of(text.strip().split(" +"));
            case Collection<?> list -> list.stream().map(String::valueOf).toList();
            case null, default -> List.of();
        };
    }

    /** R3.47. */
    private static Map<String, String> texts(Map<String, Object> payload) {
        Map<String, String> texts = new LinkedHashMap<>();
        payload.forEach((name, value) -> {
            String text = text(value);
            if (text != null) {
                texts.put(name, text);
            }
        });
        return texts;
    }

    private static @Nullable String text(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case Collection<?> list ->
                new ArrayList<>(list)
                        .stream().map(each -> String.valueOf(text(each))).collect(Collectors.joining(" ", "[", "]"));
            case Map<?, ?> object -> JsonMapper.shared().writeValueAsString(object);
            default -> value.toString();
        };
    }

    /** What a client wrote must not break out of the quotes of a header. */
    private static String plain(String name) {
        return name.replaceAll("[^A-Za-z0-9_-]", "");
    }
}
