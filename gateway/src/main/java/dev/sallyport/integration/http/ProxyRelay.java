package dev.sallyport.integration.http;

import dev.sallyport.http.Headers;
import dev.sallyport.pipeline.Deadlines;
import dev.sallyport.pipeline.Exchange;
import dev.sallyport.pipeline.Fault;
import dev.sallyport.pipeline.HeaderRules;
import dev.sallyport.pipeline.Outcome;
import dev.sallyport.pipeline.RequestBody;
import io.netty.buffer.ByteBuf;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One proxied request on its way to the backend and its answer on the way back. Lives on the client's loop. A relay whose
 * exchange ended well serves another one; any other is left behind, because something may still know it.
 */
final class ProxyRelay extends Deadlines.Timeout implements BackendCall, RequestBody.Sink {

    private final BackendPool pool;
    private final Runnable abandon = this::abandon;
    private final Runnable clientWritable = this::clientWritable;
    private @Nullable Exchange served;
    private @Nullable BackendRequest request;
    private Origin.@Nullable Target target;
    private @Nullable BackendConnection connection;
    private long bodyLength;
    private boolean bodyStarted;
    private boolean answering;
    private boolean done;

    ProxyRelay(BackendPool pool) {
        this.pool = pool;
    }

    /** @param length of the request body in bytes */
    void begin(Exchange exchange, BackendRequest newRequest, Origin.Target newTarget, long length, int timeoutMillis) {
        served = exchange;
        request = newRequest;
        target = newTarget;
        connection = null;
        bodyLength = length;
        bodyStarted = false;
        answering = false;
        done = false;
        exchange.client().context().deadlines().set(this, timeoutMillis);
        exchange.onClientGone(abandon);
        pool.connect(newTarget.origin(), false, this);
    }

    private Exchange exchange() {
        return Objects.requireNonNull(served, "the relay has not begun");
    }

    @Override
    public void connected(BackendConnection newConnection) {
        BackendRequest compiled = request;
        Origin.Target to = target;
        if (done || compiled == null || to == null) {
            newConnection.abort();
            return;
        }
        connection = newConnection;
        Exchange exchange = exchange();
        boolean hasBody = bodyLength > 0;
        Headers headers = newConnection.newRequestHeaders();
        compiled.addProxyHeaders(headers, exchange, to.origin(), hasBody);
        String method = compiled.method(exchange);
        if (hasBody || method.equals("POST") || method.equals("PUT") || method.equals("PATCH")) {
            headers.add("Content-Length", Long.toString(bodyLength));
        }
        if (!headers.isLegal()) {
            abandon();
            exchange.resume(Fault.configuration("an illegal character in a header of the integration request"));
            return;
        }
        newConnection.sendHead(
                compiled.writeTarget(newConnection.beginHead(method), exchange, to.pathAndQuery()), headers);
        ByteBuf whole = exchange.body();
        if (!hasBody) {
            newConnection.endRequest();
        } else if (whole != null) {
            newConnection.write(whole.retainedDuplicate());
            newConnection.endRequest();
        } else {
            bodyStarted = true;
            exchange.client().body().stream(this);
        }
    }

    @Override
    public void head(int status, Headers headers, long contentLength) {
        answering = true;
        Exchange exchange = exchange();
        Headers answer = exchange.responseHeaders();
        for (int i = 0; i < headers.size(); i++) {
            HeaderRules.addProxyResponseHeader(answer, headers, i);
        }
        if (!answer.contains("Content-Type")) {
            answer.add("Content-Type", "application/json");
        }
        HeaderRules.addGatewayHeaders(answer, exchange);
        exchange.status(status);
        exchange.integrationStatus(status);
        exchange.client().start(status, answer, contentLength, clientWritable);
    }

    @Override
    public void piece(ByteBuf piece) {
        if (!exchange().client().write(piece) && connection != null) {
            connection.pauseReading();
        }
    }

    private void clientWritable() {
        if (!done && connection != null) {
            connection.resumeReading();
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
            served = null;
            connection = null;
            pool.giveBack(this);
        }
    }

    @Override
    public void writable() {
        if (!done && bodyStarted) {
            exchange().client().body().demand();
        }
    }

    @Override
    public void failed(String reason, boolean retryable) {
        BackendRequest compiled = request;
        Origin.Target to = target;
        if (done || compiled == null || to == null) {
            return;
        }
        if (answering) {
            finish();
            breakOff(Fault.network(reason));
        } else if (retryable && !bodyStarted && isIdempotent(compiled.method(exchange()))) {
            // A backend may close a kept-alive connection at the moment of its reuse; RFC 9110 9.2.2 allows to repeat.
            pool.connect(to.origin(), true, this);
        } else {
            finish();
            exchange().resume(Fault.network(reason));
        }
    }

    @Override
    protected void timedOut() {
        boolean begun = answering;
        abandon();
        if (begun) {
            breakOff(Fault.INTEGRATION_TIMEOUT);
        } else {
            exchange().resume(Fault.INTEGRATION_TIMEOUT);
        }
    }

    /** An answer that ends too early must not look whole: it becomes a fault or, when it has been seen, a broken one. */
    private void breakOff(Fault fault) {
        Exchange exchange = exchange();
        if (exchange.client().retract()) {
            exchange.responseHeaders().clear();
            exchange.resume(fault);
        } else {
            exchange.client().abort();
            exchange.resume(Outcome.ANSWERED);
        }
    }

    private void abandon() {
        finish();
        if (connection != null) {
            connection.abort();
        }
    }

    private void finish() {
        done = true;
        exchange().client().context().deadlines().clear(this);
    }

    static boolean isIdempotent(String method) {
        return switch (method) {
            case "GET", "HEAD", "OPTIONS", "PUT", "DELETE" -> true;
            default -> false;
        };
    }

    // ---- the request body on its way to the backend

    @Override
    public void bodyPiece(ByteBuf piece) {
        BackendConnection to = connection;
        if (done || to == null || !to.isUsable()) {
            piece.release();
        } else if (to.write(piece)) {
            exchange().client().body().demand();
        }
    }

    @Override
    public void bodyEnd() {
        BackendConnection to = connection;
        if (!done && to != null && to.isUsable()) {
            to.endRequest();
        }
    }
}
