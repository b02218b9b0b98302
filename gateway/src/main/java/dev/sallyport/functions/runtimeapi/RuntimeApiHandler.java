package dev.sallyport.functions.runtimeapi;

import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.AsciiString;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection of a runtime: reads calls, tells the listener, writes answers; flushes once per read. */
final class RuntimeApiHandler extends SimpleChannelInboundHandler<HttpObject> {

    /** Not AWS's: our bootstraps tell how much they have printed, so that END follows the function's own lines. */
    private static final AsciiString LOGGED_BYTES = AsciiString.cached("Sallyport-Logged-Bytes");

    private static final AsciiString ERROR_TYPE = AsciiString.cached("Lambda-Runtime-Function-Error-Type");
    private static final AsciiString ERROR_BODY = AsciiString.cached("Lambda-Runtime-Function-Error-Body");

    private static final Logger LOG = LoggerFactory.getLogger(RuntimeApiHandler.class);

    private final RuntimeApiEndpoint endpoint;
    private final RuntimeListener listener;

    private RuntimeCall call = RuntimeCall.UNKNOWN;
    private @Nullable BodyCollector body;
    private @Nullable String errorType;
    private long loggedBytes;
    private boolean keepAlive = true;

    RuntimeApiHandler(RuntimeApiEndpoint endpoint, RuntimeListener listener) {
        this.endpoint = endpoint;
        this.listener = listener;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, HttpObject message) {
        if (message.decoderResult().isFailure()) {
            keepAlive = false;
            body = null;
            answer(context, RuntimeResponses.invalidState());
            return;
        }
        if (message instanceof HttpRequest request) {
            begin(context, request);
        }
        BodyCollector collector = body;
        if (message instanceof HttpContent content && collector != null) {
            collector.add(content.content());
            if (content instanceof LastHttpContent last) {
                body = null;
                dispatch(context, collector, last.trailingHeaders());
            }
        }
    }

    private void begin(ChannelHandlerContext context, HttpRequest request) {
        if (endpoint.isWaiting(context)) {
            // A second request behind a poll could only be answered out of order.
            context.close();
            return;
        }
        call = RuntimeCall.of(request.method(), request.uri());
        keepAlive = HttpUtil.isKeepAlive(request);
        errorType = request.headers().get(ERROR_TYPE);
        loggedBytes = number(request.headers().get(LOGGED_BYTES));
        body = new BodyCollector(HttpUtil.getContentLength(request, -1L), RuntimeApiEndpoint.MAX_RESPONSE_BYTES);
        if (HttpUtil.is100ContinueExpected(request)) {
            context.writeAndFlush(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE));
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

    private void dispatch(ChannelHandlerContext context, BodyCollector collected, HttpHeaders trailers) {
        switch (call) {
            case RuntimeCall.Next ignored -> next(context);
            case RuntimeCall.Response response -> respond(context, response.requestId(), collected, trailers);
            case RuntimeCall.Failure error -> {
                boolean known = collected.tooLarge()
                        ? listener.answeredTooLarge(error.requestId(), loggedBytes)
                        : listener.failed(error.requestId(), errorType, collected.toBytes(), loggedBytes);
                answer(context, known ? RuntimeResponses.accepted() : RuntimeResponses.invalidRequestId());
            }
            case RuntimeCall.InitError ignored -> {
                boolean known = listener.initFailed(errorType, collected.toBytes());
                answer(context, known ? RuntimeResponses.accepted() : RuntimeResponses.invalidState());
            }
            case RuntimeCall.Unknown ignored -> answer(context, RuntimeResponses.notFound());
        }
    }

    private void next(ChannelHandlerContext context) {
        endpoint.waits(context, keepAlive);
        if (!listener.polled()) {
            endpoint.gone(context);
            answer(context, RuntimeResponses.invalidState());
        }
    }

    private void respond(ChannelHandlerContext context, String id, BodyCollector collected, HttpHeaders trailers) {
        String brokenBy = trailers.get(ERROR_TYPE);
        if (collected.tooLarge()) {
            boolean known = listener.answeredTooLarge(id, loggedBytes);
            answer(context, known ? RuntimeResponses.tooLarge() : RuntimeResponses.invalidRequestId());
        } else if (brokenBy != null) {
            boolean known = listener.failed(id, brokenBy, decode(trailers.get(ERROR_BODY)), loggedBytes);
            answer(context, known ? RuntimeResponses.accepted() : RuntimeResponses.invalidRequestId());
        } else {
            boolean known = listener.answered(id, collected.toBytes(), loggedBytes);
            answer(context, known ? RuntimeResponses.accepted() : RuntimeResponses.invalidRequestId());
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

    private void answer(ChannelHandlerContext context, FullHttpResponse response) {
        HttpUtil.setKeepAlive(response, keepAlive);
        if (keepAlive) {
            context.write(response, context.voidPromise());
        } else {
            context.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        context.flush();
        listener.readComplete();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        endpoint.gone(context);
        context.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        // A process that was killed resets its connections; its end is reported by the process itself.
        LOG.debug("connection of a runtime failed", cause);
        context.close();
    }
}
