package dev.sallyport.integration.http;

import dev.sallyport.pipeline.Deadlines;
import dev.sallyport.pipeline.Exchange;
import dev.sallyport.pipeline.Fault;
import dev.sallyport.pipeline.HeaderRules;
import dev.sallyport.pipeline.Headers;
import dev.sallyport.pipeline.Outcome;
import dev.sallyport.pipeline.RequestBody;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** One proxied request on its way to the backend and its answer on the way back. Lives on the client's loop. */
final class ProxyRelay extends Deadlines.Timeout implements BackendCall {

    private final BackendRequest request;
    private final Exchange exchange;
    private final Origin.Target target;
    private final BackendPool pool;
    private @Nullable BackendConnection connection;
    private long bodyLength;
    private boolean bodyStarted;
    private boolean answering;
    private boolean done;

    ProxyRelay(BackendRequest request, Exchange exchange, Origin.Target target, BackendPool pool) {
        this.request = request;
        this.exchange = exchange;
        this.target = target;
        this.pool = pool;
    }

    /** @param length of the request body in bytes */
    void begin(long length, int timeoutMillis) {
        bodyLength = length;
        exchange.client().context().deadlines().set(this, timeoutMillis);
        exchange.onClientGone(this::abandon);
        pool.connect(target.origin(), false, this);
    }

    @Override
    public void connected(BackendConnection newConnection) {
        if (done) {
            newConnection.abort();
            return;
        }
        connection = newConnection;
        boolean hasBody = bodyLength > 0;
        Headers headers = request.proxyHeaders(exchange, target.origin(), hasBody);
        String method = request.method(exchange);
        if (hasBody || method.equals("POST") || method.equals("PUT") || method.equals("PATCH")) {
            headers.add("Content-Length", Long.toString(bodyLength));
        }
        newConnection.sendHead(method, request.pathAndQuery(exchange, target.pathAndQuery()), headers);
        ByteBuf whole = exchange.body();
        if (!hasBody) {
            newConnection.endRequest();
        } else if (whole != null) {
            newConnection.write(whole.retainedDuplicate());
            newConnection.endRequest();
        } else {
            bodyStarted = true;
            exchange.client().body().stream(new Upload(newConnection));
        }
    }

    @Override
    public void head(int status, Headers headers, long contentLength) {
        answering = true;
        Headers answer = new Headers(headers.size() + 4);
        for (int i = 0; i < headers.size(); i++) {
            HeaderRules.addProxyResponseHeader(answer, headers.name(i), headers.value(i));
        }
        if (!answer.contains("Content-Type")) {
            answer.add("Content-Type", "application/json");
        }
        HeaderRules.addGatewayHeaders(answer, exchange);
        exchange.response(status, answer);
        exchange.client().start(status, answer, contentLength, this::clientWritable);
    }

    @Override
    public void piece(ByteBuf piece) {
        if (!exchange.client().write(piece) && connection != null) {
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
            exchange.client().flush();
        }
    }

    @Override
    public void end() {
        finish();
        exchange.client().end();
        exchange.resume(Outcome.ANSWERED);
    }

    @Override
    public void writable() {
        if (!done && bodyStarted) {
            exchange.client().body().demand();
        }
    }

    @Override
    public void failed(String reason, boolean retryable) {
        if (done) {
            return;
        }
        if (answering) {
            finish();
            breakOff(Fault.network(reason));
        } else if (retryable && !bodyStarted && isIdempotent(request.method(exchange))) {
            // A backend may close a kept-alive connection at the moment of its reuse; RFC 9110 9.2.2 allows to repeat.
            pool.connect(target.origin(), true, this);
        } else {
            finish();
            exchange.resume(Fault.network(reason));
        }
    }

    @Override
    protected void timedOut() {
        boolean begun = answering;
        abandon();
        if (begun) {
            breakOff(Fault.INTEGRATION_TIMEOUT);
        } else {
            exchange.resume(Fault.INTEGRATION_TIMEOUT);
        }
    }

    /** An answer that ends too early must not look whole: it becomes a fault or, when it has been seen, a broken one. */
    private void breakOff(Fault fault) {
        if (exchange.client().retract()) {
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
        exchange.client().context().deadlines().clear(this);
    }

    static boolean isIdempotent(String method) {
        return switch (method) {
            case "GET", "HEAD", "OPTIONS", "PUT", "DELETE" -> true;
            default -> false;
        };
    }

    /** The request body on its way to the backend. */
    private final class Upload implements RequestBody.Sink {
        private final BackendConnection to;

        Upload(BackendConnection to) {
            this.to = to;
        }

        @Override
        public void piece(ByteBuf piece) {
            if (done || !to.isUsable()) {
                piece.release();
            } else if (to.write(piece)) {
                exchange.client().body().demand();
            }
        }

        @Override
        public void end() {
            if (!done && to.isUsable()) {
                to.endRequest();
            }
        }
    }
}
