package dev.sallyport.edge;

import dev.sallyport.functions.AnswerStream;
import dev.sallyport.functions.InvocationResult;
import dev.sallyport.functions.runtimeapi.ResponseStream;
import io.netty.buffer.Unpooled;
import io.netty.util.concurrent.EventExecutor;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;

/** The streamed answer of a function that is a script of the test. Writing waits like a socket while nobody reads. */
public final class FakeStream implements ResponseStream.Source {

    private final AnswerStream stream;
    private final EventExecutor environment;
    private final AtomicLong written = new AtomicLong();
    private boolean begun;
    private boolean paused;

    FakeStream(AnswerStream stream, EventExecutor environment) {
        this.stream = stream;
        this.environment = environment;
    }

    /** Metadata and delimiter. */
    public FakeStream prelude(String metadata) {
        return write(metadata + "\0".repeat(8));
    }

    public FakeStream write(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        awaitReader();
        run(() -> {
            if (!begun) {
                begun = true;
                stream.from(environment);
                stream.begins(this);
            }
            stream.piece(Unpooled.copiedBuffer(bytes));
        });
        written.addAndGet(bytes.length);
        return this;
    }

    public void end() {
        run(stream::ends);
        stream.end(new InvocationResult.Completed(new byte[0], null, new byte[0]));
    }

    public void fail(String document) {
        run(stream::ends);
        stream.end(new InvocationResult.Completed(document.getBytes(StandardCharsets.UTF_8), "Unhandled", new byte[0]));
    }

    /** How many bytes somebody has read so far. */
    public long written() {
        return written.get();
    }

    private void run(Runnable action) {
        environment.submit(action).syncUninterruptibly();
    }

    private synchronized void awaitReader() {
        while (paused) {
            try {
                wait();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @Override
    public synchronized void pause() {
        paused = true;
    }

    @Override
    public synchronized void resume() {
        paused = false;
        notifyAll();
    }
}
