package dev.sallyport.integration.function;

import dev.sallyport.functions.InvocationResult;
import dev.sallyport.pipeline.Exchange;
import dev.sallyport.pipeline.Fault;
import dev.sallyport.pipeline.GatewayResponseType;
import dev.sallyport.pipeline.Outcome;
import dev.sallyport.pipeline.Step;
import io.netty.buffer.Unpooled;

/** The function of a route of an HTTP API: it gets the request as an event and answers with the response (http-api 3). */
public final class HttpApiFunction implements Step {

    private static final String LAMBDA_OK = "200";

    private final FunctionCaller caller;
    private final boolean two;

    /** @param payloadFormatVersion {@code 1.0} or {@code 2.0} */
    public HttpApiFunction(FunctionCaller caller, String payloadFormatVersion) {
        this.caller = caller;
        this.two = payloadFormatVersion.equals("2.0");
    }

    /** What becomes of the faults of the call: R3.71, a function that is not run for now is unavailable. */
    public static Fault fault(Fault fault) {
        return FunctionCaller.isRefusal(fault)
                ? new Fault(
                        GatewayResponseType.INTEGRATION_FAILURE,
                        503,
                        fault.errorType(),
                        "Service Unavailable",
                        fault.reason(),
                        fault.hint())
                : fault;
    }

    /** A call that is over, by whatever came first, does not touch its exchange again. */
    @Override
    public boolean forgetsExchange() {
        return true;
    }

    @Override
    public boolean isIntegration() {
        return true;
    }

    @Override
    public Outcome run(Exchange exchange) {
        byte[] event = two ? HttpApiEvent.write(exchange) : HttpApiEventOne.write(exchange);
        return caller.call(exchange, event, this::answer);
    }

    private Outcome answer(Exchange exchange, InvocationResult.Completed result) {
        if (exchange.stageLog() != null) {
            exchange.note("integrationStatus", LAMBDA_OK);
            exchange.note("integration.integrationStatus", LAMBDA_OK);
            exchange.note("awsEndpointRequestId", exchange.identity().invocationId());
            exchange.note("integration.requestId", exchange.identity().invocationId());
        }
        if (result.functionError() != null) { // R3.62
            return LambdaProxyIntegration.functionError(exchange, result);
        }
        HttpApiResult response = two ? HttpApiResult.ofTwo(result.payload()) : HttpApiResult.ofOne(result.payload());
        if (response == null) {
            return LambdaProxyIntegration.MALFORMED;
        }
        exchange.integrationResponse(
                response.status(),
                null,
                response.headers(),
                response.body().length == 0 ? null : Unpooled.wrappedBuffer(response.body()));
        return Outcome.CONTINUE;
    }
}
