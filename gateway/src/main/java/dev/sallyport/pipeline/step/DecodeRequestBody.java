package dev.sallyport.pipeline.step;

import dev.sallyport.mapping.MediaTypes;
import dev.sallyport.pipeline.Exchange;
import dev.sallyport.pipeline.Fault;
import dev.sallyport.pipeline.Outcome;
import dev.sallyport.pipeline.Step;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Undoes the content coding of a request's body (CMP-4), and for custom integrations makes it text or bytes as the binary
 * media types and {@code contentHandling} say (BIN-2).
 */
public final class DecodeRequestBody implements Step {

    private final boolean converts;
    private final List<String> binaryTypes;
    private final @Nullable String contentHandling;
    private final int limitBytes;

    private DecodeRequestBody(
            boolean converts, List<String> binaryTypes, @Nullable String contentHandling, int limitBytes) {
        this.converts = converts;
        this.binaryTypes = binaryTypes;
        this.contentHandling = contentHandling;
        this.limitBytes = limitBytes;
    }

    /**
     * Undoes the content coding alone.
     *
     * @param limitBytes of the plain body (CMP-5)
     */
    public static Step ofProxy(int limitBytes) {
        return new DecodeRequestBody(false, List.of(), null, limitBytes);
    }

    /** Undoes the content coding and converts. */
    public static Step ofCustom(List<String> binaryTypes, @Nullable String contentHandling, int limitBytes) {
        return new DecodeRequestBody(true, binaryTypes, contentHandling, limitBytes);
    }

    @Override
    public Outcome run(Exchange exchange) {
        Outcome decoded = decode(exchange, limitBytes);
        return decoded == Outcome.CONTINUE && converts ? convert(exchange) : decoded;
    }

    /** Undoes the content coding, once a request. */
    static Outcome decode(Exchange exchange, int limitBytes) {
        ByteBuf body = exchange.body();
        if (body == null || !body.isReadable() || exchange.mapping().isPlain()) {
            return Outcome.CONTINUE;
        }
        String encoding = exchange.head().headers().last("Content-Encoding");
        if (encoding == null || encoding.isBlank() || encoding.strip().equalsIgnoreCase("identity")) {
            return Outcome.CONTINUE;
        }
        ContentCoding coding = ContentCoding.named(encoding);
        if (coding == null) {
            return Fault.UNSUPPORTED_MEDIA_TYPE;
        }
        return switch (coding.decode(body, limitBytes)) {
            case ContentCoding.Decoded.Bytes(byte[] bytes) -> {
                exchange.client().body().hold(bytes.length);
                exchange.body(Unpooled.wrappedBuffer(bytes));
                exchange.mapping().plain();
                yield Outcome.CONTINUE;
            }
            case ContentCoding.Decoded.TooLong tooLong -> Fault.PAYLOAD_TOO_LARGE;
            case ContentCoding.Decoded.Malformed malformed -> Fault.UNSUPPORTED_MEDIA_TYPE;
        };
    }

    private Outcome convert(Exchange exchange) {
        PayloadForm form = PayloadForm.ofRequest(isBinary(exchange), contentHandling);
        exchange.mapping().binary(!form.isText());
        ByteBuf body = exchange.body();
        if (body == null || !body.isReadable()) {
            return Outcome.CONTINUE;
        }
        try {
            ByteBuf converted = form.convert(body);
            if (converted != body) {
                exchange.body(converted);
            }
            return Outcome.CONTINUE;
        } catch (IllegalArgumentException noBase64) {
            return Fault.configuration("Unable to base64 decode the body.");
        }
    }

    private boolean isBinary(Exchange exchange) {
        if (binaryTypes.isEmpty()) {
            return false;
        }
        String type = exchange.head().headers().last("Content-Type");
        return type == null
                ? binaryTypes.contains("*/*")
                : MediaTypes.matchesRequest(binaryTypes, MediaTypes.ofContent(type));
    }

    @Override
    public boolean forgetsExchange() {
        return true;
    }
}
