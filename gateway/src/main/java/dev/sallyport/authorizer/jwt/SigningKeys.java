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
import java.util.Set;
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

    private final Source reader;
    private final InstantSource clock;
    private final Duration fresh;
    private final Set<JWSAlgorithm> algorithms;
    private final Map<String, Kept> byIssuer = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Kept> eldest) {
            return size() > MAX_ISSUERS;
        }
    };

    SigningKeys(KeyReader reader, InstantSource clock) {
        this(reader::read, clock, FRESH, Set.of(JWSAlgorithm.RS256));
    }

    /**
     * @param fresh how long keys are kept
     * @param algorithms with which keys may sign
     */
    SigningKeys(Source reader, InstantSource clock, Duration fresh, Set<JWSAlgorithm> algorithms) {
        this.reader = reader;
        this.clock = clock;
        this.fresh = fresh;
        this.algorithms = Set.copyOf(algorithms);
    }

    /** Reads the text of an issuer's key set. */
    @FunctionalInterface
    interface Source {
        String read(String issuer) throws KeysUnavailableException;
    }

    /** The keys of an issuer, and until when nobody looks whether there are others. */
    private record KeySet(Map<String, RSAPublicKey> keys, Instant freshUntil) {}

    /** What is known of one issuer; guarded by itself, so that issuers do not wait for each other. */
    private static final class Kept {
        private volatile KeySet held = new KeySet(Map.of(), Instant.MIN);
        private Instant noLookBefore = Instant.MIN;
        private Instant noTryBefore = Instant.MIN;
        private String failure = "";
        private boolean isAnswered;
    }

    /** The key of that id, or null when the issuer has none. */
    @Nullable
    RSAPublicKey find(String issuer, String keyId) throws KeysUnavailableException {
        Kept kept = kept(issuer);
        synchronized (kept) {
            Instant now = clock.instant();
            KeySet held = kept.held;
            boolean isFresh = now.isBefore(held.freshUntil());
            if (!isFresh || (!held.keys().containsKey(keyId) && !now.isBefore(kept.noLookBefore))) {
                look(issuer, kept, now);
            }
            return kept.held.keys().get(keyId);
        }
    }

    /** The key of that id if it is known without a look; null says nothing. Never blocks. */
    @Nullable
    RSAPublicKey atHand(String issuer, String keyId) {
        KeySet held = kept(issuer).held;
        return clock.instant().isBefore(held.freshUntil()) ? held.keys().get(keyId) : null;
    }

    private Kept kept(String issuer) {
        synchronized (byIssuer) {
            return byIssuer.computeIfAbsent(issuer, it -> new Kept());
        }
    }

    private void look(String issuer, Kept kept, Instant now) throws KeysUnavailableException {
        if (now.isBefore(kept.noTryBefore)) {
            throw new KeysUnavailableException(kept.failure, kept.isAnswered, null);
        }
        try {
            kept.held = new KeySet(parse(issuer, reader.read(issuer)), now.plus(fresh));
            kept.noLookBefore = now.plus(BETWEEN_LOOKS);
        } catch (KeysUnavailableException e) {
            kept.failure = String.valueOf(e.getMessage());
            kept.isAnswered = e.isAnswered();
            // From now, not from when the look began: whoever has waited for it meanwhile must not wait as long again.
            kept.noTryBefore = clock.instant().plus(AFTER_FAILURE);
            throw e;
        }
    }

    /** The keys that can sign with the algorithms (AUT-51); what a set has beside them belongs to others. */
    private Map<String, RSAPublicKey> parse(String issuer, String text) throws KeysUnavailableException {
        try {
            Map<String, RSAPublicKey> keys = new HashMap<>();
            for (JWK each : JWKSet.parse(text).getKeys()) {
                boolean signs = each.getKeyUse() == null || KeyUse.SIGNATURE.equals(each.getKeyUse());
                boolean fits = each.getAlgorithm() == null
                        || algorithms.contains(
                                JWSAlgorithm.parse(each.getAlgorithm().getName()));
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
