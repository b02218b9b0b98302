package dev.sallyport.pipeline.step;

import dev.sallyport.http.Headers;
import dev.sallyport.pipeline.Exchange;
import dev.sallyport.pipeline.HeaderRules;
import dev.sallyport.pipeline.Outcome;
import dev.sallyport.pipeline.Step;
import io.netty.buffer.ByteBuf;

/** Sends the answer that the exchange holds, with the headers that the gateway adds (HDR-30, HDR-31), compressed if asked. */
public final class SendMethodResponse implements Step {

    private static final int NEVER = Integer.MAX_VALUE;

    private final int minimumCompressionBytes;

    /** Compresses nothing. */
    public SendMethodResponse() {
        this(NEVER);
    }

    /** @param minimumCompressionBytes a body of at least so many bytes is compressed when the client likes that (CMP-1) */
    public SendMethodResponse(int minimumCompressionBytes) {
        this.minimumCompressionBytes = minimumCompressionBytes;
    }

    @Override
    public Outcome run(Exchange exchange) {
        Headers headers = exchange.responseHeaders();
        HeaderRules.addGatewayHeaders(headers, exchange);
        if (minimumCompressionBytes != NEVER) {
            compress(exchange, headers);
        }
        byte[] constant = exchange.constantResponse();
        if (constant != null) {
            exchange.client().respond(exchange.status(), headers, constant);
        } else {
            exchange.client().respond(exchange.status(), headers, exchange.takeResponseBody());
        }
        return Outcome.ANSWERED;
    }

    /** CMP-1 to CMP-3. */
    private void compress(Exchange exchange, Headers headers) {
        byte[] constant = exchange.constantResponse();
        ByteBuf body = exchange.responseBody();
        int length = constant != null ? constant.length : body == null ? 0 : body.readableBytes();
        if (length == 0 || length < minimumCompressionBytes || headers.contains("Content-Encoding")) {
            return;
        }
        ContentCoding coding = ContentCoding.accepted(exchange.head().headers().last("Accept-Encoding"));
        if (coding != null) {
            byte[] plain = constant != null || body == null ? constant : ContentCoding.bytes(body);
            if (plain != null) {
                exchange.constantResponse(coding.encode(plain));
                headers.add("Content-Encoding", coding.headerValue());
            }
        }
    }

    @Override
    public boolean forgetsExchange() {
        return true;
    }
}
