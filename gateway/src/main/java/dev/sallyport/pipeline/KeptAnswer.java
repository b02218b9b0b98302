package dev.sallyport.pipeline;

import dev.sallyport.http.HeaderNames;
import dev.sallyport.http.Headers;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import org.jspecify.annotations.Nullable;

/**
 * The answer of a method as it was before the gateway added what belongs to one request alone (CCH-6, CCH-7). Immutable,
 * and given to as many exchanges of as many loops as want it.
 */
public final class KeptAnswer {

    private static final byte[] NO_BODY = {};

    /** CCH-7: what every answer has of its own. */
    private static final HeaderNames OF_ONE_REQUEST =
            HeaderNames.of("x-amzn-requestid", "x-amz-apigw-id", "x-amzn-trace-id");

    private final int status;
    private final Headers headers;
    private final byte[] body;

    private KeptAnswer(int status, Headers headers, byte[] body) {
        this.status = status;
        this.headers = headers;
        this.body = body;
    }

    /** What an exchange is about to answer; null when its body has more bytes than may be kept. */
    public static @Nullable KeptAnswer of(Exchange exchange, int limitBytes) {
        byte[] constant = exchange.constantResponse();
        ByteBuf body = exchange.responseBody();
        int length = constant != null ? constant.length : body == null ? 0 : body.readableBytes();
        if (length > limitBytes) {
            return null;
        }
        Headers headers = new Headers(exchange.responseHeaders().size());
        for (int i = 0; i < exchange.responseHeaders().size(); i++) {
            if (!exchange.responseHeaders().isNamed(i, OF_ONE_REQUEST)) {
                headers.add(exchange.responseHeaders(), i);
            }
        }
        return new KeptAnswer(
                exchange.status(),
                headers,
                constant != null ? constant : body == null ? NO_BODY : ByteBufUtil.getBytes(body));
    }

    public int status() {
        return status;
    }

    /** Whether there is a header line of that name. */
    public boolean hasHeader(String name) {
        return headers.contains(name);
    }

    /** How many bytes it takes. */
    public int bytes() {
        return headers.bytes().length + body.length;
    }

    /** Makes it the answer of an exchange that has none yet. */
    public void giveTo(Exchange exchange) {
        exchange.status(status);
        exchange.responseHeaders().addAll(headers);
        exchange.constantResponse(body);
    }
}
