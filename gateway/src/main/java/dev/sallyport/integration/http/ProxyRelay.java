package dev.sallyport.integration.http;

import dev.sallyport.http.Headers;
import dev.sallyport.pipeline.Deadlines;
import dev.sallyport.pipeline.Exchange;
import dev.sallyport.pipeline.Fault;
import dev.sallyport.pipeline.HeaderRules;
import dev.sallyport.pipeline.Outcome;
import dev.sallyport.pipeline.RequestBody;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

/**
 * One proxied request on its way to the backend and its answer on the way back. A relay whose exchange ended well serves
 * another one; any other is left behind, because something may still know it.
 */
final class ProxyRelay extends BackendExchange implements RequestBody.Sink {

    private final Runnable clientWritable = this::clientWritable;
    private long bodyLength;
    private boolean bodyStarted;
    private boolean answering;
    private long answerBytes;
    private Transfer transfer = Transfer.buffered(0, 0);
    private @Nullable Idle idle;

    /** INT-114: the time between two pieces of a stream, as long as the client takes them. */
    private final class Idle extends Deadlines.Timeout {
        @Override
        protected void timedOut() {
            ProxyRelay.this.timedOut();
        }
    }

    ProxyRelay(BackendPool pool) {
        super(pool);
    }

    /** @param length of the request body in bytes */
    void begin(Exchange exchange, BackendRequest request, Origin.Target target, long length, Transfer how) {
        bodyLength = length;
        bodyStarted = false;
        answering = false;
        answerBytes = 0;
        transfer = how;
        if (how.streams()) {
            idle = new Idle();
            restartIdle(exchange);
        }
        begin(exchange, request, target, how.timeoutMillis());
    }

    private void restartIdle(Exchange exchange) {
        Idle waiting = idle;
        if (waiting != null) {
            exchange.client().context().deadlines().set(waiting, transfer.idleMillis());
        }
    }

    private void stopIdle() {
        Idle waiting = idle;
        if (waiting != null) {
            exchange().client().context().deadlines().clear(waiting);
        }
    }

    @Override
    @Nullable
    ByteBuf wholeBody(String verb) {
        if (bodyLength == 0) {
            return Unpooled.EMPTY_BUFFER;
        }
        ByteBuf whole = exchange().body();
        return whole == null ? null : whole.retainedDuplicate();
    }

    @Override
    long streamedLength() {
        return bodyLength;
    }

    @Override
    void stream(BackendConnection to) {
        bodyStarted = true;
        exchange().client().body().stream(this);
    }

    @Override
    boolean isRepeatable() {
        return !bodyStarted && super.isRepeatable();
    }

    @Override
    public void head(int status, Headers headers, long contentLength) {
        Exchange exchange = exchange();
        if (announcesMoreThan(transfer.answerLimitBytes(), status, contentLength)) {
            abandon();
            exchange.resume(tooLong(contentLength, transfer.answerLimitBytes()));
            return;
        }
        answering = true;
        Headers answer = exchange.responseHeaders();
        HeaderRules.addProxyResponse(answer, headers);
        HeaderRules.addGatewayHeaders(answer, exchange);
        exchange.status(status);
        exchange.integrationStatus(status);
        if (transfer.streams()) {
            startStream(exchange, status, answer, contentLength);
        } else {
            exchange.client().start(status, answer, contentLength, clientWritable);
        }
    }

    /** INT-113, INT-117. */
    private void startStream(Exchange exchange, int status, Headers answer, long contentLength) {
        if (exchange.stageLog() != null) {
            exchange.note("integration.responseTransferMode", "STREAMED");
        }
        exchange.noteElapsed("integration.timeToAllHeaders");
        if (contentLength < 0) {
            exchange.client().startAtOnce(status, answer, clientWritable);
        } else {
            exchange.client().start(status, answer, contentLength, clientWritable);
        }
        restartIdle(exchange);
    }

    @Override
    public void piece(ByteBuf piece) {
        BackendConnection from = connection();
        Exchange exchange = exchange();
        boolean isFirst = answerBytes == 0;
        answerBytes += piece.readableBytes();
        if (answerBytes > transfer.answerLimitBytes()) {
            piece.release();
            abandon();
            lost(tooLong(answerBytes, transfer.answerLimitBytes()));
            return;
        }
        if (isFirst && transfer.streams()) {
            exchange.noteElapsed("integration.timeToFirstContent");
        }
        if (exchange.client().write(piece)) {
            restartIdle(exchange);
        } else if (from != null) {
            from.pauseReading();
            stopIdle();
        }
    }

    private void clientWritable() {
        BackendConnection from = connection();
        if (!isDone() && from != null) {
            from.resumeReading();
            restartIdle(exchange());
        }
    }

    @Override
    public void readComplete() {
        if (answering) {
            exchange().client().flush();
        }
    }

    @Override
    public void end() {
        Exchange exchange = exchange();
        finish();
        exchange.client().end();
        exchange.resume(Outcome.ANSWERED);
        if (exchange.isReusable()) {
            forget();
            pool().giveBack(this);
        }
    }

    @Override
    public void writable() {
        if (!isDone() && bodyStarted) {
            exchange().client().body().demand();
        }
    }

    /** An answer that ends too early must not look whole: it becomes a fault or, when it has been seen, a broken one. */
    @Override
    void lost(Fault fault) {
        Exchange exchange = exchange();
        if (answering) {
            exchange.responseHeaders().clear();
            if (!exchange.client().retract()) {
                exchange.client().abort();
            }
        }
        exchange.resume(fault);
    }

    @Override
    void finish() {
        super.finish();
        stopIdle();
        idle = null;
    }

    // ---- the request body on its way to the backend

    @Override
    public void bodyPiece(ByteBuf piece) {
        BackendConnection to = connection();
        if (isDone() || to == null || !to.isUsable()) {
            piece.release();
        } else if (to.write(piece)) {
            restartIdle(exchange());
            exchange().client().body().demand();
        }
    }

    @Override
    public void bodyEnd() {
        BackendConnection to = connection();
        if (!isDone() && to != null && to.isUsable()) {
            to.endRequest();
        }
    }
}
