package dev.sallyport.integration.http;

import dev.sallyport.http.HeadWriter;
import dev.sallyport.http.Headers;
import dev.sallyport.pipeline.Exchange;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** The request side of an integration whose request is mapped: which address, which verb, which headers. */
public interface CustomRequest {

    /** The address for this request, or null when it is no valid one (INT-5). */
    Origin.@Nullable Target target(Exchange exchange);

    /** The verb towards the backend (INT-1). */
    String method(Exchange exchange);

    /** Writes the request target. */
    HeadWriter writeTarget(HeadWriter to, Exchange exchange, String base);

    /** Adds all headers but the length of the body. */
    void addCustomHeaders(Headers headers, Exchange exchange, Origin origin, String verb);

    /**
     * Adds what depends on the request as it will be sent.
     *
     * @param begun the request line so far: verb, blank and target
     */
    default void complete(Headers headers, Exchange exchange, String verb, HeadWriter begun, ByteBuf body) {}
}
