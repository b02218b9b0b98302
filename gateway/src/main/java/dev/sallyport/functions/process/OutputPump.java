package dev.sallyport.functions.process;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drains the output of one process, always, so that the process never blocks on a full pipe for longer than a read takes.
 * Splits it into lines of bounded length. Runs on a platform thread with a small stack: a virtual thread that reads a pipe
 * holds its carrier, and as many silent processes would starve all other virtual threads.
 */
final class OutputPump implements Runnable {

    private static final int READ_BYTES = 65_536;
    private static final Logger LOG = LoggerFactory.getLogger(OutputPump.class);

    private final InputStream output;
    private final LineSink sink;
    private final byte[] line;
    private int lineLength;

    private long readBytes; // guarded by this
    private boolean ended; // guarded by this
    private long awaitedBytes; // guarded by this
    private @Nullable Runnable whenRead; // guarded by this

    OutputPump(InputStream output, LineSink sink, int maxLineBytes) {
        this.output = output;
        this.sink = sink;
        this.line = new byte[maxLineBytes];
    }

    @Override
    public void run() {
        byte[] buffer = new byte[READ_BYTES];
        try (output) {
            for (int count = output.read(buffer); count >= 0; count = output.read(buffer)) {
                split(buffer, count);
                progress(count);
            }
        } catch (IOException closed) {
            LOG.debug("output of a function process ended", closed);
        } finally {
            emit(false);
            end();
        }
    }

    /**
     * Calls the action once this many bytes since the start of the process were handed to the sink, or the output has
     * ended; at once (and on the caller's thread) when that is so already. A second call replaces the first.
     */
    void whenRead(long bytes, Runnable action) {
        synchronized (this) {
            if (readBytes < bytes && !ended) {
                awaitedBytes = bytes;
                whenRead = action;
                return;
            }
        }
        action.run();
    }

    private void progress(int count) {
        Runnable action = null;
        synchronized (this) {
            readBytes += count;
            if (whenRead != null && readBytes >= awaitedBytes) {
                action = whenRead;
                whenRead = null;
            }
        }
        if (action != null) {
            action.run();
        }
    }

    private void end() {
        Runnable action;
        synchronized (this) {
            ended = true;
            action = whenRead;
            whenRead = null;
        }
        if (action != null) {
            action.run();
        }
    }

    private void split(byte[] buffer, int count) {
        int start = 0;
        for (int i = 0; i < count; i++) {
            if (buffer[i] == '\n') {
                append(buffer, start, i - start);
                emit(true);
                start = i + 1;
            }
        }
        append(buffer, start, count - start);
    }

    private void append(byte[] buffer, int offset, int count) {
        int from = offset;
        int left = count;
        while (left > 0) {
            int part = Math.min(left, line.length - lineLength);
            System.arraycopy(buffer, from, line, lineLength, part);
            lineLength += part;
            from += part;
            left -= part;
            if (left > 0) {
                emit(false);
            }
        }
    }

    private void emit(boolean terminated) {
        if (lineLength > 0 || terminated) {
            sink.line(line, lineLength);
        }
        lineLength = 0;
    }
}
