package dev.sallyport.pipeline;

import dev.sallyport.http.Headers;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.util.concurrent.EventExecutor;
import java.io.ByteArrayOutputStream;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A client without a connection: its request body is an array, and the answer is kept whole until somebody looks at it.
 * For one exchange. Lives on the loop of its context; what it holds is read when the exchange has ended.
 */
public final class MemoryClient implements ClientConnection {

    private final LoopContext context;
    private final byte[] requestBody;
    private final int limitBytes;
    private final LongConsumer overflow;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private int status;
    private Headers headers = new Headers(1);
    private boolean overflowed;

    /**
     * @param limitBytes of the answer's body: nothing more than that is kept
     * @param overflow told once, on the loop, how long a longer answer has become
     */
    public MemoryClient(LoopContext context, byte[] requestBody, int limitBytes, LongConsumer overflow) {
        this.context = context;
        this.requestBody = requestBody.clone();
        this.limitBytes = limitBytes;
        this.overflow = overflow;
    }

    /** The headers of the answer, in their order. */
    public Headers answerHeaders() {
        return headers;
    }

    /** The body of the answer. */
    public byte[] answerBody() {
        return body.toByteArray();
    }

    @Override
    public EventExecutor loop() {
        return context.loop();
    }

    @Override
    public LoopContext context() {
        return context;
    }

    @Override
    public RequestBody body() {
        return new ArrayBody();
    }

    @Override
    public void respond(int newStatus, Headers newHeaders, @Nullable ByteBuf content) {
        begin(newStatus, newHeaders);
        if (content != null) {
            write(content);
        }
    }

    @Override
    public void respond(int newStatus, Headers newHeaders, byte[] content) {
        begin(newStatus, newHeaders);
        keep(content);
    }

    @Override
    public void start(int newStatus, Headers newHeaders, long contentLength, Runnable onWritable) {
        begin(newStatus, newHeaders);
    }

    @Override
    public void startAtOnce(int newStatus, Headers newHeaders, Runnable onWritable) {
        begin(newStatus, newHeaders);
    }

    private void begin(int newStatus, Headers newHeaders) {
        newHeaders.requireLegal();
        status = newStatus;
        headers = newHeaders.copy();
        body.reset();
    }

    @Override
    public boolean write(ByteBuf piece) {
        byte[] bytes = ByteBufUtil.getBytes(piece);
        piece.release();
        keep(bytes);
        return true;
    }

    private void keep(byte[] bytes) {
        if (overflowed) {
            return;
        }
        long length = (long) body.size() + bytes.length;
        if (length > limitBytes) {
            overflowed = true;
            body.reset();
            overflow.accept(length);
        } else {
            body.writeBytes(bytes);
        }
    }

    @Override
    public void flush() {
        // What was written is there already.
    }

    @Override
    public void end() {
        // The body is what has been written.
    }

    @Override
    public boolean retract() {
        status = 0;
        headers = new Headers(1);
        body.reset();
        return true;
    }

    @Override
    public int sentStatus() {
        return status;
    }

    @Override
    public long sentBodyBytes() {
        return body.size();
    }

    @Override
    public void abort() {
        throw new IllegalStateException("an answer that can be taken back is never broken off");
    }

    private final class ArrayBody implements RequestBody {
        @Override
        public long length() {
            return requestBody.length;
        }

        @Override
        public void receive(int limit, Receiver receiver) {
            if (requestBody.length > limit) {
                receiver.tooLarge();
            } else {
                receiver.received(Unpooled.wrappedBuffer(requestBody));
            }
        }

        @Override
        public void stream(Sink sink) {
            sink.bodyPiece(Unpooled.wrappedBuffer(requestBody));
            sink.bodyEnd();
        }

        @Override
        public void demand() {
            // Everything came with the first piece.
        }
    }
}
