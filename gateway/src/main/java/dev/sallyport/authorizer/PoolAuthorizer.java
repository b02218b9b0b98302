package dev.sallyport.authorizer;

import dev.sallyport.authorizer.jwt.TokenVerifier;
import dev.sallyport.authorizer.jwt.Verdict;
import dev.sallyport.iam.Decision;
import dev.sallyport.iam.Policy;
import dev.sallyport.iam.Requester;
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
import dev.sallyport.pipeline.step.AccessQuestion;
import dev.sallyport.pipeline.step.CheckResourcePolicy;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Lets in who has a token of one of the user pools (rest-data-plane 5.6). Tokens are judged off the event loop. */
final class PoolAuthorizer implements Guard {

    private final Pools pools;
    private final Set<String> scopes;
    private final @Nullable Policy resourcePolicy;

    /**
     * What the methods with one authorizer of a stage share.
     *
     * @param poolArns the pools any of which may have issued a token
     * @param audience what a token's audience must match
     * @param ttlMillis how long a token is not looked at again, as long as it has not expired
     * @param blocking runs what may block
     */
    record Pools(
            String id,
            String name,
            List<String> poolArns,
            IdentitySources sources,
            IdentityPattern audience,
            long ttlMillis,
            TokenVerifier verifier,
            Executor blocking,
            InstantSource clock,
            DecisionCache<Accepted> cache) {}

    /** A token that was found to be good. */
    record Accepted(Set<String> scopes, Authorization authorization) {}

    /**
     * @param scopes of the method: with none an ID token is expected, otherwise an access token with one of them (AUT-52)
     * @param resourcePolicy of the API, or null
     */
    PoolAuthorizer(Pools pools, List<String> scopes, @Nullable Policy resourcePolicy) {
        this.pools = pools;
        this.scopes = Set.copyOf(scopes);
        this.resourcePolicy = resourcePolicy;
    }

    /** Whoever judges a token elsewhere comes back once or, when the client has gone, not at all. */
    @Override
    public boolean forgetsExchange() {
        return true;
    }

    @Override
    public List<Admission> admits(StageSnapshot stage, MethodPlan method) {
        String token = scopes.isEmpty() ? "an ID token" : "an access token with one of " + new TreeSet<>(scopes);
        List<Admission> all = new ArrayList<>();
        all.add(new Admission(
                Type.COGNITO_USER_POOLS,
                "who has " + token + " of a user pool of the authorizer " + pools.name() + " (" + pools.id() + ")"));
        if (resourcePolicy != null) {
            all.add(CheckResourcePolicy.admission(resourcePolicy, stage, method));
        }
        return all;
    }

    @Override
    public @Nullable Policy resourcePolicy() {
        return resourcePolicy;
    }

    @Override
    public Outcome run(Exchange exchange) {
        List<String> identities = pools.sources().identities(new ExchangeIdentity(exchange));
        if (identities == null) {
            return noted(exchange, Fault.UNAUTHORIZED);
        }
        String token = identities.getFirst();
        ExchangeTrace trace = exchange.trace();
        if (trace != null) {
            trace.log("Starting authorizer: " + pools.id() + " for request: "
                    + exchange.identity().requestId());
            trace.log("Incoming identity: " + IdentitySources.masked(token));
        }
        String key = pools.ttlMillis() == 0 ? null : (scopes.isEmpty() ? "id " : "access ") + digest(token);
        Accepted kept = key == null ? null : pools.cache().find(key);
        if (kept != null) {
            return accepted(exchange, kept);
        }
        Judgement judgement = new Judgement(exchange, token, key);
        exchange.onClientGone(judgement::abandon);
        pools.blocking().execute(judgement::judge);
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

    private Outcome accepted(Exchange exchange, Accepted accepted) {
        if (!scopes.isEmpty() && scopes.stream().noneMatch(accepted.scopes()::contains)) {
            return refused(exchange, "the token has none of the method's scopes", Fault.UNAUTHORIZED);
        }
        exchange.authorized(accepted.authorization(), -1);
        if (exchange.stageLog() != null) {
            exchange.note("authenticate.status", "200");
        }
        ExchangeTrace trace = exchange.trace();
        if (trace != null) {
            trace.decided("authorizer", pools.id() + ": the token is good");
            trace.log("Successfully completed authorizer execution");
        }
        return resourcePolicy == null ? Outcome.CONTINUE : permitted(exchange, resourcePolicy);
    }

    /** AUT-60: the policy on its own, which needs an Allow. */
    private static Outcome permitted(Exchange exchange, Policy policy) {
        AccessQuestion question = AccessQuestion.of(exchange);
        Fault tooLong = question.tooLong();
        if (tooLong != null) {
            return tooLong;
        }
        Decision decision = question.decide(
                Requester.ANONYMOUS, request -> policy.grant(request).decision());
        return question.outcome(Requester.ANONYMOUS, decision);
    }

    private Outcome judged(Exchange exchange, Verdict verdict, @Nullable String key) {
        return switch (verdict) {
            case Verdict.Valid valid -> {
                Accepted accepted = new Accepted(
                        scopes(valid.claims()),
                        new Authorization(variables(valid.claims()), members(valid.claims()), null));
                if (key != null) {
                    long expires = Math.min(
                            pools.clock().millis() + pools.ttlMillis(),
                            valid.expires().toEpochMilli());
                    pools.cache().keep(key, accepted, expires, weight(valid.claims()));
                }
                yield accepted(exchange, accepted);
            }
            case Verdict.Expired expired -> refused(exchange, "the token has expired", Fault.EXPIRED_IDENTITY);
            case Verdict.Invalid invalid -> refused(exchange, invalid.reason(), Fault.UNAUTHORIZED);
            case Verdict.Unavailable unavailable -> noted(exchange, unavailable(unavailable));
        };
    }

    /** AUT-54. */
    private Fault unavailable(Verdict.Unavailable verdict) {
        String hint = "Authorizer " + pools.id() + ": the keys of its user pool cannot be read";
        return verdict.isAnswered()
                ? Fault.authorizerFailure("an authorizer error: " + verdict.reason(), hint)
                : Fault.authorizer("configuration error: " + verdict.reason(), hint);
    }

    @Override
    public Fault ofDefect() {
        return Fault.authorizerFailure("an internal error", "Authorizer " + pools.id());
    }

    private static Outcome refused(Exchange exchange, String reason, Fault fault) {
        ExchangeTrace trace = exchange.trace();
        if (trace != null) {
            trace.log("Authorizer refused the token: " + reason);
            trace.log("Unauthorized request: " + exchange.identity().requestId());
        }
        return noted(exchange, fault);
    }

    private static Fault noted(Exchange exchange, Fault fault) {
        if (exchange.stageLog() != null) {
            exchange.note("authenticate.status", Integer.toString(fault.status()));
            exchange.note("authenticate.error", String.valueOf(fault.message()));
        }
        return fault;
    }

    private static Set<String> scopes(Map<String, String> claims) {
        return Set.copyOf(Arrays.asList(claims.getOrDefault("scope", "").split(" ")));
    }

    /** AUT-55. */
    private static Map<String, String> variables(Map<String, String> claims) {
        Map<String, String> variables = new LinkedHashMap<>();
        claims.forEach((name, value) -> variables.put("authorizer.claims." + name, value));
        return variables;
    }

    /** AUT-56. */
    private static String members(Map<String, String> claims) {
        StringBuilder members = new StringBuilder("\"claims\":");
        JsonText.append(members, claims);
        return members.toString();
    }

    /** Names and values are kept twice: as variables and as JSON. */
    private static int weight(Map<String, String> claims) {
        return claims.entrySet().stream()
                .mapToInt(
                        claim -> 2 * (claim.getKey().length() + claim.getValue().length()))
                .sum();
    }

    /** An exchange that waits for the verdict over its token. What the loop reads of it is written on the loop. */
    private final class Judgement {
        private final Exchange exchange;
        private final String token;
        private final @Nullable String key;
        private boolean abandoned;

        Judgement(Exchange exchange, String token, @Nullable String key) {
            this.exchange = exchange;
            this.token = token;
            this.key = key;
        }

        void abandon() {
            abandoned = true;
        }

        void judge() {
            Step step = verdict();
            exchange.client().context().execute(() -> {
                if (!abandoned) {
                    exchange.resumeWith(step);
                }
            });
        }

        /** A step that ends as this one would have. */
        private Step failing(RuntimeException defect) {
            return new Step() {
                @Override
                public Outcome run(Exchange resumed) {
                    throw defect;
                }

                @Override
                public Fault ofDefect() {
                    return PoolAuthorizer.this.ofDefect();
                }
            };
        }

        private Step verdict() {
            try {
                Predicate<String> audience = pools.audience().isOpen() ? null : pools.audience()::matches;
                Verdict verdict = scopes.isEmpty()
                        ? pools.verifier().verifyIdToken(pools.poolArns(), token, audience)
                        : pools.verifier().verifyAccessToken(pools.poolArns(), token, audience);
                return resumed -> judged(resumed, verdict, key);
            } catch (RuntimeException defect) {
                return failing(defect);
            }
        }
    }
}
