package dev.sallyport.pipeline;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The beginning of a body for people to look at; how much there was altogether is counted. */
public final class Excerpt {

    private final int limitBytes;
    private byte[] kept = {};
    private int length;
    private long total;

    /** @param limitBytes how much is kept; 0 only counts */
    public Excerpt(int limitBytes) {
        this.limitBytes = limitBytes;
    }

    /** Adds a piece and leaves it as it is. */
    public void add(ByteBuf piece) {
        int count = room(piece.readableBytes());
        piece.getBytes(piece.readerIndex(), kept, length, count);
        length += count;
    }

    /** Adds a piece. */
    public void add(byte[] piece) {
        int count = room(piece.length);
        System.arraycopy(piece, 0, kept, length, count);
        length += count;
    }

    private int room(int more) {
        total += more;
        int count = Math.min(more, limitBytes - length);
        if (length + count > kept.length) {
            kept = Arrays.copyOf(kept, Math.min(limitBytes, Math.max(2 * kept.length, length + count)));
        }
        return count;
    }

    /** Begins anew. */
    public void clear() {
        length = 0;
        total = 0;
    }

    /** How many bytes there were. */
    public long total() {
        return total;
    }

    /** What was kept, as UTF-8, without a character that is cut in two. */
    public String text() {
        int end = length;
        if (total > length) {
            int start = end;
            while (start > 0 && end - start < 3 && (kept[start - 1] & 0xC0) == 0x80) {
                start--;
            }
            if (start > 0 && (kept[start - 1] & 0xC0) == 0xC0) {
                end = start - 1;
            }
        }
        return new String(kept, 0, end, StandardCharsets.UTF_8);
    }
}
