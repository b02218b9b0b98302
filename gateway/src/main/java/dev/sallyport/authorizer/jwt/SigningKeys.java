package dev.sallyport.authorizer.jwt;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import java.security.interfaces.RSAPublicKey;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The public keys of issuers, kept for an hour. A key that is not among them may be new, which is worth a second look, but
 * not more than one in five minutes: anybody can make up key ids. An issuer that fails is left alone for five seconds.
 */
final class SigningKeys {

    private static final Duration FRESH = Duration.ofHours(1);
    private static final Duration BETWEEN_LOOKS = Duration.ofMinutes(5);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(5);
    private static final int MAX_ISSUERS = 100;
    private static final int MIN_MODULUS_BITS = 2048;

    private final KeyReader reader;
    private final InstantSource clock;
    private final Map<String, Kept> byIssuer = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Kept> eldest) {
            return size() > MAX_ISSUERS;
        }
    };

    SigningKeys(KeyReader reader, InstantSource clock) {
        this.reader = reader;
        this.clock = clock;
    }

    /** What is known of one issuer; guarded by itself, so that issuers do not wait for each other. */
    private static final class Kept {
        private Map<String, RSAPublicKey> keys = Map.of();
        private Instant freshUntil = Instant.MIN;
        private Instant noLookBefore = Instant.MIN;
        private Instant noTryBefore = Instant.MIN;
        private String failure = "";
        private boolean isAnswered;
    }

    /** The key of that id, or null when the issuer has none. */
    @Nullable
    RSAPublicKey find(String issuer, String keyId) throws KeysUnavailableException {
        Kept kept;
        synchronized (byIssuer) {
            kept = byIssuer.computeIfAbsent(issuer, it -> new Kept());
        }
        synchronized (kept) {
            Instant now = clock.instant();
            boolean isFresh = now.isBefore(kept.freshUntil);
            if (!isFresh || (!kept.keys.containsKey(keyId) && !now.isBefore(kept.noLookBefore))) {
                look(issuer, kept, now);
            }
            return kept.keys.get(keyId);
        }
    }

    private void look(String issuer, Kept kept, Instant now) throws KeysUnavailableException {
        if (now.isBefore(kept.noTryBefore)) {
            throw new KeysUnavailableException(kept.failure, kept.isAnswered, null);
        }
        try {
            kept.keys = parse(issuer, reader.read(issuer));
            kept.freshUntil = now.plus(FRESH);
            kept.noLookBefore = now.plus(BETWEEN_LOOKS);
        } catch (KeysUnavailableException e) {
            kept.failure = String.valueOf(e.getMessage());
            kept.isAnswered = e.isAnswered();
            // From now, not from when the look began: whoever has waited for it meanwhile must not wait as long again.
            kept.noTryBefore = clock.instant().plus(AFTER_FAILURE);
            throw e;
        }
    }

    /** The keys that can sign with RS256 (AUT-51); what a set has beside them belongs to others. */
    private static Map<String, RSAPublicKey> parse(String issuer, String text) throws KeysUnavailableException {
        try {
            Map<String, RSAPublicKey> keys = new HashMap<>();
            for (JWK each : JWKSet.parse(text).getKeys()) {
                boolean signs = each.getKeyUse() == null || KeyUse.SIGNATURE.equals(each.getKeyUse());
                boolean fits = each.getAlgorithm() == null || JWSAlgorithm.RS256.equals(each.getAlgorithm());
                if (each instanceof RSAKey key && signs && fits && key.getKeyID() != null) {
                    RSAPublicKey made = key.toRSAPublicKey();
                    if (made.getModulus().bitLength() >= MIN_MODULUS_BITS) {
                        keys.put(key.getKeyID(), made);
                    }
                }
            }
            return Map.copyOf(keys);
        } catch (ParseException | JOSEException e) {
            throw new KeysUnavailableException("the key set of " + issuer + " cannot be read", true, e);
        }
    }
}
