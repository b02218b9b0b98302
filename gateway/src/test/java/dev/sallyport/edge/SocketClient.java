package dev.sallyport.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A WebSocket client that sends whatever it is told to and reads frames strictly. */
final class SocketClient implements AutoCloseable {

    static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";
    static final int TEXT = 1;
    static final int BINARY = 2;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;

    private final RawClient raw;
    final RawClient.Answer handshake;

    /** A frame. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Frame(int first, byte[] payload) {

        boolean isLast() {
            return (first & 0x80) != 0;
        }

        int opcode() {
            return first & 15;
        }

        String text() {
            return new String(payload, StandardCharsets.UTF_8);
        }

        /** Of a close; 1005 without one. */
        int code() {
            return payload.length < 2 ? 1005 : ByteBuffer.wrap(payload).getShort() & 0xFFFF;
        }

        String reason() {
            return payload.length < 2 ? "" : new String(payload, 2, payload.length - 2, StandardCharsets.UTF_8);
        }
    }

    SocketClient(DataPlaneFixture data, String path, String... more) throws IOException {
        raw = data.client();
        raw.send(handshake(path, more));
        handshake = raw.answer();
    }

    /** A client that is open. */
    static SocketClient open(DataPlaneFixture data, String... more) throws IOException {
        SocketClient client = new SocketClient(data, "/test", more);
        if (client.handshake.status() != 101) {
            throw new IOException("refused: " + client.handshake);
        }
        return client;
    }

    static String handshake(String path, String... more) {
        return DataPlaneFixture.head("GET", path, more)
                + "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: " + KEY
                + "\r\n\r\n";
    }

    /** Waits until the connections of earlier tests are over, and what their ends have begun. */
    static void awaitSilence(DataPlaneFixture data) {
        await().untilAsserted(() -> assertThat(data.listener().connections()).isZero());
        data.loopThreadId();
        data.functions().invocations().clear();
    }

    RawClient raw() {
        return raw;
    }

    SocketClient text(String text) throws IOException {
        return frame(0x80 | TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    SocketClient frame(int first, byte[] payload) throws IOException {
        raw.send(masked(first, payload));
        return this;
    }

    SocketClient close(int code, String reason) throws IOException {
        return frame(0x80 | CLOSE, closing(code, reason));
    }

    static byte[] closing(int code, String reason) {
        byte[] text = reason.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(2 + text.length)
                .putShort((short) code)
                .put(text)
                .array();
    }

    static byte[] masked(int first, byte[] payload) {
        byte[] mask = {0x37, (byte) 0xfa, 0x21, 0x3d};
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(first);
        if (payload.length < 126) {
            out.write(0x80 | payload.length);
        } else if (payload.length < 65536) {
            out.write(0x80 | 126);
            out.write(payload.length >> 8);
            out.write(payload.length);
        } else {
            out.write(0x80 | 127);
            out.writeBytes(ByteBuffer.allocate(8).putLong(payload.length).array());
        }
        out.writeBytes(mask);
        byte[] body = Arrays.copyOf(payload, payload.length);
        for (int i = 0; i < body.length; i++) {
            body[i] ^= mask[i & 3];
        }
        out.writeBytes(body);
        return out.toByteArray();
    }

    Frame read() throws IOException {
        InputStream in = raw.in();
        int first = in.read();
        if (first < 0) {
            throw new EOFException("the connection has ended");
        }
        int length = in.read();
        if (length == 126) {
            length = ByteBuffer.wrap(in.readNBytes(2)).getShort() & 0xFFFF;
        } else if (length == 127) {
            length = (int) ByteBuffer.wrap(in.readNBytes(8)).getLong();
        }
        byte[] payload = in.readNBytes(length);
        if (payload.length < length) {
            throw new EOFException("a frame ended early");
        }
        return new Frame(first, payload);
    }

    /** The text of the next message, whatever it was cut into. */
    String message() throws IOException {
        Frame frame = read();
        StringBuilder text = new StringBuilder(frame.text());
        while (!frame.isLast()) {
            frame = read();
            text.append(frame.text());
        }
        return text.toString();
    }

    /** The close that the gateway sends, behind whatever comes before it; and the end of the connection. */
    Frame closed() throws IOException {
        Frame frame = read();
        while (frame.opcode() != CLOSE) {
            frame = read();
        }
        if (raw.in().read() >= 0) {
            throw new IOException("there is something behind the close");
        }
        return frame;
    }

    @Override
    public void close() throws IOException {
        raw.close();
    }
}
