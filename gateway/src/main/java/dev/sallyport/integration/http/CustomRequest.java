package dev.sallyport.integration.http;

import dev.sallyport.http.HeadWriter;
import dev.sallyport.http.Headers;
import dev.sallyport.pipeline.Exchange;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The request side of an integration over HTTP: which address, which verb, which headers. */
public interface CustomRequest {

    /** The address for this request, or null when it is no valid one (INT-5). */
    Origin.@Nullable Target target(Exchange exchange);

    /** The verb towards the backend (INT-1). */
    String method(Exchange exchange);

    /** Writes the request target. */
    HeadWriter writeTarget(HeadWriter to, Exchange exchange, String base);

    /** Adds all headers but the length of the body. */
    void addHeaders(Headers headers, Exchange exchange, Origin origin, String verb);

    /** The body, which becomes the caller's (INT-32, INT-34). */
    default ByteBuf body(Exchange exchange, String verb) {
        if (verb.equals("GET") || verb.equals("HEAD")) {
            return Unpooled.EMPTY_BUFFER;
        }
        String text = exchange.transformedBody();
        if (text != null) {
            // VTL-5: an empty rendering goes out as an empty object.
            return Unpooled.wrappedBuffer((text.isEmpty() ? "{}" : text).getBytes(StandardCharsets.UTF_8));
        }
        ByteBuf body = exchange.body();
        return body == null ? Unpooled.EMPTY_BUFFER : body.retainedDuplicate();
    }

    /**
     * Adds what depends on the request as it will be sent.
     *
     * @param begun the request line so far: verb, blank and target
     * @param body all of it
     */
    default void complete(Headers headers, Exchange exchange, String verb, HeadWriter begun, ByteBuf body) {}
}
