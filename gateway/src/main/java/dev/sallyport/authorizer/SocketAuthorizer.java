package dev.sallyport.authorizer;

import dev.sallyport.functions.InvocationResult;
import dev.sallyport.iam.Decision;
import dev.sallyport.iam.Requester;
import dev.sallyport.integration.function.FunctionCaller;
import dev.sallyport.integration.function.WebSocketEventJson;
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

/** Asks a function who the client of a handshake is and whether it may connect (websocket-api 5); nothing is kept (W5.6). */
final class SocketAuthorizer implements Guard {

    /** W5.11. */
    private static final int MAX_RESULT_BYTES = 8 * 1024;

    private static final Fault DENIED = Fault.denied("Forbidden");

    private final String id;
    private final String name;
    private final IdentitySources sources;
    private final FunctionCaller function;
    private final InstantSource clock;

    SocketAuthorizer(String id, String name, IdentitySources sources, FunctionCaller function, InstantSource clock) {
        this.id = id;
        this.name = name;
        this.sources = sources;
        this.function = function;
        this.clock = clock;
    }

    /** A call that is over, by whatever came first, does not touch its exchange again. */
    @Override
    public boolean forgetsExchange() {
        return true;
    }

    @Override
    public List<Admission> admits(StageSnapshot stage, MethodPlan method) {
        return List.of(new Admission(Type.REQUEST, "whom the Lambda authorizer " + name + " (" + id + ") allows"));
    }

    @Override
    public Outcome run(Exchange exchange) {
        if (sources.values(new ExchangeIdentity(exchange)) == null) { // W3.7
            return noted(exchange, Fault.UNAUTHORIZED, "an identity source is missing");
        }
        long began = clock.millis();
        byte[] event = WebSocketEventJson.ofAuthorizer(
                exchange, AccessQuestion.of(exchange).arn());
        return function.ask(exchange, event, (resumed, result) -> answered(resumed, result, clock.millis() - began));
    }

    private Outcome answered(Exchange exchange, InvocationResult.Completed result, long millis) {
        if (result.functionError() != null) { // W3.8, W3.10
            return LambdaResult.isUnauthorized(result.payload())
                    ? noted(exchange, Fault.UNAUTHORIZED, "Unauthorized")
                    : Fault.authorizer("configuration error: Authorizer error", hint("its function failed"));
        }
        LambdaResult said;
        try {
            if (result.payload().length > MAX_RESULT_BYTES) {
                throw new LambdaResult.MalformedException("it has more than " + MAX_RESULT_BYTES + " bytes");
            }
            said = LambdaResult.parse(result.payload());
        } catch (LambdaResult.MalformedException malformed) {
            return Fault.authorizer(
                    "configuration error: Invalid JSON in response",
                    hint("what its function returned cannot be used: " + malformed.getMessage()));
        }
        AccessQuestion question = AccessQuestion.of(exchange);
        Decision decision = question.decide(Requester.ANONYMOUS, said.policy()::decide);
        exchange.authorized(said.authorization(), millis);
        exchange.identity().usageIdentifierKey(said.authorization().usageIdentifierKey());
        ExchangeTrace trace = exchange.trace();
        boolean isAllowed = decision == Decision.ALLOWED;
        if (trace != null) {
            trace.decided("authorizer", id + (isAllowed ? " allows " : " denies ") + question.arn());
        }
        return isAllowed ? Outcome.CONTINUE : noted(exchange, DENIED, "Forbidden");
    }

    private String hint(String problem) {
        return "Authorizer " + id + ": " + problem;
    }

    private static Fault noted(Exchange exchange, Fault fault, String reason) {
        if (exchange.stageLog() != null) {
            exchange.note("authorizer.error", reason);
        }
        return fault;
    }
}
