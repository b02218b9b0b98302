package dev.sallyport.functions.runtimeapi;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/** Collects a request body up to a limit; what is beyond the limit is read and dropped. */
final class BodyCollector {

    private static final int INITIAL_BYTES = 1024;

    private final int limitBytes;
    private byte[] bytes;
    private int size;
    private boolean tooLarge;

    BodyCollector(long announcedBytes, int limitBytes) {
        this.limitBytes = limitBytes;
        this.tooLarge = announcedBytes > limitBytes;
        // An announced length is not trusted with more memory than a first read can bring.
        int initial = announcedBytes < 0 ? INITIAL_BYTES : (int) Math.min(announcedBytes, 64 * INITIAL_BYTES);
        this.bytes = new byte[tooLarge ? 0 : initial];
    }

    void add(ByteBuf content) {
        int count = content.readableBytes();
        if (tooLarge || count == 0) {
            return;
        }
        if (size + (long) count > limitBytes) {
            tooLarge = true;
            bytes = new byte[0];
            return;
        }
        if (size + count > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.min(limitBytes, Math.max(bytes.length * 2, size + count)));
        }
        content.getBytes(content.readerIndex(), bytes, size, count);
        size += count;
    }

    boolean tooLarge() {
        return tooLarge;
    }

    byte[] toBytes() {
        return size == bytes.length ? bytes : Arrays.copyOf(bytes, size);
    }
}
