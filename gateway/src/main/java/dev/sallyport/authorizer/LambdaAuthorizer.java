package dev.sallyport.authorizer;

import dev.sallyport.functions.InvocationResult;
import dev.sallyport.iam.AccessRequest;
import dev.sallyport.iam.Decision;
import dev.sallyport.iam.Policy;
import dev.sallyport.iam.Requester;
import dev.sallyport.integration.function.FunctionCaller;
import dev.sallyport.integration.function.ProxyEvent;
import dev.sallyport.mapping.json.JsonText;
import dev.sallyport.pipeline.Exchange;
import dev.sallyport.pipeline.ExchangeTrace;
import dev.sallyport.pipeline.Fault;
import dev.sallyport.pipeline.Guard;
import dev.sallyport.pipeline.MethodPlan;
import dev.sallyport.pipeline.Outcome;
import dev.sallyport.pipeline.StageSnapshot;
import dev.sallyport.pipeline.step.AccessQuestion;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Asks a function who the client is and what it may do (rest-data-plane 5.3 to 5.5). The answer is kept under the identity
 * that it was asked with, and its policy is asked for every request (AUT-26).
 */
final class LambdaAuthorizer implements Guard {

    private static final String DENIED = "User is not authorized to access this resource";
    private static final Fault IMPLICITLY_DENIED = Fault.denied(DENIED);
    private static final Fault EXPLICITLY_DENIED = Fault.denied(DENIED + " with an explicit deny");
    private static final int OK = 200;

    private final String id;
    private final String name;
    private final boolean isToken;
    private final IdentitySources sources;
    private final IdentityPattern pattern;
    private final FunctionCaller function;
    private final @Nullable Policy resourcePolicy;
    private final long ttlMillis;
    private final DecisionCache<LambdaResult> cache;
    private final InstantSource clock;

    /**
     * How an authorizer is asked.
     *
     * @param isToken whether its function is sent the token alone
     * @param pattern what a token must match
     * @param ttlMillis how long its answers are kept; 0 for not at all
     */
    record Rules(
            String id,
            String name,
            boolean isToken,
            IdentitySources sources,
            IdentityPattern pattern,
            long ttlMillis) {}

    /**
     * @param resourcePolicy of the API, or null
     * @param cache what it has said before
     */
    LambdaAuthorizer(
            Rules rules,
            FunctionCaller function,
            @Nullable Policy resourcePolicy,
            DecisionCache<LambdaResult> cache,
            InstantSource clock) {
        this.id = rules.id();
        this.name = rules.name();
        this.isToken = rules.isToken();
        this.sources = rules.sources();
        this.pattern = rules.pattern();
        this.function = function;
        this.resourcePolicy = resourcePolicy;
        // Without a source all clients would have the same key.
        this.ttlMillis = rules.sources().isEmpty() ? 0 : rules.ttlMillis();
        this.cache = cache;
        this.clock = clock;
    }

    /** A call that is over, by whatever came first, does not touch its exchange again. */
    @Override
    public boolean forgetsExchange() {
        return true;
    }

    @Override
    public List<Admission> admits(StageSnapshot stage, MethodPlan method) {
        return List.of(new Admission(
                isToken ? Type.TOKEN : Type.REQUEST, "whom the Lambda authorizer " + name + " (" + id + ") allows"));
    }

    @Override
    public @Nullable Policy resourcePolicy() {
        return resourcePolicy;
    }

    @Override
    public Outcome run(Exchange exchange) {
        AccessQuestion question = AccessQuestion.of(exchange);
        Fault tooLong = question.tooLong();
        if (tooLong != null) {
            return tooLong;
        }
        List<List<String>> values = sources.values(new ExchangeIdentity(exchange));
        if (values == null || (isToken && !pattern.matches(values.getFirst().getLast()))) {
            return noted(exchange, Fault.UNAUTHORIZED, "authorizer.status"); // AUT-22: no line of the execution log
        }
        String key = ttlMillis == 0 ? null : IdentitySources.key(values);
        LambdaResult kept = key == null ? null : cache.find(key);
        if (kept != null) {
            return decided(exchange, question, kept, 0);
        }
        List<String> identities = IdentitySources.last(values);
        tellStart(exchange, identities);
        byte[] event = isToken
                ? tokenEvent(question.arn(), identities.getFirst())
                : ProxyEvent.ofAuthorizer(exchange, question.arn());
        long began = clock.millis();
        return function.ask(
                exchange, event, (resumed, result) -> answered(resumed, result, key, clock.millis() - began));
    }

    private static byte[] tokenEvent(String arn, String token) {
        String event = "{\"type\":\"TOKEN\",\"methodArn\":" + JsonText.quoted(arn) + ",\"authorizationToken\":"
                + JsonText.quoted(token) + "}";
        return event.getBytes(StandardCharsets.UTF_8);
    }

    private Outcome answered(Exchange exchange, InvocationResult.Completed result, @Nullable String key, long millis) {
        ExchangeTrace trace = exchange.trace();
        if (trace != null) {
            trace.log("Authorizer result body before parsing: "
                    + new String(
                            result.payload(),
                            0,
                            Math.min(result.payload().length, trace.bodyBytes()),
                            StandardCharsets.UTF_8));
        }
        if (exchange.stageLog() != null) {
            exchange.note("authorizer.integrationStatus", Integer.toString(OK));
            exchange.note("authorizer.integrationLatency", Long.toString(millis));
            exchange.note("authorizer.latency", Long.toString(millis));
            exchange.note("authorizer.requestId", exchange.identity().requestId());
        }
        if (result.functionError() != null) {
            return noted(exchange, failure(exchange, result.payload()), "authorizer.status");
        }
        LambdaResult parsed;
        try {
            parsed = LambdaResult.parse(result.payload());
        } catch (LambdaResult.MalformedException malformed) {
            return noted(
                    exchange,
                    Fault.authorizer(
                            "configuration error: Invalid JSON in response",
                            hint("what its function returned cannot be used: " + malformed.getMessage())),
                    "authorizer.status");
        }
        if (key != null) {
            cache.keep(key, parsed, clock.millis() + ttlMillis, parsed.weight());
        }
        return decided(exchange, AccessQuestion.of(exchange), parsed, millis);
    }

    /** AUT-45. */
    private Fault failure(Exchange exchange, byte[] document) {
        if (!LambdaResult.isUnauthorized(document)) {
            return Fault.authorizer("configuration error: Authorizer error", hint("its function failed"));
        }
        ExchangeTrace trace = exchange.trace();
        if (trace != null) {
            trace.log("Unauthorized request: " + exchange.identity().requestId());
        }
        return Fault.UNAUTHORIZED;
    }

    @Override
    public Fault ofDefect() {
        return Fault.authorizerFailure("an internal error", hint("a defect of the gateway"));
    }

    private String hint(String problem) {
        return "Authorizer " + id + ": " + problem;
    }

    private Outcome decided(Exchange exchange, AccessQuestion question, LambdaResult result, long millis) {
        ExchangeTrace trace = exchange.trace();
        if (trace != null) {
            trace.log("Using valid authorizer policy for principal: " + IdentitySources.masked(result.principalId()));
        }
        exchange.authorized(result.authorization(), millis);
        exchange.identity().usageIdentifierKey(result.authorization().usageIdentifierKey());
        Decision decision = question.decide(Requester.ANONYMOUS, request -> combined(result.policy(), request));
        if (trace != null) {
            trace.decided("authorizer", id + " " + decision + " for " + question.arn());
        }
        return switch (decision) {
            case ALLOWED -> {
                if (trace != null) {
                    trace.log("Successfully completed authorizer execution");
                }
                yield allowed(exchange);
            }
            case IMPLICIT_DENY -> noted(exchange, IMPLICITLY_DENIED, "authorize.status");
            case EXPLICIT_DENY -> noted(exchange, EXPLICITLY_DENIED, "authorize.status");
        };
    }

    /** AUT-60, phase 2: Table A. Phase 1, the Deny of the resource policy alone, is a step of its own before this one. */
    private Decision combined(Policy policy, AccessRequest request) {
        Decision own = policy.decide(request);
        return resourcePolicy == null
                ? own
                : Decision.inOneAccount(own, resourcePolicy.grant(request).decision());
    }

    private static Outcome allowed(Exchange exchange) {
        if (exchange.stageLog() != null) {
            exchange.note("authorizer.status", Integer.toString(OK));
            exchange.note("authorize.status", Integer.toString(OK));
        }
        return Outcome.CONTINUE;
    }

    /** Access logs tell how authorization ended (8.4). */
    private static Fault noted(Exchange exchange, Fault fault, String status) {
        if (exchange.stageLog() != null) {
            exchange.note(status, Integer.toString(fault.status()));
            exchange.note(status.replace(".status", ".error"), String.valueOf(fault.message()));
        }
        return fault;
    }

    private void tellStart(Exchange exchange, List<String> identities) {
        ExchangeTrace trace = exchange.trace();
        if (trace != null) {
            trace.log("Starting authorizer: " + id + " for request: "
                    + exchange.identity().requestId());
            identities.forEach(identity -> trace.log("Incoming identity: " + IdentitySources.masked(identity)));
        }
    }
}
