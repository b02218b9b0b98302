package dev.sallyport.integration.function;

import dev.sallyport.functions.InvocationResult;
import dev.sallyport.pipeline.Exchange;
import dev.sallyport.pipeline.Fault;
import dev.sallyport.pipeline.Outcome;
import dev.sallyport.pipeline.Step;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * AWS_PROXY of a WebSocket API: the function gets what has happened as an event (websocket-api 8), and what it answers is
 * the handshake's outcome or the reply to a message (3, 11).
 */
public final class WebSocketFunction implements Step {

    private final FunctionCaller caller;

    public WebSocketFunction(FunctionCaller caller) {
        this.caller = caller;
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
        return caller.call(exchange, WebSocketEventJson.write(exchange), WebSocketFunction::answer);
    }

    private static Outcome answer(Exchange exchange, InvocationResult.Completed result) {
        if (result.functionError() != null) { // W3.4, W10.1
            return LambdaProxyIntegration.functionError(exchange, result);
        }
        ProxyResponse response = ProxyResponse.parse(result.payload());
        if (response == null) {
            return LambdaProxyIntegration.MALFORMED;
        }
        ByteBuf body;
        try {
            body = bytes(response);
        } catch (IllegalArgumentException noBase64) {
            return Fault.configuration("Unable to base64 decode the body");
        }
        exchange.integrationResponse(response.status(), null, response.headers(), body);
        return Outcome.CONTINUE;
    }

    /** W11.6, W11.7. */
    private static @Nullable ByteBuf bytes(ProxyResponse response) {
        String body = response.body();
        if (body == null || body.isEmpty()) {
            return null;
        }
        return Unpooled.wrappedBuffer(
                response.base64Encoded() ? Base64.getDecoder().decode(body) : body.getBytes(StandardCharsets.UTF_8));
    }
}
