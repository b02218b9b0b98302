package dev.sallyport.pipeline;

import dev.sallyport.http.Headers;
import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.EventExecutor;
import org.jspecify.annotations.Nullable;

/**
 * The client of an exchange that is looked at in detail: passes everything on and keeps the beginnings of both bodies and
 * the head of the answer.
 */
public final class WatchedClient implements ClientConnection {

    private final ClientConnection client;
    private final ExchangeTrace trace;
    private final Excerpt requestBody;
    private final Excerpt answerBody;
    private Headers answerHeaders = new Headers(1);

    WatchedClient(ClientConnection client, ExchangeTrace trace) {
        this.client = client;
        this.trace = trace;
        this.requestBody = new Excerpt(trace.bodyBytes());
        this.answerBody = new Excerpt(trace.bodyBytes());
    }

    ExchangeTrace trace() {
        return trace;
    }

    /** The body that the client sent, as far as anybody has read it. */
    public Excerpt requestBody() {
        return requestBody;
    }

    /** The headers of the answer, without those that the edge adds; empty before there is one. */
    public Headers answerHeaders() {
        return answerHeaders;
    }

    /** The body of the answer as it left the pipeline. */
    public Excerpt answerBody() {
        return answerBody;
    }

    @Override
    public EventExecutor loop() {
        return client.loop();
    }

    @Override
    public LoopContext context() {
        return client.context();
    }

    @Override
    public RequestBody body() {
        return new WatchedBody(client.body());
    }

    @Override
    public void upgrade(Headers headers, Upgrade to) {
        begin(headers);
        client.upgrade(headers, to);
    }

    @Override
    public void respond(int status, Headers headers, @Nullable ByteBuf body) {
        begin(headers);
        if (body != null) {
            answerBody.add(body);
        }
        client.respond(status, headers, body);
    }

    @Override
    public void respond(int status, Headers headers, byte[] body) {
        begin(headers);
        answerBody.add(body);
        client.respond(status, headers, body);
    }

    @Override
    public void start(int status, Headers headers, long contentLength, Runnable onWritable) {
        begin(headers);
        client.start(status, headers, contentLength, onWritable);
    }

    @Override
    public void startAtOnce(int status, Headers headers, Runnable onWritable) {
        begin(headers);
        client.startAtOnce(status, headers, onWritable);
    }

    private void begin(Headers headers) {
        answerHeaders = headers.copy();
        answerBody.clear();
    }

    @Override
    public boolean write(ByteBuf piece) {
        answerBody.add(piece);
        return client.write(piece);
    }

    @Override
    public void flush() {
        client.flush();
    }

    @Override
    public void end() {
        client.end();
    }

    @Override
    public boolean retract() {
        return client.retract();
    }

    @Override
    public int sentStatus() {
        return client.sentStatus();
    }

    @Override
    public long sentBodyBytes() {
        return client.sentBodyBytes();
    }

    @Override
    public void abort() {
        client.abort();
    }

    private final class WatchedBody implements RequestBody {
        private final RequestBody body;

        WatchedBody(RequestBody body) {
            this.body = body;
        }

        @Override
        public long length() {
            return body.length();
        }

        @Override
        public void receive(int limitBytes, Receiver receiver) {
            body.receive(limitBytes, new Receiver() {
                @Override
                public void received(ByteBuf whole) {
                    requestBody.add(whole);
                    receiver.received(whole);
                }

                @Override
                public void tooLarge() {
                    receiver.tooLarge();
                }
            });
        }

        @Override
        public void stream(Sink sink) {
            body.stream(new Sink() {
                @Override
                public void bodyPiece(ByteBuf piece) {
                    requestBody.add(piece);
                    sink.bodyPiece(piece);
                }

                @Override
                public void bodyEnd() {
                    sink.bodyEnd();
                }
            });
        }

        @Override
        public void demand() {
            body.demand();
        }

        @Override
        public void hold(int bytes) {
            body.hold(bytes);
        }
    }
}
