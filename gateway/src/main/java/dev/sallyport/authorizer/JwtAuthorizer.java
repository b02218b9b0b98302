package dev.sallyport.authorizer;

import dev.sallyport.authorizer.jwt.IssuerTokens;
import dev.sallyport.authorizer.jwt.IssuerTokens.Judgement;
import dev.sallyport.mapping.json.JsonText;
import dev.sallyport.pipeline.Authorization;
import dev.sallyport.pipeline.Exchange;
import dev.sallyport.pipeline.ExchangeTrace;
import dev.sallyport.pipeline.Fault;
import dev.sallyport.pipeline.Guard;
import dev.sallyport.pipeline.MethodPlan;
import dev.sallyport.pipeline.Outcome;
import dev.sallyport.pipeline.StageSnapshot;
import dev.sallyport.pipeline.Step;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Lets in who has a token of the authorizer's issuer (http-api 9). One that was found to be good is not judged again for a
 * while, which no client can tell; others are judged on the event loop as long as the issuer's keys need not be looked for.
 */
final class JwtAuthorizer implements Guard {

    private static final String CHALLENGE = "www-authenticate";
    private static final Fault FORBIDDEN = Fault.denied("Forbidden");

    /** How long a good token is not looked at again, as long as it has not expired. */
    private static final long KEPT_MILLIS = 300_000;

    private final Issuer issuer;
    private final List<String> scopes;

    /**
     * What the routes with one authorizer of a stage share.
     *
     * @param blocking runs what may block
     */
    record Issuer(
            String id,
            String name,
            String url,
            List<String> audiences,
            IdentitySources source,
            IssuerTokens tokens,
            Executor blocking,
            InstantSource clock,
            DecisionCache<Accepted> cache) {}

    /** A token that was found to be good, and what it is to routes with and without scopes (R3.48). */
    static final class Accepted {
        private final Judgement.Good token;
        private volatile @Nullable Authorization scoped;
        private volatile @Nullable Authorization open;

        Accepted(Judgement.Good token) {
            this.token = token;
        }

        List<String> scopes() {
            return token.scopes();
        }

        /** Names and values are kept up to four times: as variables and as JSON, with and without scopes. */
        int weight() {
            return token.claims().entrySet().stream()
                    .mapToInt(claim ->
                            4 * (claim.getKey().length() + claim.getValue().length()))
                    .sum();
        }

        Authorization authorization(boolean withScopes) {
            Authorization made = withScopes ? scoped : open;
            if (made != null) {
                return made;
            }
            Authorization fresh = made(withScopes);
            if (withScopes) {
                scoped = fresh;
            } else {
                open = fresh;
            }
            return fresh;
        }

        /** R3.48, R3.49, R9.22. */
        private Authorization made(boolean withScopes) {
            Map<String, String> variables = new LinkedHashMap<>();
            token.claims().forEach((name, value) -> variables.put("authorizer.claims." + name, value));
            StringBuilder members = new StringBuilder("\"claims\":");
            JsonText.append(members, token.claims());
            members.append(",\"scopes\":").append(withScopes ? JsonText.of(scopes()) : "null");
            return new Authorization(variables, members.toString(), null, "\"jwt\":{" + members + "}");
        }
    }

    /** @param scopes of the route, one of which a token must have; empty for any token (R9.10) */
    JwtAuthorizer(Issuer issuer, List<String> scopes) {
        this.issuer = issuer;
        this.scopes = List.copyOf(scopes);
    }

    /** Whoever judges a token elsewhere comes back once or, when the client has gone, not at all. */
    @Override
    public boolean forgetsExchange() {
        return true;
    }

    @Override
    public List<Admission> admits(StageSnapshot stage, MethodPlan method) {
        String wanted = scopes.isEmpty() ? "" : " with one of the scopes " + scopes;
        return List.of(new Admission(
                Type.JWT,
                "who has a token of " + issuer.url() + wanted + ", by the authorizer " + issuer.name() + " ("
                        + issuer.id() + ")"));
    }

    @Override
    public Outcome run(Exchange exchange) {
        List<String> identities = issuer.source().identities(new ExchangeIdentity(exchange));
        if (identities == null) { // R9.16
            exchange.responseHeaders().add(CHALLENGE, "Bearer");
            return noted(exchange, Fault.UNAUTHORIZED, "no token");
        }
        String token = identities.getFirst();
        String key = digest(token);
        Accepted kept = issuer.cache().find(key);
        if (kept != null) {
            return accepted(exchange, kept);
        }
        Judgement atHand = issuer.tokens().verifyAtHand(issuer.url(), issuer.audiences(), token);
        if (atHand != null) {
            return judged(exchange, atHand, key);
        }
        Absence absence = new Absence(exchange, token, key);
        exchange.onClientGone(absence::abandon);
        issuer.blocking().execute(absence::judge);
        return Outcome.WAIT;
    }

    /** A digest stands for the token where it is kept: who sees the memory does not see what lets in. */
    private static String digest(String token) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private Outcome judged(Exchange exchange, Judgement judgement, String key) {
        return switch (judgement) {
            case Judgement.Good good -> {
                long expires = Math.min(
                        issuer.clock().millis() + KEPT_MILLIS, good.expires().toEpochMilli());
                Accepted accepted = new Accepted(good);
                issuer.cache().keep(key, accepted, expires, accepted.weight());
                yield accepted(exchange, accepted);
            }
            case Judgement.Bad bad -> {
                challenge(exchange, "invalid_token", bad.reason());
                yield noted(exchange, Fault.UNAUTHORIZED, bad.reason());
            }
        };
    }

    private Outcome accepted(Exchange exchange, Accepted good) {
        if (!scopes.isEmpty() && scopes.stream().noneMatch(good.scopes()::contains)) { // R9.11, R9.12
            String reason = "the token does not have a required scope";
            challenge(exchange, "insufficient_scope", reason);
            return noted(exchange, FORBIDDEN, reason);
        }
        exchange.authorized(good.authorization(!scopes.isEmpty()), -1);
        ExchangeTrace trace = exchange.trace();
        if (trace != null) {
            trace.decided("authorizer", issuer.id() + ": the token is good");
        }
        return Outcome.CONTINUE;
    }

    /** R9.14. */
    private void challenge(Exchange exchange, String error, String description) {
        exchange.responseHeaders()
                .add(
                        CHALLENGE,
                        "Bearer scope=\"" + String.join(" ", scopes).replaceAll("[\"\\\\\\p{Cntrl}]", "")
                                + "\" error=\"" + error + "\" error_description=\"" + description + "\"");
    }

    private static Fault noted(Exchange exchange, Fault fault, String reason) {
        if (exchange.stageLog() != null) {
            exchange.note("authorizer.error", reason);
        }
        ExchangeTrace trace = exchange.trace();
        if (trace != null) {
            trace.decided("authorizer", reason);
        }
        return fault;
    }

    /** An exchange that waits for the judgement of its token. What the loop reads of it is written on the loop. */
    private final class Absence {
        private final Exchange exchange;
        private final String token;
        private final String key;
        private boolean abandoned;

        Absence(Exchange exchange, String token, String key) {
            this.exchange = exchange;
            this.token = token;
            this.key = key;
        }

        void abandon() {
            abandoned = true;
        }

        void judge() {
            Step step = step();
            exchange.client().context().execute(() -> {
                if (!abandoned) {
                    exchange.resumeWith(step);
                }
            });
        }

        private Step step() {
            try {
                Judgement judgement = issuer.tokens().verify(issuer.url(), issuer.audiences(), token);
                return resumed -> judged(resumed, judgement, key);
            } catch (RuntimeException defect) {
                return resumed -> {
                    throw defect;
                };
            }
        }
    }

    /** The identity source of a JWT authorizer, or one of several of a Lambda authorizer, as others write it. */
    static @Nullable String sourceOf(String selection) {
        if (selection.startsWith("$request.")) {
            return "method." + selection.substring(1);
        }
        return selection.startsWith("$") ? selection.substring(1) : null;
    }
}
