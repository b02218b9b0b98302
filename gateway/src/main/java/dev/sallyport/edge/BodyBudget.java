package dev.sallyport.edge;

import java.util.concurrent.atomic.AtomicLong;

/** How many bytes of request bodies are held whole, over all loops. */
final class BodyBudget {

    private final long limitBytes;
    private final AtomicLong heldBytes = new AtomicLong();

    BodyBudget(long limitBytes) {
        this.limitBytes = limitBytes;
    }

    /** Whether another body may begin to be held. */
    boolean hasRoom() {
        return heldBytes.get() < limitBytes;
    }

    void add(int bytes) {
        heldBytes.addAndGet(bytes);
    }

    void giveBack(long bytes) {
        if (bytes > 0) {
            heldBytes.addAndGet(-bytes);
        }
    }
}
