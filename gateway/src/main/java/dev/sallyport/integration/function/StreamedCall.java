package dev.sallyport.integration.function;

import dev.sallyport.functions.AnswerStream;
import dev.sallyport.functions.FunctionHost;
import dev.sallyport.functions.Invocation;
import dev.sallyport.functions.InvocationResult;
import dev.sallyport.http.Headers;
import dev.sallyport.pipeline.Deadlines;
import dev.sallyport.pipeline.Exchange;
import dev.sallyport.pipeline.Fault;
import dev.sallyport.pipeline.HeaderRules;
import dev.sallyport.pipeline.Outcome;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * A call of a function whose answer goes to the client while the function writes it. Lives on the client's loop. As itself
 * it is the time-out of the whole call.
 */
final class StreamedCall extends Deadlines.Timeout implements AnswerStream.Receiver {

    private static final int LAMBDA_OK = 200;
    private static final int UNKNOWN = -1;

    private final Exchange exchange;
    private final int idleMillis;
    private final Idle idle = new Idle();
    private final StreamPrelude prelude = new StreamPrelude();
    private @Nullable AnswerStream stream;
    private boolean answering;
    private boolean bodyless;
    private boolean begun;
    private boolean clientFull;
    private boolean done;

    /** How many bytes of the announced length are to come. */
    private long left = UNKNOWN;

    /** INT-114: up to the first piece of the function and between two, as long as the client takes them. */
    private final class Idle extends Deadlines.Timeout {
        @Override
        protected void timedOut() {
            failed(Fault.INTEGRATION_TIMEOUT);
        }
    }

    StreamedCall(Exchange exchange, int idleMillis) {
        this.exchange = exchange;
        this.idleMillis = idleMillis;
    }

    void begin(FunctionHost host, Invocation invocation, int timeoutMillis) {
        exchange.client().context().deadlines().set(this, timeoutMillis);
        restartIdle();
        exchange.onClientGone(this::stop);
        stream = host.stream(invocation, exchange.client().loop(), this);
    }

    @Override
    public void piece(ByteBuf piece) {
        if (done) {
            piece.release();
            return;
        }
        restartIdle();
        if (answering || readPrelude(piece)) {
            forward(piece);
        } else {
            piece.release();
            taken();
        }
    }

    /** Whether the metadata is complete, and with it the head of the answer on its way. */
    private boolean readPrelude(ByteBuf piece) {
        return switch (prelude.read(piece)) {
            case MORE -> false;
            case COMPLETE -> {
                StreamedMetadata metadata = StreamedMetadata.parse(prelude.metadata());
                yield metadata == null ? malformed() : answer(metadata);
            }
            case MALFORMED -> malformed();
        };
    }

    private boolean malformed() {
        failed(LambdaProxyIntegration.MALFORMED);
        return false;
    }

    /** INT-113. */
    private boolean answer(StreamedMetadata metadata) {
        Headers headers = exchange.responseHeaders();
        for (int i = 0; i < metadata.headers().size(); i++) {
            headers.add(metadata.headers(), i);
        }
        if (!headers.isLegal()) {
            headers.clear();
            return malformed();
        }
        HeaderRules.addGatewayHeaders(headers, exchange);
        int status = metadata.status();
        exchange.status(status);
        exchange.integrationStatus(LAMBDA_OK);
        note("integration.status", Integer.toString(status));
        note("integration.responseTransferMode", "STREAMED");
        exchange.noteElapsed("integration.timeToAllHeaders");
        answering = true;
        bodyless = status == 204 || status == 304;
        if (metadata.contentLength() == null) {
            exchange.client().startAtOnce(status, headers, this::clientWritable);
        } else {
            left = metadata.contentLength();
            exchange.client().start(status, headers, left, this::clientWritable);
        }
        exchange.client().flush();
        return true;
    }

    private void forward(ByteBuf piece) {
        int length = piece.readableBytes();
        if (length == 0 || bodyless) {
            piece.release();
            taken();
        } else if (left != UNKNOWN && length > left) {
            piece.release();
            failed(Fault.malformedProxyResponse("Lambda sent more than the Content-Length of its metadata"));
        } else {
            left = left == UNKNOWN ? UNKNOWN : left - length;
            if (!begun) {
                begun = true;
                exchange.noteElapsed("integration.timeToFirstContent");
            }
            clientFull = !exchange.client().write(piece);
            exchange.client().flush();
            if (clientFull) {
                exchange.client().context().deadlines().clear(idle);
            } else {
                taken();
            }
        }
    }

    private void clientWritable() {
        if (clientFull && !done) {
            clientFull = false;
            restartIdle();
            taken();
        }
    }

    private void taken() {
        AnswerStream from = stream;
        if (from != null) {
            from.taken();
        }
    }

    @Override
    public void ended(InvocationResult result) {
        if (done) {
            return;
        }
        switch (result) {
            case InvocationResult.Completed completed -> completed(completed);
            case InvocationResult.Throttled throttled -> failed(FunctionCaller.refused(throttled.reason()));
            case InvocationResult.Unavailable unavailable -> failed(FunctionCaller.refused(unavailable.message()));
        }
    }

    private void completed(InvocationResult.Completed result) {
        if (result.functionError() != null) {
            failed(LambdaProxyIntegration.functionError(exchange, result));
        } else if (!answering) {
            malformed();
        } else if (left > 0 && !bodyless && !exchange.head().method().equals("HEAD")) {
            failed(Fault.malformedProxyResponse("Lambda sent less than the Content-Length of its metadata"));
        } else {
            stop();
            exchange.client().end();
            exchange.resume(Outcome.ANSWERED);
        }
    }

    @Override
    protected void timedOut() {
        failed(Fault.INTEGRATION_TIMEOUT);
    }

    /** An answer that the client has begun to see is broken off, so that it does not look whole (INT-112). */
    private void failed(Fault fault) {
        stop();
        if (answering) {
            exchange.responseHeaders().clear();
            if (!exchange.client().retract()) {
                exchange.client().abort();
            }
        }
        exchange.resume(fault);
    }

    /** Nothing more is wanted of the function. */
    private void stop() {
        done = true;
        exchange.client().context().deadlines().clear(this);
        exchange.client().context().deadlines().clear(idle);
        AnswerStream from = stream;
        if (from != null) {
            from.abandon();
        }
    }

    private void restartIdle() {
        if (!clientFull) {
            exchange.client().context().deadlines().set(idle, idleMillis);
        }
    }

    private void note(String variable, String value) {
        if (exchange.stageLog() != null) {
            exchange.note(variable, value);
        }
    }
}
