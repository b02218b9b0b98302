package dev.sallyport.edge.h2;

import dev.sallyport.http.Headers;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.Http2Error;
import java.util.ArrayDeque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One request and its answer on a connection. Lives on the connection's loop. */
public final class Http2Stream {

    /** A length that is not said. */
    public static final long NO_LENGTH = -1;

    final int id;
    private final Http2Connection connection;
    private final FrameOutput output;
    private @Nullable User user;

    /** What the client still lets come. */
    long sendWindow;

    /** What the client may still send. */
    int receiveWindow = Http2Limits.STREAM_WINDOW;

    boolean remoteEnded;
    boolean localEnded;
    private boolean over;

    private final long declaredLength;
    private long receivedLength;
    private int unconsumed;
    private int consumed;
    private boolean unwanted;
    private long unwantedSince;

    private @Nullable ArrayDeque<ByteBuf> pending;
    private int pendingBytes;
    private boolean ending;
    private boolean resetAtEnd;
    private boolean full;

    /** Whether it is among those that wait for their turn to send. */
    boolean queued;

    private long sentBytes;
    private long sentBefore;
    private long stalledSince;

    /** Who hears of what happens to a stream. */
    public interface User {

        /** A piece of the body has come; owned by the user, who says by {@link #consumed} what it has passed on. */
        void bodyPiece(ByteBuf piece);

        /** The body is complete. */
        void bodyEnded();

        /** More of the answer can be taken. */
        void writable();

        /** The client gave the stream up, or the connection is closed; nothing more will be heard. */
        void gone();
    }

    Http2Stream(Http2Connection connection, int id, long sendWindow, long declaredLength, boolean remoteEnded) {
        this.connection = connection;
        this.output = connection.output();
        this.id = id;
        this.sendWindow = sendWindow;
        this.declaredLength = declaredLength;
        this.remoteEnded = remoteEnded;
    }

    // ---- what whoever serves does

    /** Says who hears of what happens to the stream. */
    public void user(User newUser) {
        user = newUser;
    }

    /** Whether nothing can be sent any more. */
    public boolean isOver() {
        return over;
    }

    /** Whether the whole of the request has come. */
    public boolean isRequestComplete() {
        return remoteEnded;
    }

    /** Tells the client to send its body. */
    public void proceed() {
        if (!over && !remoteEnded) {
            output.interim(this, 100);
        }
    }

    /**
     * Sends the head of the answer.
     *
     * @param contentLength bytes, or {@link #NO_LENGTH}
     * @param end whether no body follows
     */
    public void head(int status, Headers headers, long contentLength, boolean end) {
        if (!over) {
            output.head(this, status, headers, contentLength, end);
        }
    }

    /** Adds a piece of the answer's body, which leaves with the next flush; owned by the callee. */
    public void data(ByteBuf piece) {
        if (over || !piece.isReadable()) {
            piece.release();
            return;
        }
        ArrayDeque<ByteBuf> queue = pending;
        if (queue == null) {
            queue = new ArrayDeque<>(4);
            pending = queue;
        }
        queue.add(piece);
        pendingBytes += piece.readableBytes();
        if (pendingBytes > Http2Limits.PENDING_BYTES) {
            output.send(this);
        }
    }

    /** Whether whoever makes the answer may go on; otherwise it will be told when. */
    public boolean isWritable() {
        full = !over && (pendingBytes >= Http2Limits.PENDING_BYTES || !output.isWritable());
        return !full;
    }

    /** Sends what has been added. */
    public void flush() {
        if (!over) {
            output.send(this);
        }
    }

    /** Ends the answer. */
    public void end() {
        if (!over && !localEnded) {
            ending = true;
            output.send(this);
        }
    }

    /** A part of the body has been passed on, so that the client may send as much more. */
    public void consumed(int bytes) {
        int count = Math.min(bytes, unconsumed);
        if (over || count == 0) {
            return;
        }
        unconsumed -= count;
        connection.credit(count);
        consumed += count;
        if (!remoteEnded && consumed >= Http2Limits.STREAM_WINDOW / 2) {
            receiveWindow += consumed;
            output.windowUpdate(id, consumed);
            consumed = 0;
        }
    }

    /**
     * Nobody hears of the stream any more, because the answer is complete.
     *
     * @param drain whether the rest of the request is waited for; otherwise the client is told to stop (RFC 9113 8.1)
     */
    public void letGo(boolean drain) {
        user = null;
        if (over || remoteEnded) {
            return;
        }
        consumed(unconsumed);
        unwanted = true;
        unwantedSince = connection.nanoTime();
        if (!drain) {
            resetAtEnd = true;
            if (localEnded) {
                connection.resetHere(this, Http2Error.NO_ERROR);
            }
        }
    }

    /** Breaks the stream because its answer cannot be completed. */
    public void abort() {
        if (!over) {
            user = null;
            connection.resetHere(this, Http2Error.INTERNAL_ERROR);
        }
    }

    // ---- what the connection does

    /** Takes a piece of the body, which is only lent; false when the request is malformed (RFC 9113 8.1.1). */
    boolean received(ByteBuf data, int padding, boolean end) {
        int count = data.readableBytes();
        receivedLength += count;
        boolean tooLong = declaredLength >= 0 && receivedLength > declaredLength;
        boolean tooShort = end && declaredLength >= 0 && receivedLength < declaredLength;
        unconsumed += count + padding;
        if (tooLong || tooShort) {
            return false;
        }
        consumed(padding);
        User target = user;
        if (unwanted || target == null) {
            consumed(count);
        } else if (count > 0) {
            target.bodyPiece(data.retain());
        }
        if (end && !over) {
            requestEnded();
        }
        return true;
    }

    /** The trailers have come; false when the body was shorter than announced. */
    boolean endedByTrailers() {
        if (declaredLength >= 0 && receivedLength < declaredLength) {
            return false;
        }
        requestEnded();
        return true;
    }

    private void requestEnded() {
        remoteEnded = true;
        User target = user;
        if (target != null) {
            target.bodyEnded();
        }
        connection.closeIfEnded(this);
    }

    /** How many bytes of the answer wait. */
    int pendingBytes() {
        return pendingBytes;
    }

    /** Whether nothing but its end is left to be sent. */
    boolean isEndDue() {
        return ending && pendingBytes == 0 && !localEnded;
    }

    /** Whether these bytes are the last of the answer. */
    boolean endsWith(int bytes) {
        return ending && bytes == pendingBytes;
    }

    /** Moves bytes that wait into a frame. */
    void take(int bytes, ByteBuf into) {
        ArrayDeque<ByteBuf> queue = Objects.requireNonNull(pending, "nothing waits");
        int left = bytes;
        while (left > 0) {
            ByteBuf piece = queue.element();
            int count = Math.min(left, piece.readableBytes());
            into.writeBytes(piece, count);
            left -= count;
            if (!piece.isReadable()) {
                queue.remove().release();
            }
        }
        pendingBytes -= bytes;
        sendWindow -= bytes;
        sentBytes += bytes;
    }

    /** The end of the answer has been sent. */
    void answerEnded() {
        localEnded = true;
        if (!connection.closeIfEnded(this) && resetAtEnd) {
            connection.resetHere(this, Http2Error.NO_ERROR);
        }
    }

    /** Some of what waited has left. */
    void tellWritable() {
        User target = user;
        if (full && target != null && !over && pendingBytes < Http2Limits.PENDING_BYTES / 2 && output.isWritable()) {
            full = false;
            target.writable();
        }
    }

    /** Nothing more can be sent or will come: nothing may be left behind. */
    void close() {
        over = true;
        connection.credit(unconsumed);
        unconsumed = 0;
        pendingBytes = 0;
        ArrayDeque<ByteBuf> queue = pending;
        pending = null;
        if (queue != null) {
            queue.forEach(ByteBuf::release);
        }
    }

    /** It ended before its time. */
    void gone() {
        User target = user;
        user = null;
        if (target != null) {
            target.gone();
        }
    }

    /** Whether the client has kept the gateway waiting for too long, with its window or with a body that nobody wants. */
    boolean isStalled(long now, Http2Limits limits) {
        if (pendingBytes == 0) {
            stalledSince = 0;
        } else if (stalledSince == 0 || sentBytes > sentBefore) {
            stalledSince = now;
        }
        sentBefore = sentBytes;
        return (stalledSince != 0 && now - stalledSince > limits.stalledMillis() * 1_000_000L)
                || (unwanted && localEnded && now - unwantedSince > limits.unwantedMillis() * 1_000_000L);
    }
}
