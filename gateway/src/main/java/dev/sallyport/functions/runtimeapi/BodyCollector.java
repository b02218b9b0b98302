package dev.sallyport.functions.runtimeapi;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/** Collects a request body up to a limit; what is beyond the limit is read and dropped. */
final class BodyCollector {

    private static final int INITIAL_BYTES = 1024;
    private static final byte[] NOTHING = {};

    private final int limitBytes;
    private byte[] bytes;
    private int size;
    private boolean tooLarge;

    /** @param announcedBytes negative when unknown */
    BodyCollector(long announcedBytes, int limitBytes) {
        this.limitBytes = limitBytes;
        this.tooLarge = announcedBytes > limitBytes;
        // An announced length is not trusted with more memory than a first read can bring.
        int initial = announcedBytes < 0 ? INITIAL_BYTES : (int) Math.min(announcedBytes, 64 * INITIAL_BYTES);
        this.bytes = tooLarge || initial == 0 ? NOTHING : new byte[initial];
    }

    /** Takes so many bytes from the buffer. */
    void add(ByteBuf in, int count) {
        if (!tooLarge && size + (long) count > limitBytes) {
            tooLarge = true;
            bytes = NOTHING;
        }
        if (tooLarge) {
            in.skipBytes(count);
            return;
        }
        if (size + count > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.min(limitBytes, Math.max(bytes.length * 2, size + count)));
        }
        in.readBytes(bytes, size, count);
        size += count;
    }

    boolean tooLarge() {
        return tooLarge;
    }

    byte[] toBytes() {
        return size == bytes.length ? bytes : Arrays.copyOf(bytes, size);
    }
}
