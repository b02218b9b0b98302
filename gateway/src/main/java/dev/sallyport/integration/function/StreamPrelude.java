package dev.sallyport.integration.function;

import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;

/** What a streaming function sends before its payload: metadata as JSON and eight NUL bytes behind it (INT-112). */
final class StreamPrelude {

    /** Metadata and delimiter together. */
    static final int MAX_BYTES = 16 * 1024;

    private static final int DELIMITER_BYTES = 8;

    private final ByteArrayOutputStream metadata = new ByteArrayOutputStream();
    private int read;
    private int nuls;

    enum Verdict {
        MORE,
        COMPLETE,
        MALFORMED
    }

    /** Takes bytes up to the end of the delimiter; what is behind it stays in the buffer. */
    Verdict read(ByteBuf in) {
        while (in.isReadable()) {
            if (read == MAX_BYTES) {
                return Verdict.MALFORMED;
            }
            read++;
            byte next = in.readByte();
            if (next == 0) {
                nuls++;
                if (nuls == DELIMITER_BYTES) {
                    return Verdict.COMPLETE;
                }
            } else if (nuls > 0) {
                return Verdict.MALFORMED;
            } else {
                metadata.write(next);
            }
        }
        return Verdict.MORE;
    }

    /** What was before the delimiter. */
    byte[] metadata() {
        return metadata.toByteArray();
    }
}
