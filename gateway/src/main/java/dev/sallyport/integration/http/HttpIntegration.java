package dev.sallyport.integration.http;

import dev.sallyport.http.HeadWriter;
import dev.sallyport.http.Headers;
import dev.sallyport.pipeline.Deadlines;
import dev.sallyport.pipeline.Exchange;
import dev.sallyport.pipeline.Fault;
import dev.sallyport.pipeline.Outcome;
import dev.sallyport.pipeline.Step;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.CompositeByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** HTTP: a mapped request, and an answer that is read whole for the integration response (INT-30 to INT-34). */
public final class HttpIntegration implements Step {

    private static final int MAX_PIECES = 1024;

    private final CustomRequest request;
    private final BackendSettings settings;
    private final int timeoutMillis;
    private final int limitBytes;

    /** @param limitBytes of the backend's answer (INT-10) */
    public HttpIntegration(CustomRequest request, BackendSettings settings, int timeoutMillis, int limitBytes) {
        this.request = request;
        this.settings = settings;
        this.timeoutMillis = timeoutMillis;
        this.limitBytes = limitBytes;
    }

    @Override
    public boolean isIntegration() {
        return true;
    }

    @Override
    public Outcome run(Exchange exchange) {
        return call(exchange, request);
    }

    /** Does the step's work with another request than its own. */
    public Outcome call(Exchange exchange, CustomRequest request) {
        Origin.Target target = request.target(exchange);
        if (target == null) {
            return Fault.configuration("Invalid endpoint address");
        }
        new CustomCall(exchange, request, target, BackendPool.of(exchange, settings)).begin();
        return Outcome.WAIT;
    }

    private static ByteBuf body(Exchange exchange, String verb) {
        if (verb.equals("GET") || verb.equals("HEAD")) {
            return Unpooled.EMPTY_BUFFER;
        }
        String text = exchange.transformedBody();
        if (text != null) {
            // VTL-5: an empty rendering goes out as an empty object.
            return Unpooled.wrappedBuffer((text.isEmpty() ? "{}" : text).getBytes(StandardCharsets.UTF_8));
        }
        ByteBuf body = exchange.body();
        return body == null ? Unpooled.EMPTY_BUFFER : body.retainedDuplicate();
    }

    /** One call under way. */
    private final class CustomCall extends Deadlines.Timeout implements BackendCall {
        private final Exchange exchange;
        private final CustomRequest request;
        private final Origin.Target target;
        private final BackendPool pool;
        private @Nullable BackendConnection connection;
        private @Nullable CompositeByteBuf answer;
        private Headers answerHeaders = new Headers(1);
        private int status;
        private boolean done;

        CustomCall(Exchange exchange, CustomRequest request, Origin.Target target, BackendPool pool) {
            this.exchange = exchange;
            this.request = request;
            this.target = target;
            this.pool = pool;
        }

        void begin() {
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
            String verb = request.method(exchange);
            Headers headers = newConnection.newRequestHeaders();
            request.addCustomHeaders(headers, exchange, target.origin(), verb);
            ByteBuf body = body(exchange, verb);
            HeadWriter begun = request.writeTarget(newConnection.beginHead(verb), exchange, target.pathAndQuery());
            request.complete(headers, exchange, verb, begun, body);
            if (body.isReadable() || !ProxyRelay.isIdempotent(verb) || verb.equals("PUT")) {
                headers.add("Content-Length", Integer.toString(body.readableBytes()));
            }
            if (!headers.isLegal()) {
                body.release();
                abandon();
                exchange.resume(Fault.configuration("an illegal character in a header of the integration request"));
                return;
            }
            newConnection.sendHead(begun, headers);
            if (body.isReadable()) {
                newConnection.write(body);
            } else {
                body.release();
            }
            newConnection.endRequest();
        }

        @Override
        public void head(int newStatus, Headers headers, long contentLength) {
            status = newStatus;
            answerHeaders = headers.copy();
            if (contentLength > limitBytes) {
                tooLarge(contentLength);
            }
        }

        @Override
        public void piece(ByteBuf piece) {
            CompositeByteBuf gathered = answer;
            if (gathered == null) {
                gathered = piece.alloc().compositeBuffer(MAX_PIECES);
                answer = gathered;
            }
            gathered.addComponent(true, piece);
            if (gathered.readableBytes() > limitBytes) {
                tooLarge(gathered.readableBytes());
            }
        }

        private void tooLarge(long length) {
            if (!done) {
                abandon();
                exchange.resume(Fault.configuration("Integration response of reported length " + length
                        + " is larger than allowed maximum of " + limitBytes + " bytes."));
            }
        }

        @Override
        public void readComplete() {
            // Nothing leaves before the answer is whole.
        }

        @Override
        public void writable() {
            // The body was written whole.
        }

        @Override
        public void end() {
            if (!done) {
                finish();
                exchange.integrationResponse(status, Integer.toString(status), answerHeaders, answer);
                answer = null;
                exchange.resume(Outcome.CONTINUE);
            }
        }

        @Override
        public void failed(String reason, boolean retryable) {
            if (done) {
                return;
            }
            if (retryable && ProxyRelay.isIdempotent(request.method(exchange))) {
                pool.connect(target.origin(), true, this);
            } else {
                abandon();
                exchange.resume(Fault.network(reason));
            }
        }

        @Override
        protected void timedOut() {
            abandon();
            exchange.resume(Fault.INTEGRATION_TIMEOUT);
        }

        private void abandon() {
            finish();
            if (answer != null) {
                answer.release();
                answer = null;
            }
            if (connection != null) {
                connection.abort();
            }
        }

        private void finish() {
            done = true;
            exchange.client().context().deadlines().clear(this);
        }
    }
}
