package dev.sallyport.functions.runtimeapi;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/** An answer that is being streamed on a connection. What came with one read is passed on as one piece. */
final class StreamedAnswer {

    private final String requestId;
    private final ResponseStream taker;
    private final ByteBufAllocator allocator;
    private @Nullable ByteBuf gathered;
    private long bytes;

    StreamedAnswer(String requestId, ResponseStream taker, ByteBufAllocator allocator) {
        this.requestId = requestId;
        this.taker = taker;
        this.allocator = allocator;
    }

    String requestId() {
        return requestId;
    }

    /** Whether it has become longer than the limit; what is beyond is read and dropped. */
    boolean tooLarge() {
        return bytes > RuntimeApiEndpoint.MAX_STREAMED_BYTES;
    }

    /** Takes so many bytes from the buffer. */
    void add(ByteBuf in, int count) {
        bytes += count;
        if (tooLarge()) {
            in.skipBytes(count);
            return;
        }
        ByteBuf piece = gathered;
        if (piece == null) {
            // Nothing that comes with this read needs more.
            piece = allocator.directBuffer(in.readableBytes());
            gathered = piece;
        }
        piece.writeBytes(in, count);
    }

    void end() {
        passOn();
        taker.ends();
    }

    void passOn() {
        ByteBuf piece = gathered;
        gathered = null;
        if (piece != null) {
            taker.piece(piece);
        }
    }
}
