package dev.sallyport.integration.http;

import dev.sallyport.http.HeadWriter;
import dev.sallyport.http.Headers;
import dev.sallyport.pipeline.Deadlines;
import dev.sallyport.pipeline.Exchange;
import dev.sallyport.pipeline.Fault;
import io.netty.buffer.ByteBuf;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A call of a backend under way: its time, its connection, its request. What becomes of the answer is the subclass's.
 * Lives on the client's loop.
 */
abstract class BackendExchange extends Deadlines.Timeout implements BackendCall {

    private final BackendPool pool;
    private final Runnable abandon = this::abandon;
    private @Nullable Exchange served;
    private @Nullable CustomRequest request;
    private Origin.@Nullable Target target;
    private @Nullable BackendConnection connection;
    private boolean done;

    BackendExchange(BackendPool pool) {
        this.pool = pool;
    }

    /** Begins the call. */
    final void begin(Exchange exchange, CustomRequest newRequest, Origin.Target newTarget, int timeoutMillis) {
        served = exchange;
        request = newRequest;
        target = newTarget;
        connection = null;
        done = false;
        exchange.client().context().deadlines().set(this, timeoutMillis);
        exchange.onClientGone(abandon);
        pool.connect(newTarget.origin(), false, this);
    }

    final Exchange exchange() {
        return Objects.requireNonNull(served, "the call has not begun");
    }

    final CustomRequest request() {
        return Objects.requireNonNull(request, "the call has not begun");
    }

    private Origin.Target target() {
        return Objects.requireNonNull(target, "the call has not begun");
    }

    final BackendPool pool() {
        return pool;
    }

    /** The connection that the request goes over, or null before there is one. */
    final @Nullable BackendConnection connection() {
        return connection;
    }

    /** Whether the call has ended, whichever way. */
    final boolean isDone() {
        return done;
    }

    /** The whole request body, which becomes the caller's; null when it is still to be streamed. */
    abstract @Nullable ByteBuf wholeBody(String verb);

    /** The length of a body that is to be streamed. */
    abstract long streamedLength();

    /** Sends the body behind the head. */
    abstract void stream(BackendConnection to);

    /** Whether the request may be sent again, on another connection. */
    boolean isRepeatable() {
        return isIdempotent(request().method(exchange()));
    }

    /** There will be no answer, or no more of it. */
    abstract void lost(Fault fault);

    @Override
    public final void connected(BackendConnection newConnection) {
        if (done) {
            newConnection.abort();
            return;
        }
        connection = newConnection;
        CustomRequest compiled = request();
        Exchange exchange = exchange();
        Origin.Target to = target();
        String verb = compiled.method(exchange);
        ByteBuf whole = wholeBody(verb);
        long length = whole == null ? streamedLength() : whole.readableBytes();
        Headers headers = newConnection.newRequestHeaders();
        compiled.addHeaders(headers, exchange, to.origin(), verb);
        HeadWriter begun = compiled.writeTarget(newConnection.beginHead(verb), exchange, to.pathAndQuery());
        if (whole != null) {
            compiled.complete(headers, exchange, verb, begun, whole);
        }
        if (length > 0 || verb.equals("POST") || verb.equals("PUT") || verb.equals("PATCH")) {
            headers.add("Content-Length", Long.toString(length));
        }
        if (!headers.isLegal()) {
            if (whole != null) {
                whole.release();
            }
            abandon();
            exchange.resume(Fault.configuration("an illegal character in a header of the integration request"));
            return;
        }
        newConnection.sendHead(begun, headers);
        sendBody(newConnection, whole);
    }

    private void sendBody(BackendConnection to, @Nullable ByteBuf whole) {
        if (whole == null) {
            stream(to);
            return;
        }
        if (whole.isReadable()) {
            to.write(whole);
        } else {
            whole.release();
        }
        to.endRequest();
    }

    @Override
    public void failed(String reason, boolean retryable) {
        if (done) {
            return;
        }
        if (retryable && isRepeatable()) {
            // A backend may close a kept-alive connection at the moment of its reuse; RFC 9110 9.2.2 allows to repeat.
            pool.connect(target().origin(), true, this);
        } else {
            abandon();
            lost(Fault.network(reason));
        }
    }

    @Override
    protected void timedOut() {
        abandon();
        lost(Fault.INTEGRATION_TIMEOUT);
    }

    /** Ends the call and its connection: nothing of it is heard any more. */
    void abandon() {
        finish();
        if (connection != null) {
            connection.abort();
        }
    }

    /** Ends the call. */
    void finish() {
        done = true;
        exchange().client().context().deadlines().clear(this);
    }

    /** Lets go of the exchange, to serve another one. */
    final void forget() {
        served = null;
        connection = null;
    }

    /** Whether the head of an answer tells that more will come than may (INT-10); what is told of no body does not count. */
    final boolean announcesMoreThan(long limitBytes, int status, long contentLength) {
        return contentLength > limitBytes
                && status != 204
                && status != 304
                && !request().method(exchange()).equals("HEAD");
    }

    /** INT-10. */
    static Fault tooLong(long length, long limitBytes) {
        return Fault.configuration("Integration response of reported length " + length
                + " is larger than allowed maximum of " + limitBytes + " bytes.");
    }

    private static boolean isIdempotent(String method) {
        return switch (method) {
            case "GET", "HEAD", "OPTIONS", "PUT", "DELETE" -> true;
            default -> false;
        };
    }
}
