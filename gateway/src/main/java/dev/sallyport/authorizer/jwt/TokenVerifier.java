package dev.sallyport.authorizer.jwt;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.security.interfaces.RSAPublicKey;
import java.text.ParseException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Judges the tokens of user pools (AUT-50 to AUT-56): RS256 and nothing else, with a key of the pool that the token's
 * header names and never one that it brings. May block while it reads keys.
 */
public final class TokenVerifier {

    /** What a client's token may be long; browsers' cookies end at half of it. */
    private static final int MAX_TOKEN_CHARACTERS = 8 * 1024;

    private static final String BEARER = "Bearer ";

    private final UserPoolIssuers issuers;
    private final SigningKeys keys;
    private final InstantSource clock;

    public TokenVerifier(UserPoolIssuers issuers, InstantSource clock) {
        this(issuers, new KeyReader(), clock);
    }

    TokenVerifier(UserPoolIssuers issuers, KeyReader reader, InstantSource clock) {
        this.issuers = issuers;
        this.keys = new SigningKeys(reader, clock);
        this.clock = clock;
    }

    /** Whether an ARN is that of a user pool, as the other methods want them. */
    public static boolean isUserPool(String arn) {
        return UserPoolIssuers.isPool(arn);
    }

    /**
     * Judges an ID token, as a method without scopes expects one (AUT-52).
     *
     * @param poolArns the pools any of which may have issued it
     * @param credentials the token, with or without {@code Bearer} before it
     * @param audience what an audience of the token must match, or null (AUT-53)
     */
    public Verdict verifyIdToken(List<String> poolArns, String credentials, @Nullable Predicate<String> audience) {
        return verify(poolArns, credentials, "id", audience);
    }

    /**
     * Judges an access token, as a method with scopes expects one (AUT-52); which scopes it must have is the caller's
     * concern.
     *
     * @param poolArns as for {@link #verifyIdToken}
     * @param credentials as for {@link #verifyIdToken}
     * @param audience as for {@link #verifyIdToken}; a token without an audience does not match
     */
    public Verdict verifyAccessToken(List<String> poolArns, String credentials, @Nullable Predicate<String> audience) {
        return verify(poolArns, credentials, "access", audience);
    }

    private Verdict verify(
            List<String> poolArns, String credentials, String use, @Nullable Predicate<String> audience) {
        String token = credentials.regionMatches(true, 0, BEARER, 0, BEARER.length())
                ? credentials.substring(BEARER.length()).strip()
                : credentials.strip();
        if (token.length() > MAX_TOKEN_CHARACTERS) {
            return new Verdict.Invalid("the token is longer than " + MAX_TOKEN_CHARACTERS + " characters");
        }
        try {
            return verify(poolArns, SignedJWT.parse(token), use, audience);
        } catch (ParseException e) {
            return new Verdict.Invalid("the token is no signed JSON Web Token");
        } catch (KeysUnavailableException e) {
            return new Verdict.Unavailable(String.valueOf(e.getMessage()), e.isAnswered());
        }
    }

    private Verdict verify(List<String> poolArns, SignedJWT token, String use, @Nullable Predicate<String> audience)
            throws ParseException, KeysUnavailableException {
        JWSHeader header = token.getHeader();
        if (!JWSAlgorithm.RS256.equals(header.getAlgorithm()) || header.getKeyID() == null) {
            return new Verdict.Invalid("the token is not signed with RS256 and a key id");
        }
        if (header.getCriticalParams() != null || !header.isBase64URLEncodePayload()) {
            return new Verdict.Invalid("the token demands extensions");
        }
        JWTClaimsSet claims = token.getJWTClaimsSet();
        Optional<UserPoolIssuers.Issuer> issuer = poolArns.stream()
                .map(issuers::of)
                .filter(each -> each.url().equals(claims.getIssuer()))
                .findFirst();
        if (issuer.isEmpty()) {
            return new Verdict.Invalid("the token's issuer is none of the user pools");
        }
        RSAPublicKey key = keys.find(issuer.get().url(), header.getKeyID());
        if (key == null || !isSigned(token, key)) {
            return new Verdict.Invalid("the token's signature is not that of its user pool");
        }
        return judge(claims, issuer.get(), use, audience);
    }

    private static boolean isSigned(SignedJWT token, RSAPublicKey key) {
        try {
            return token.verify(new RSASSAVerifier(key));
        } catch (JOSEException e) {
            return false;
        }
    }

    private Verdict judge(
            JWTClaimsSet claims, UserPoolIssuers.Issuer issuer, String wantedUse, @Nullable Predicate<String> audience)
            throws ParseException {
        Date expires = claims.getExpirationTime();
        Date begins = claims.getNotBeforeTime();
        Instant now = clock.instant();
        String use = claims.getStringClaim("token_use");
        if (use == null ? !issuer.stand() : !use.equals(wantedUse)) {
            return new Verdict.Invalid("the token is no " + (wantedUse.equals("id") ? "ID" : wantedUse) + " token");
        }
        if (expires == null || (begins != null && now.isBefore(begins.toInstant()))) {
            return new Verdict.Invalid("the token has no time of expiry, or is not valid yet");
        }
        if (audience != null && claims.getAudience().stream().noneMatch(audience)) {
            return new Verdict.Invalid("the token's audience does not match the identity validation expression");
        }
        return now.isBefore(expires.toInstant())
                ? new Verdict.Valid(ClaimTexts.of(claims.getClaims()), expires.toInstant())
                : new Verdict.Expired();
    }
}
