package dev.sallyport.functions.log;

import java.nio.charset.StandardCharsets;

/** The last bytes of an invocation's log, for {@code X-Amz-Log-Result} (R4.25). Not safe for several threads. */
public final class LogTail {

    private final byte[] ring;
    private long written;

    /** Keeps at most so many bytes. */
    public LogTail(int maxBytes) {
        this.ring = new byte[maxBytes];
    }

    /** A new invocation begins. */
    public void clear() {
        written = 0;
    }

    /** Adds a line; its end is added to it. */
    public void line(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        line(bytes, bytes.length);
    }

    /** Adds a line of bytes; its end is added to it. */
    public void line(byte[] bytes, int length) {
        add(bytes, Math.max(0, length - ring.length), length);
        add(new byte[] {'\n'}, 0, 1);
    }

    private void add(byte[] bytes, int from, int to) {
        int offset = from;
        while (offset < to) {
            int position = (int) (written % ring.length);
            int count = Math.min(to - offset, ring.length - position);
            System.arraycopy(bytes, offset, ring, position, count);
            offset += count;
            written += count;
        }
    }

    /** What is kept, oldest first. */
    public byte[] toBytes() {
        int count = (int) Math.min(written, ring.length);
        byte[] tail = new byte[count];
        for (int i = 0; i < count; i++) {
            tail[i] = ring[(int) ((written - count + i) % ring.length)];
        }
        return tail;
    }
}
