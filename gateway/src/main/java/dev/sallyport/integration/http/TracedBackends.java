package dev.sallyport.integration.http;

import dev.sallyport.http.HeadWriter;
import dev.sallyport.http.Headers;
import dev.sallyport.pipeline.EndpointTrace;
import dev.sallyport.pipeline.LoopContext;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Connections to backends for one exchange that is looked at in detail: none is used again, and each tells what goes over
 * it.
 */
public final class TracedBackends {

    private TracedBackends() {}

    /**
     * Makes the HTTP integrations of a context's exchange tell what they send and get.
     *
     * @param context of one exchange, not the one that a loop's clients share
     */
    public static void trace(LoopContext context, BackendSettings settings, EndpointTrace trace) {
        context.attachment(BackendPool.class, loop -> new TracedPool(loop, settings, trace));
        context.attachment(
                BackendPool.UnverifiedPool.class,
                loop -> new BackendPool.UnverifiedPool(new TracedPool(loop, settings.acceptingPrivateChains(), trace)));
    }

    private static final class TracedPool extends BackendPool {
        private final EndpointTrace trace;

        TracedPool(LoopContext loop, BackendSettings settings, EndpointTrace trace) {
            super(loop, settings);
            this.trace = trace;
        }

        @Override
        void connect(Origin origin, boolean fresh, BackendCall call) {
            super.connect(origin, fresh, new TracedCall(call, trace));
        }

        @Override
        BackendConnection newConnection(Origin origin) {
            return new TracedConnection(this, origin, trace);
        }

        @Override
        void release(BackendConnection connection) {
            connection.close();
        }
    }

    /** Tells of a request when all of it has been sent. */
    private static final class TracedConnection extends BackendConnection {
        private final EndpointTrace trace;
        private final ByteArrayOutputStream body = new ByteArrayOutputStream();
        private Headers headers = new Headers(1);
        private String target = "";
        private boolean told;

        TracedConnection(BackendPool pool, Origin origin, EndpointTrace trace) {
            super(pool, origin);
            this.trace = trace;
        }

        @Override
        void sendHead(HeadWriter begun, Headers requestHeaders) {
            String line = new String(begun.array(), 0, begun.length(), StandardCharsets.ISO_8859_1);
            target = line.substring(line.indexOf(' ') + 1);
            headers = requestHeaders.copy();
            super.sendHead(begun, requestHeaders);
        }

        @Override
        boolean write(ByteBuf piece) {
            body.writeBytes(ByteBufUtil.getBytes(piece));
            return super.write(piece);
        }

        @Override
        void endRequest() {
            tell();
            super.endRequest();
        }

        /** A backend may answer before it has been sent everything. */
        void tell() {
            if (!told) {
                told = true;
                String uri = (origin().secure() ? "https://" : "http://") + origin().hostHeader() + target;
                trace.request(uri, headers, body.toString(StandardCharsets.UTF_8));
            }
        }
    }

    private static final class TracedCall implements BackendCall {
        private final BackendCall call;
        private final EndpointTrace trace;
        private final ByteArrayOutputStream body = new ByteArrayOutputStream();
        private @Nullable TracedConnection connection;
        private int status;
        private Headers headers = new Headers(1);

        TracedCall(BackendCall call, EndpointTrace trace) {
            this.call = call;
            this.trace = trace;
        }

        @Override
        public void connected(BackendConnection newConnection) {
            connection = (TracedConnection) newConnection;
            call.connected(newConnection);
        }

        @Override
        public void head(int newStatus, Headers newHeaders, long contentLength) {
            if (connection != null) {
                connection.tell();
            }
            status = newStatus;
            headers = newHeaders.copy();
            call.head(newStatus, newHeaders, contentLength);
        }

        @Override
        public void piece(ByteBuf piece) {
            body.writeBytes(ByteBufUtil.getBytes(piece));
            call.piece(piece);
        }

        @Override
        public void readComplete() {
            call.readComplete();
        }

        @Override
        public void end() {
            trace.response(status, headers, body.toString(StandardCharsets.UTF_8));
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
