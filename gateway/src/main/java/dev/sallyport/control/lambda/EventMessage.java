package dev.sallyport.control.lambda;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/** Messages of AWS's event stream, {@code application/vnd.amazon.eventstream} (companion 2.4, R4.10). */
final class EventMessage {

    private static final int STRING = 7;

    /** Two lengths and their checksum. */
    private static final int PRELUDE_BYTES = 12;

    private static final int CHECKSUM_BYTES = 4;

    private EventMessage() {}

    /** An event as it stands on the wire. */
    static byte[] event(String type, String contentType, byte[] payload) {
        byte[] headers = headers(":event-type", type, ":content-type", contentType, ":message-type", "event");
        ByteBuffer message = ByteBuffer.allocate(PRELUDE_BYTES + headers.length + payload.length + CHECKSUM_BYTES);
        message.putInt(message.capacity()).putInt(headers.length);
        message.putInt(checksum(message));
        message.put(headers).put(payload);
        message.putInt(checksum(message));
        return message.array();
    }

    private static byte[] headers(String... namesAndValues) {
        ByteArrayOutputStream headers = new ByteArrayOutputStream();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            byte[] name = namesAndValues[i].getBytes(StandardCharsets.UTF_8);
            byte[] value = namesAndValues[i + 1].getBytes(StandardCharsets.UTF_8);
            headers.write(name.length);
            headers.writeBytes(name);
            headers.write(STRING);
            headers.write(value.length >> 8);
            headers.write(value.length);
            headers.writeBytes(value);
        }
        return headers.toByteArray();
    }

    /** Of all that has been put. */
    private static int checksum(ByteBuffer message) {
        CRC32 checksum = new CRC32();
        checksum.update(message.duplicate().flip());
        return (int) checksum.getValue();
    }
}
