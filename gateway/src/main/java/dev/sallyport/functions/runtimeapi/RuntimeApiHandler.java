package dev.sallyport.functions.runtimeapi;

import dev.sallyport.http.BodyReader;
import dev.sallyport.http.HeadWriter;
import dev.sallyport.http.Headers;
import dev.sallyport.http.RequestReader;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection of a runtime: reads calls, tells the listener, writes answers, all answers of a read at once. */
final class RuntimeApiHandler extends ChannelInboundHandlerAdapter implements ResponseStream.Source {

    /** Not AWS's: our bootstraps tell how much they have printed, so that END follows the function's own lines. */
    private static final String LOGGED_BYTES = "Sallyport-Logged-Bytes";

    /**
     * Not AWS's: our bootstraps send the next poll behind each response and have no use for the answer to the response, so
     * they say with the poll that it may come with the next event. Alone it would only wake them up for nothing.
     */
    private static final String ANSWERS_MAY_WAIT = "Sallyport-Answers-May-Wait";

    private static final String ERROR_TYPE = "Lambda-Runtime-Function-Error-Type";
    private static final String ERROR_BODY = "Lambda-Runtime-Function-Error-Body";

    private static final String RESPONSE_MODE = "Lambda-Runtime-Function-Response-Mode";

    private static final int MAX_LINE_BYTES = 4096;
    private static final int MAX_HEADER_BYTES = 65_536;

    /** Room for an error document of 64 KB in base64. */
    private static final int MAX_TRAILER_BYTES = 96 * 1024;

    /** Up to here an event is copied behind its head, which costs less than a second buffer in the same write. */
    private static final int COPIED_BYTES = 16 * 1024;

    private static final int ANSWER_BYTES = 2048;

    private static final Logger LOG = LoggerFactory.getLogger(RuntimeApiHandler.class);

    private final RuntimeApiEndpoint endpoint;
    private final RuntimeListener listener;
    private final RequestReader head = new RequestReader(MAX_LINE_BYTES, MAX_HEADER_BYTES);
    private final BodyReader body = new BodyReader();
    private final Headers trailers = new Headers(0);

    private @Nullable ChannelHandlerContext context;

    /** Answers that have not been written. */
    private @Nullable ByteBuf answers;

    private RuntimeCall call = RuntimeCall.UNKNOWN;
    private @Nullable BodyCollector collector;
    private @Nullable StreamedAnswer streamed;
    private boolean paused;
    private @Nullable String errorType;
    private long loggedBytes;
    private boolean keepAlive = true;
    private boolean answersMayWait;
    private boolean closing;

    RuntimeApiHandler(RuntimeApiEndpoint endpoint, RuntimeListener listener) {
        this.endpoint = endpoint;
        this.listener = listener;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf in = (ByteBuf) message;
        try {
            while (in.isReadable() && !closing) {
                if (endpoint.isWaiting(this)) {
                    // A second request behind a poll could only be answered out of order.
                    closing = true;
                    ctx.close();
                } else if (collector == null) {
                    readHead(ctx, in);
                } else {
                    readBody(collector, in);
                }
            }
            if (streamed != null) {
                streamed.passOn();
            }
        } finally {
            in.release();
        }
    }

    private void readHead(ChannelHandlerContext ctx, ByteBuf in) {
        int verdict = head.read(in);
        if (verdict == RequestReader.COMPLETE) {
            begin(ctx);
        } else if (verdict != RequestReader.MORE) {
            LOG.debug("a runtime sent no valid HTTP: {}", head.reason());
            refuse();
        }
    }

    private void begin(ChannelHandlerContext ctx) {
        call = RuntimeCall.of(head);
        keepAlive = head.isKeepAlive();
        errorType = head.headers().first(ERROR_TYPE);
        loggedBytes = number(head.headers().first(LOGGED_BYTES));
        answersMayWait = call.equals(RuntimeCall.NEXT) && head.headers().contains(ANSWERS_MAY_WAIT);
        long length = head.bodyLength();
        trailers.clear();
        if (length == RequestReader.CHUNKED) {
            body.chunked(trailers, MAX_TRAILER_BYTES);
        } else {
            body.length(length);
        }
        beginStream();
        BodyCollector begun = new BodyCollector(streamed == null ? length : 0, RuntimeApiEndpoint.MAX_RESPONSE_BYTES);
        collector = begun;
        if (body.isComplete()) {
            dispatch(begun);
        } else if (head.expectsContinue()) {
            answers().writeBytes(RuntimeResponses.CONTINUE);
            writeAnswers(ctx);
        }
    }

    private void beginStream() {
        if (call instanceof RuntimeCall.Response response
                && "streaming".equalsIgnoreCase(head.headers().first(RESPONSE_MODE))) {
            ResponseStream taker = listener.streams(response.requestId());
            if (taker != null) {
                streamed = new StreamedAnswer(
                        response.requestId(), taker, channel().alloc());
                taker.begins(this);
            }
        }
    }

    private static long number(@Nullable String text) {
        if (text == null
                || text.isEmpty()
                || text.length() > 18
                || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return 0;
        }
        return Long.parseLong(text);
    }

    private void readBody(BodyCollector begun, ByteBuf in) {
        int count = body.next(in);
        if (count == BodyReader.MALFORMED) {
            LOG.debug("a runtime sent a body that is not valid HTTP");
            refuse();
            return;
        }
        StreamedAnswer stream = streamed;
        if (count > 0 && stream == null) {
            begun.add(in, count);
        } else if (count > 0 && stream != null) {
            stream.add(in, count);
        }
        if (body.isComplete()) {
            dispatch(begun);
        }
    }

    /** What came cannot be understood, so nothing behind it can either. */
    private void refuse() {
        collector = null;
        keepAlive = false;
        breakStream();
        answer(RuntimeResponses.INVALID_STATE);
    }

    private void dispatch(BodyCollector collected) {
        collector = null;
        head.reset();
        switch (call) {
            case RuntimeCall.Next ignored -> next();
            case RuntimeCall.Response response -> respond(response.requestId(), collected);
            case RuntimeCall.Failure error -> {
                boolean known = collected.tooLarge()
                        ? listener.answeredTooLarge(error.requestId(), loggedBytes)
                        : listener.failed(error.requestId(), errorType, collected.toBytes(), loggedBytes);
                answer(known ? RuntimeResponses.ACCEPTED : RuntimeResponses.INVALID_ID);
            }
            case RuntimeCall.InitError ignored -> {
                boolean known = listener.initFailed(errorType, collected.toBytes());
                answer(known ? RuntimeResponses.ACCEPTED : RuntimeResponses.INVALID_STATE);
            }
            case RuntimeCall.Unknown ignored -> answer(RuntimeResponses.NOT_FOUND);
        }
    }

    private void next() {
        endpoint.waits(this);
        if (!listener.polled()) {
            endpoint.gone(this);
            answer(RuntimeResponses.INVALID_STATE);
        }
    }

    /** What has been streamed so far is all that its taker will get. */
    private void breakStream() {
        StreamedAnswer stream = streamed;
        streamed = null;
        if (stream != null) {
            stream.end();
            listener.broken(stream.requestId());
        }
    }

    private void respond(String id, BodyCollector collected) {
        StreamedAnswer stream = streamed;
        streamed = null;
        if (stream != null) {
            stream.end();
            resume();
        }
        String brokenBy = trailers.first(ERROR_TYPE);
        if (trailers.contains(LOGGED_BYTES)) {
            loggedBytes = number(trailers.first(LOGGED_BYTES));
        }
        if (collected.tooLarge() || (stream != null && stream.tooLarge())) {
            boolean known = listener.answeredTooLarge(id, loggedBytes);
            answer(known ? RuntimeResponses.TOO_LARGE : RuntimeResponses.INVALID_ID);
        } else if (brokenBy != null) {
            boolean known = listener.failed(id, brokenBy, decode(trailers.first(ERROR_BODY)), loggedBytes);
            answer(known ? RuntimeResponses.ACCEPTED : RuntimeResponses.INVALID_ID);
        } else {
            boolean known = listener.answered(id, collected.toBytes(), loggedBytes);
            answer(known ? RuntimeResponses.ACCEPTED : RuntimeResponses.INVALID_ID);
        }
    }

    private static byte[] decode(@Nullable String base64) {
        if (base64 == null) {
            return new byte[0];
        }
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException notBase64) {
            LOG.debug("a runtime sent an error body that is not base64", notBase64);
            return new byte[0];
        }
    }

    // ---- what goes out

    private void answer(RuntimeResponses.Answer answer) {
        answers().writeBytes(answer.bytes(keepAlive));
        closing = !keepAlive;
    }

    private ByteBuf answers() {
        ByteBuf gathered = answers;
        if (gathered == null) {
            gathered = channel().alloc().directBuffer(ANSWER_BYTES);
            answers = gathered;
        }
        return gathered;
    }

    private void writeAnswers(ChannelHandlerContext ctx) {
        ByteBuf gathered = answers;
        answers = null;
        if (gathered != null) {
            ctx.writeAndFlush(gathered, ctx.voidPromise());
        }
    }

    /** Answers the poll that waits here, at once. */
    void send(HeadWriter heads, Event event) {
        ChannelHandlerContext ctx = channel();
        byte[] payload = event.payload();
        ByteBuf out = answers();
        RuntimeResponses.event(heads, event, keepAlive).writeTo(out);
        if (payload.length <= COPIED_BYTES) {
            out.writeBytes(payload);
        } else {
            answers = null;
            ctx.write(out, ctx.voidPromise());
            answers = Unpooled.wrappedBuffer(payload);
        }
        closing = !keepAlive;
        writeAnswers(ctx);
        if (closing) {
            closeWhenWritten(ctx);
        }
    }

    private static void closeWhenWritten(ChannelHandlerContext ctx) {
        ctx.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }

    /** Cuts the connection. */
    void close() {
        channel().close();
    }

    private ChannelHandlerContext channel() {
        ChannelHandlerContext current = context;
        if (current == null) {
            throw new IllegalStateException("the handler is not part of a channel yet");
        }
        return current;
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (!answersMayWait || !endpoint.isWaiting(this)) {
            writeAnswers(ctx);
        }
        if (closing) {
            closeWhenWritten(ctx);
        }
        listener.readComplete();
    }

    /** A runtime that sends and never reads must not fill the gateway with answers. */
    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        ctx.channel().config().setAutoRead(ctx.channel().isWritable() && !paused);
    }

    @Override
    public void pause() {
        paused = true;
        channel().channel().config().setAutoRead(false);
    }

    @Override
    public void resume() {
        paused = false;
        channel().channel().config().setAutoRead(channel().channel().isWritable());
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        endpoint.gone(this);
        closing = true;
        breakStream();
        ByteBuf unsent = answers;
        answers = null;
        if (unsent != null) {
            unsent.release();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        // A process that was killed resets its connections; its end is reported by the process itself.
        LOG.debug("connection of a runtime failed", cause);
        ctx.close();
    }
}
