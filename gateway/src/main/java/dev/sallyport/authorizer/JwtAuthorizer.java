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
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Lets in who has a token of the authorizer's issuer (http-api 9). Tokens are judged off the event loop; one that was found
 * to be good is not judged again for a while, which no client can tell.
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
            DecisionCache<Judgement.Good> cache) {}

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
                "who has a token of " + issuer.url() + wanted + ", by the authorizer " + issuer.name() + " (" + issuer.id()
                        + ")"));
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
        Judgement.Good kept = issuer.cache().find(key);
        if (kept != null) {
            return accepted(exchange, kept);
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
                int weight = good.claims().values().stream().mapToInt(String::length).sum();
                issuer.cache().keep(key, good, expires, weight);
                yield accepted(exchange, good);
            }
            case Judgement.Bad bad -> {
                challenge(exchange, "invalid_token", bad.reason());
                yield noted(exchange, Fault.UNAUTHORIZED, bad.reason());
            }
        };
    }

    private Outcome accepted(Exchange exchange, Judgement.Good good) {
        if (!scopes.isEmpty() && scopes.stream().noneMatch(good.scopes()::contains)) { // R9.11, R9.12
            String reason = "the token does not have a required scope";
            challenge(exchange, "insufficient_scope", reason);
            return noted(exchange, FORBIDDEN, reason);
        }
        exchange.authorized(authorization(good), -1);
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
                        "Bearer scope=\"" + String.join(" ", scopes).replaceAll("[\"\\\\\\p{Cntrl}]", "") + "\" error=\""
                                + error + "\" error_description=\"" + description + "\"");
    }

    /** R3.48, R3.49, R9.22. */
    private Authorization authorization(Judgement.Good good) {
        Map<String, String> variables = new LinkedHashMap<>();
        good.claims().forEach((name, value) -> variables.put("authorizer.claims." + name, value));
        StringBuilder members = new StringBuilder("\"claims\":");
        JsonText.append(members, good.claims());
        members.append(",\"scopes\":")
                .append(
                        scopes.isEmpty()
                                ? "null"
                                : good.scopes().stream()
                                        .map(JsonText::quoted)
                                        .collect(Collectors.joining(",", "[", "]")));
        return new Authorization(variables, members.toString(), null, "\"jwt\":{" + members + "}");
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
