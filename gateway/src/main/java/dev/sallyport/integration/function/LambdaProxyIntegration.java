package dev.sallyport.integration.function;

import dev.sallyport.functions.InvocationResult;
import dev.sallyport.http.Headers;
import dev.sallyport.mapping.MediaTypes;
import dev.sallyport.pipeline.Exchange;
import dev.sallyport.pipeline.Fault;
import dev.sallyport.pipeline.Outcome;
import dev.sallyport.pipeline.Step;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** AWS_PROXY: the function gets the whole request as an event and answers with the whole response (INT-40 to INT-57). */
public final class LambdaProxyIntegration implements Step {

    /** INT-54, INT-112 (inferred: 502 for a stream too). */
    static final Fault MALFORMED = Fault.malformedProxyResponse("configuration error: Malformed Lambda proxy response");

    /** What Lambda's API answers whatever the function says (8.4, integrationStatus). */
    private static final int LAMBDA_OK = 200;

    private final FunctionCaller caller;
    private final ProxyEvent event;
    private final List<String> binaryMediaTypes;

    public LambdaProxyIntegration(FunctionCaller caller, List<String> binaryMediaTypes) {
        this.caller = caller;
        this.event = new ProxyEvent(binaryMediaTypes);
        this.binaryMediaTypes = binaryMediaTypes;
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
        return caller.call(exchange, event.write(exchange), this::answer);
    }

    private Outcome answer(Exchange exchange, InvocationResult.Completed result) {
        if (result.functionError() != null) {
            return functionError(exchange, result);
        }
        ProxyResponse response = ProxyResponse.parse(result.payload());
        if (response == null) {
            return MALFORMED;
        }
        exchange.status(response.status());
        exchange.integrationStatus(LAMBDA_OK);
        if (exchange.stageLog() != null) {
            exchange.note("integration.status", Integer.toString(response.status()));
        }
        Headers headers = exchange.responseHeaders();
        for (int i = 0; i < response.headers().size(); i++) {
            headers.add(response.headers(), i);
        }
        String body = response.body();
        if (body != null && !body.isEmpty()) {
            ByteBuf bytes = bytes(body, response.base64Encoded() && wantsBinary(exchange));
            if (bytes == null) {
                return Fault.configuration("Unable to base64 decode the body");
            }
            exchange.responseBody(bytes);
        }
        return Outcome.CONTINUE;
    }

    /** INT-54. */
    static Fault functionError(Exchange exchange, InvocationResult.Completed result) {
        return Fault.malformedProxyResponse("Lambda execution failed with status 200 due to customer function error: "
                + excerpt(result.payload()) + ". Lambda request id: "
                + exchange.identity().requestId());
    }

    private boolean wantsBinary(Exchange exchange) {
        return MediaTypes.matchesAccept(
                binaryMediaTypes, exchange.head().headers().last("Accept"));
    }

    private static @Nullable ByteBuf bytes(String body, boolean decode) {
        if (!decode) {
            return Unpooled.wrappedBuffer(body.getBytes(StandardCharsets.UTF_8));
        }
        try {
            return Unpooled.wrappedBuffer(Base64.getDecoder().decode(body));
        } catch (IllegalArgumentException invalid) {
            return null;
        }
    }

    private static String excerpt(byte[] payload) {
        int length = Math.min(payload.length, 256);
        return new String(payload, 0, length, StandardCharsets.UTF_8);
    }
}
