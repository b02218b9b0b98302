package dev.sallyport.edge;

import dev.sallyport.http.Headers;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends an answer that a virtual thread makes while it goes out. The thread waits while the client's buffers are full, so
 * that nothing piles up.
 */
final class BlockingAnswer {

    private static final Logger LOG = LoggerFactory.getLogger(BlockingAnswer.class);

    private final ClientExchange client;
    private boolean full;
    private boolean gone;

    /** Makes a body. */
    @FunctionalInterface
    interface Maker {

        /** Writes all of it; may block. */
        void writeTo(BlockingAnswer answer) throws IOException;
    }

    BlockingAnswer(ClientExchange client) {
        this.client = client;
    }

    /** On the virtual thread: sends head and body, and breaks the connection when the body cannot be completed. */
    void send(int status, Headers headers, Maker body) {
        onLoop(() -> {
            client.atEndToo(this::gone);
            client.startAtOnce(status, headers, this::writable);
            client.flush();
        });
        try {
            body.writeTo(this);
            onLoop(client::end);
        } catch (IOException broken) {
            LOG.debug("a streamed answer of the control plane broke off", broken);
            breakOff();
        } catch (RuntimeException defect) {
            LOG.error("defect in a streamed answer of the control plane", defect);
            breakOff();
        }
    }

    private void breakOff() {
        onLoop(() -> {
            if (!isGone()) {
                client.abort();
            }
        });
    }

    private void onLoop(Runnable action) {
        client.loop().execute(action);
    }

    /**
     * Sends a piece once the one before has been taken.
     *
     * @throws IOException when the client is gone
     */
    void write(byte[] piece) throws IOException {
        awaitRoom();
        onLoop(() -> {
            boolean more = client.write(Unpooled.wrappedBuffer(piece));
            client.flush();
            if (more) {
                writable();
            }
        });
    }

    /** Until the piece before has been taken. */
    private synchronized void awaitRoom() throws IOException {
        try {
            while (full && !gone) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        if (gone) {
            throw new IOException("the client is gone");
        }
        full = true;
    }

    private synchronized void writable() {
        full = false;
        notifyAll();
    }

    private synchronized void gone() {
        gone = true;
        notifyAll();
    }

    private synchronized boolean isGone() {
        return gone;
    }
}
