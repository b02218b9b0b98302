package dev.sallyport.authorizer;

import dev.sallyport.functions.InvocationResult;
import dev.sallyport.iam.Decision;
import dev.sallyport.iam.Policy;
import dev.sallyport.iam.Requester;
import dev.sallyport.integration.function.FunctionCaller;
import dev.sallyport.integration.function.HttpApiEvent;
import dev.sallyport.integration.function.HttpApiEventOne;
import dev.sallyport.pipeline.Exchange;
import dev.sallyport.pipeline.ExchangeTrace;
import dev.sallyport.pipeline.Fault;
import dev.sallyport.pipeline.Guard;
import dev.sallyport.pipeline.MethodPlan;
import dev.sallyport.pipeline.Outcome;
import dev.sallyport.pipeline.StageSnapshot;
import dev.sallyport.pipeline.step.AccessQuestion;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Asks a function who the client of an HTTP API is and what it may do (http-api 10). */
final class RouteAuthorizer implements Guard {

    private static final Fault FORBIDDEN = Fault.denied("Forbidden");

    private final Rules rules;
    private final FunctionCaller function;
    private final DecisionCache<RouteDecision> cache;
    private final InstantSource clock;

    /**
     * How an authorizer is asked.
     *
     * @param two whether the event is one of format 2.0
     * @param simple whether the answer is yes or no
     * @param ttlMillis how long its answers are kept; 0 for not at all
     */
    record Rules(String id, String name, boolean two, boolean simple, IdentitySources sources, long ttlMillis) {}

    RouteAuthorizer(Rules rules, FunctionCaller function, InstantSource clock) {
        this.rules = rules;
        this.function = function;
        this.cache = new DecisionCache<>(clock);
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
                Type.REQUEST, "whom the Lambda authorizer " + rules.name() + " (" + rules.id() + ") allows"));
    }

    @Override
    public Outcome run(Exchange exchange) {
        AccessQuestion question = AccessQuestion.of(exchange);
        Fault tooLong = question.tooLong();
        if (tooLong != null) {
            return tooLong;
        }
        List<List<String>> values = rules.sources().values(new ExchangeIdentity(exchange));
        if (values == null) { // R10.4
            return noted(exchange, Fault.UNAUTHORIZED, "an identity source is missing");
        }
        // Without a source all clients would have the same key.
        boolean keeps = rules.ttlMillis() > 0 && !rules.sources().isEmpty();
        String key = keeps ? IdentitySources.key(values) : null;
        RouteDecision kept = key == null ? null : cache.find(key);
        if (kept != null) {
            return decided(exchange, question, kept, 0);
        }
        List<String> identities = rules.sources().isEmpty()
                ? null
                : values.stream().map(each -> String.join(",", each)).toList();
        byte[] event = rules.two()
                ? HttpApiEvent.ofAuthorizer(exchange, question.arn(), identities)
                : HttpApiEventOne.ofAuthorizer(exchange, question.arn(), identities);
        long began = clock.millis();
        return function.ask(
                exchange, event, (resumed, result) -> answered(resumed, result, key, clock.millis() - began));
    }

    private Outcome answered(Exchange exchange, InvocationResult.Completed result, @Nullable String key, long millis) {
        if (result.functionError() != null) { // R10.12, R10.13
            return LambdaResult.isUnauthorized(result.payload())
                    ? noted(exchange, Fault.UNAUTHORIZED, "Unauthorized")
                    : Fault.authorizer("configuration error: Authorizer error", hint("its function failed"));
        }
        RouteDecision decision;
        try {
            decision = RouteDecision.parse(result.payload(), rules.simple());
        } catch (LambdaResult.MalformedException malformed) {
            return Fault.authorizer(
                    "configuration error: Invalid JSON in response",
                    hint("what its function returned cannot be used: " + malformed.getMessage()));
        }
        if (key != null) {
            cache.keep(key, decision, clock.millis() + rules.ttlMillis(), decision.weight());
        }
        return decided(exchange, AccessQuestion.of(exchange), decision, millis);
    }

    private String hint(String problem) {
        return "Authorizer " + rules.id() + ": " + problem;
    }

    /** R10.11, R10.16: a policy is asked for each request, a simple answer counts as it is. */
    private Outcome decided(Exchange exchange, AccessQuestion question, RouteDecision result, long millis) {
        Policy policy = result.policy();
        boolean allowed = policy == null
                ? result.allowed()
                : question.decide(Requester.ANONYMOUS, policy::decide) == Decision.ALLOWED;
        exchange.authorized(result.authorization(), millis);
        ExchangeTrace trace = exchange.trace();
        if (trace != null) {
            trace.decided("authorizer", rules.id() + (allowed ? " allows " : " denies ") + question.arn());
        }
        return allowed ? Outcome.CONTINUE : noted(exchange, FORBIDDEN, "Forbidden");
    }

    private static Fault noted(Exchange exchange, Fault fault, String reason) {
        if (exchange.stageLog() != null) {
            exchange.note("authorizer.error", reason);
        }
        return fault;
    }
}
