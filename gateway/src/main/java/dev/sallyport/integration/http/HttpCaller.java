package dev.sallyport.integration.http;

import dev.sallyport.http.Headers;
import dev.sallyport.pipeline.Exchange;
import dev.sallyport.pipeline.Fault;
import dev.sallyport.pipeline.Outcome;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.CompositeByteBuf;
import org.jspecify.annotations.Nullable;

/** Calls backends whose answers are read whole. */
public final class HttpCaller {

    private static final int MAX_PIECES = 1024;

    private final BackendSettings settings;
    private final int timeoutMillis;
    private final int limitBytes;

    /** @param limitBytes of the backend's answer (INT-10) */
    public HttpCaller(BackendSettings settings, int timeoutMillis, int limitBytes) {
        this.settings = settings;
        this.timeoutMillis = timeoutMillis;
        this.limitBytes = limitBytes;
    }

    /** Does the work of an integration's step: the exchange goes on when it holds the integration's response. */
    public Outcome call(Exchange exchange, CustomRequest request) {
        Origin.Target target = request.target(exchange);
        if (target == null) {
            return Fault.configuration("Invalid endpoint address");
        }
        new CustomCall(BackendPool.of(exchange, settings)).begin(exchange, request, target, timeoutMillis);
        return Outcome.WAIT;
    }

    /** One call under way. */
    private final class CustomCall extends BackendExchange {
        private @Nullable CompositeByteBuf answer;
        private Headers answerHeaders = new Headers(1);
        private int status;

        CustomCall(BackendPool pool) {
            super(pool);
        }

        @Override
        ByteBuf wholeBody(String verb) {
            return request().body(exchange(), verb);
        }

        @Override
        long streamedLength() {
            throw new IllegalStateException("the body is there as a whole");
        }

        @Override
        void stream(BackendConnection to) {
            throw new IllegalStateException("the body is there as a whole");
        }

        @Override
        public void head(int newStatus, Headers headers, long contentLength) {
            status = newStatus;
            answerHeaders = headers.copy();
            if (announcesMoreThan(limitBytes, newStatus, contentLength)) {
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
            if (!isDone()) {
                abandon();
                lost(tooLong(length, limitBytes));
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
            if (!isDone()) {
                finish();
                exchange().integrationResponse(status, Integer.toString(status), answerHeaders, answer);
                answer = null;
                exchange().resume(Outcome.CONTINUE);
            }
        }

        @Override
        void lost(Fault fault) {
            exchange().resume(fault);
        }

        @Override
        void abandon() {
            super.abandon();
            if (answer != null) {
                answer.release();
                answer = null;
            }
        }
    }
}
