package dev.sallyport.integration.function;

import dev.sallyport.functions.EventSink;
import dev.sallyport.functions.InvocationResult;
import dev.sallyport.http.Headers;
import dev.sallyport.pipeline.Exchange;
import dev.sallyport.pipeline.Outcome;
import dev.sallyport.pipeline.Step;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** AWS with a Lambda function: the function gets the mapped body and its result goes through the integration response (INT-65). */
public final class LambdaIntegration implements Step {

    private static final JsonFactory JSON = new JsonFactory();

    private final FunctionCaller caller;
    private final EventSink events;

    /** @param events takes what is to be invoked asynchronously (INT-66) */
    public LambdaIntegration(FunctionCaller caller, EventSink events) {
        this.caller = caller;
        this.events = events;
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
        List<String> type = exchange.integrationRequest().headers().get("X-Amz-Invocation-Type");
        return type != null && type.getLast().equals("Event")
                ? caller.callLater(exchange, payload(exchange), events)
                : caller.call(exchange, payload(exchange), LambdaIntegration::answer);
    }

    private static byte[] payload(Exchange exchange) {
        String text = exchange.transformedBody();
        if (text != null) {
            return (text.isEmpty() ? "{}" : text).getBytes(StandardCharsets.UTF_8);
        }
        ByteBuf body = exchange.body();
        return body == null || !body.isReadable() ? "{}".getBytes(StandardCharsets.UTF_8) : ByteBufUtil.getBytes(body);
    }

    /** A result takes the default response; an error is matched by its errorMessage (INT-65). */
    private static Outcome answer(Exchange exchange, InvocationResult.Completed result) {
        String subject = result.functionError() == null ? null : errorMessage(result.payload());
        exchange.integrationResponse(200, subject, new Headers(1), Unpooled.wrappedBuffer(result.payload()));
        return Outcome.CONTINUE;
    }

    private static @Nullable String errorMessage(byte[] payload) {
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), payload)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return null;
            }
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = json.currentName();
                JsonToken value = json.nextToken();
                if (name.equals("errorMessage") && value == JsonToken.VALUE_STRING) {
                    return json.getString();
                }
                json.skipChildren();
            }
            return null;
        } catch (JacksonException notJson) {
            return null;
        }
    }
}
