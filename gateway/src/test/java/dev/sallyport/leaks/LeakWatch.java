package dev.sallyport.leaks;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.PooledByteBufAllocator;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails each test class during which a buffer was lost: Netty's leak detection runs at paranoid, and whatever it reports
 * is an error here. Registered for all tests by the service file of JUnit's extensions.
 */
public final class LeakWatch implements AfterAllCallback {

    private static final ConcurrentLinkedQueue<String> LEAKS = new ConcurrentLinkedQueue<>();

    static {
        ByteBufUtil.setLeakListener((resourceType, records) -> LEAKS.add(resourceType + ": " + records));
    }

    @Override
    public void afterAll(ExtensionContext context) {
        List<String> leaks = found();
        if (!leaks.isEmpty()) {
            throw new AssertionError("LEAK: " + String.join("\n", leaks));
        }
    }

    /** What has been lost since the last call. */
    static List<String> found() {
        collectGarbage();
        // Lost buffers are noticed when the next one is allocated.
        for (int i = 0; i < 10; i++) {
            ByteBuf buffer = PooledByteBufAllocator.DEFAULT.directBuffer(16);
            buffer.release();
        }
        List<String> leaks = new ArrayList<>();
        for (String leak = LEAKS.poll(); leak != null; leak = LEAKS.poll()) {
            leaks.add(leak);
        }
        return leaks;
    }

    private static void collectGarbage() {
        WeakReference<Object> canary = new WeakReference<>(new Object());
        for (int i = 0; i < 20 && canary.get() != null; i++) {
            System.gc();
        }
    }
}
