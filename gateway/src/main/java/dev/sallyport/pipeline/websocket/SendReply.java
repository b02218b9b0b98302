package dev.sallyport.pipeline.websocket;

import dev.sallyport.pipeline.Exchange;
import dev.sallyport.pipeline.Fault;
import dev.sallyport.pipeline.Outcome;
import dev.sallyport.pipeline.Step;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The end of a message, or of a connection: sends what the integration has answered where the route is two-way, otherwise
 * nothing (section 11).
 *
 * @param twoWay whether the client gets the answer
 * @param asked whether the status of a proxy decides (W10.10)
 * @param limitBytes W11.10: a longer answer is an error
 */
public record SendReply(boolean twoWay, boolean asked, int limitBytes) implements Step {

    private static final byte[] NOTHING = {};

    @Override
    public Outcome run(Exchange exchange) {
        int status = exchange.status() == 0 ? exchange.integrationStatus() : exchange.status();
        if (!twoWay) {
            exchange.responseBody(null);
            exchange.client().respond(status == 0 ? 200 : status, exchange.responseHeaders(), NOTHING);
            return Outcome.ANSWERED;
        }
        if (asked && (status < 200 || status > 299)) {
            return Fault.configuration("the integration of a two-way route answered with status " + status);
        }
        byte[] constant = exchange.constantResponse();
        ByteBuf body = exchange.responseBody();
        int length = constant != null ? constant.length : body == null ? 0 : body.readableBytes();
        if (length > limitBytes) {
            return Fault.configuration("the answer has " + length + " bytes, and a message may have " + limitBytes);
        }
        if (constant != null) {
            exchange.client().respond(status, exchange.responseHeaders(), constant);
        } else {
            exchange.client().respond(status, exchange.responseHeaders(), text(exchange.takeResponseBody()));
        }
        return Outcome.ANSWERED;
    }

    /** A text is UTF-8; what is not becomes U+FFFD. */
    static ByteBuf text(@Nullable ByteBuf body) {
        if (body == null || ByteBufUtil.isText(body, StandardCharsets.UTF_8)) {
            return body == null ? Unpooled.EMPTY_BUFFER : body;
        }
        byte[] replaced = body.toString(StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8);
        body.release();
        return Unpooled.wrappedBuffer(replaced);
    }

    @Override
    public boolean forgetsExchange() {
        return true;
    }
}
