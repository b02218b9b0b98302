package dev.sallyport.telemetry.logs;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.CRC32;

/**
 * Events as bytes of a segment: per event the length and the CRC-32 of what follows, then sequence, time and message. A
 * process that is killed while it writes leaves a broken last event; reading ends there.
 */
final class EventCodec {

    private static final int HEAD = 2 * Integer.BYTES;
    private static final int FIXED = 2 * Long.BYTES;

    private EventCodec() {}

    static byte[] encode(List<LogEvent> events) {
        int length = 0;
        for (LogEvent event : events) {
            length += HEAD + FIXED + event.bytes();
        }
        ByteBuffer out = ByteBuffer.allocate(length);
        for (LogEvent event : events) {
            int start = out.position() + HEAD;
            out.putInt(FIXED + event.bytes());
            out.putInt(0);
            out.putLong(event.sequence());
            out.putLong(event.timestampMillis());
            out.put(event.message().getBytes(StandardCharsets.UTF_8));
            out.putInt(start - Integer.BYTES, crc(out.array(), start, FIXED + event.bytes()));
        }
        return out.array();
    }

    /**
     * Gives the events of a segment to a consumer, in the order in which they were written.
     *
     * @return how many bytes held whole events; less than there are when the tail is broken
     */
    static int decode(byte[] segment, String stream, Consumer<LogEvent> consumer) {
        ByteBuffer in = ByteBuffer.wrap(segment);
        while (in.remaining() >= HEAD + FIXED) {
            int start = in.position();
            int length = in.getInt();
            int crc = in.getInt();
            if (length < FIXED || length > in.remaining() || crc != crc(segment, start + HEAD, length)) {
                return start;
            }
            long sequence = in.getLong();
            long timestamp = in.getLong();
            int bytes = length - FIXED;
            String message = new String(segment, in.position(), bytes, StandardCharsets.UTF_8);
            in.position(in.position() + bytes);
            consumer.accept(new LogEvent(stream, timestamp, sequence, message, bytes));
        }
        return in.position();
    }

    private static int crc(byte[] bytes, int offset, int length) {
        CRC32 crc = new CRC32();
        crc.update(bytes, offset, length);
        return (int) crc.getValue();
    }
}
