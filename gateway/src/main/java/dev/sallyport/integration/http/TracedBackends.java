package dev.sallyport.integration.http;

import dev.sallyport.http.HeadWriter;
import dev.sallyport.http.Headers;
import dev.sallyport.pipeline.EndpointTrace;
import dev.sallyport.pipeline.Excerpt;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/** The pool of a loop as one exchange sees it that is looked at in detail: what goes over its connections is told. */
final class TracedBackends extends BackendPool {

    private final BackendPool pool;
    private final EndpointTrace trace;

    TracedBackends(BackendPool pool, EndpointTrace trace) {
        super(pool.loop(), pool.settings());
        this.pool = pool;
        this.trace = trace;
    }

    @Override
    void connect(Origin origin, boolean fresh, BackendCall call) {
        pool.connect(origin, fresh, new TracedCall(call, origin, trace));
    }

    /** A call that is told of when its request has been sent, and when its answer is whole. */
    static final class TracedCall implements BackendCall {
        private final BackendCall call;
        private final Origin origin;
        private final EndpointTrace trace;
        private final Excerpt requestBody;
        private final Excerpt answerBody;
        private Headers requestHeaders = new Headers(1);
        private Headers answerHeaders = new Headers(1);
        private String target = "";
        private boolean told;
        private int status;

        private TracedCall(BackendCall call, Origin origin, EndpointTrace trace) {
            this.call = call;
            this.origin = origin;
            this.trace = trace;
            this.requestBody = new Excerpt(trace.bodyBytes());
            this.answerBody = new Excerpt(trace.bodyBytes());
        }

        void leaving(HeadWriter begun, Headers headers) {
            String line = new String(begun.array(), 0, begun.length(), StandardCharsets.ISO_8859_1);
            target = line.substring(line.indexOf(' ') + 1);
            trace.leaving(headers);
            requestHeaders = headers.copy();
        }

        void sent(ByteBuf piece) {
            requestBody.add(piece);
        }

        /** A backend may answer before it has been sent everything. */
        void sentAll() {
            if (!told) {
                told = true;
                trace.request(
                        (origin.secure() ? "https://" : "http://") + origin.hostHeader() + target,
                        requestHeaders,
                        requestBody.text());
            }
        }

        @Override
        public void connected(BackendConnection connection) {
            call.connected(connection);
        }

        @Override
        public void head(int newStatus, Headers newHeaders, long contentLength) {
            sentAll();
            status = newStatus;
            answerHeaders = newHeaders.copy();
            call.head(newStatus, newHeaders, contentLength);
        }

        @Override
        public void piece(ByteBuf piece) {
            answerBody.add(piece);
            call.piece(piece);
        }

        @Override
        public void readComplete() {
            call.readComplete();
        }

        @Override
        public void end() {
            trace.response(status, answerHeaders, answerBody.text());
            call.end();
        }

        @Override
        public void writable() {
            call.writable();
        }

        @Override
        public void failed(String reason, boolean retryable) {
            call.failed(reason, retryable);
        }
    }
}
