package dev.sallyport.integration.http;

import dev.sallyport.http.Headers;
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

    ProxyRelay(BackendPool pool) {
        super(pool);
    }

    /** @param length of the request body in bytes */
    void begin(Exchange exchange, BackendRequest request, Origin.Target target, long length, Transfer transfer) {
        bodyLength = length;
        bodyStarted = false;
        answering = false;
        begin(exchange, request, target, transfer.timeoutMillis());
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
        answering = true;
        Exchange exchange = exchange();
        Headers answer = exchange.responseHeaders();
        HeaderRules.addProxyResponse(answer, headers);
        HeaderRules.addGatewayHeaders(answer, exchange);
        exchange.status(status);
        exchange.integrationStatus(status);
        exchange.client().start(status, answer, contentLength, clientWritable);
    }

    @Override
    public void piece(ByteBuf piece) {
        BackendConnection from = connection();
        if (!exchange().client().write(piece) && from != null) {
            from.pauseReading();
        }
    }

    private void clientWritable() {
        BackendConnection from = connection();
        if (!isDone() && from != null) {
            from.resumeReading();
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
        if (!answering) {
            exchange.resume(fault);
        } else if (exchange.client().retract()) {
            exchange.responseHeaders().clear();
            exchange.resume(fault);
        } else {
            exchange.client().abort();
            exchange.resume(Outcome.ANSWERED);
        }
    }

    // ---- the request body on its way to the backend

    @Override
    public void bodyPiece(ByteBuf piece) {
        BackendConnection to = connection();
        if (isDone() || to == null || !to.isUsable()) {
            piece.release();
        } else if (to.write(piece)) {
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
