package dev.sallyport.http;

import dev.sallyport.http.Transcript.Message;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What must hold for every stream of bytes; a complaint when it does not. */
final class Checks {

    private static final byte[] CHUNKED_HEAD =
            Wire.bytes("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");

    /** A writer keeps its buffer for good, so threads keep their writer. */
    private static final ThreadLocal<HeadWriter> WRITERS = ThreadLocal.withInitial(HeadWriter::new);

    /** One of the checks. */
    interface Check {
        @Nullable
        String complaint(byte[] stream, long cuts);
    }

    private Checks() {}

    /** A complaint of the check, or what it threw. */
    static @Nullable String complaint(byte[] stream, long cuts, Check check) {
        try {
            return check.complaint(stream, cuts);
        } catch (RuntimeException | AssertionError e) {
            return "threw " + e;
        }
    }

    /** HARDENING B9 for a client's side of a connection; what was read can be sent on and is read as the same. */
    static @Nullable String requests(byte[] stream, long cuts) {
        String complaint = Differential.requests(stream, cuts);
        if (complaint != null) {
            return complaint;
        }
        for (Message message : OwnCodec.requests(List.of(Wire.buffer(stream))).messages) {
            int blank = message.startLine.indexOf(' ');
            HeadWriter writer = WRITERS.get()
                    .request(message.startLine.substring(0, blank))
                    .text(message.startLine.substring(blank + 1))
                    .end();
            byte[] head = Wire.bytes(Wire.sent(writer.lines(headers(message)).end()));
            String again = misread(message, head, OwnCodec.requests(List.of(Wire.buffer(head))));
            if (again != null || !message.startLine.matches("[!#-'*+.^_`|~0-9A-Za-z-]+ /[!-\"$-~]* HTTP/1\\.[01]")) {
                return "not what may be sent on: " + message + ", " + again;
            }
        }
        return null;
    }

    /** HARDENING B9 for a backend's side of a connection; what was read can be sent on and is read as the same. */
    static @Nullable String responses(byte[] stream, long cuts) {
        String complaint = Differential.responses(stream, cuts);
        if (complaint != null) {
            return complaint;
        }
        for (Message message : OwnCodec.responses(List.of(Wire.buffer(stream))).messages) {
            HeadWriter writer = WRITERS.get().response(Integer.parseInt(message.startLine));
            byte[] head = Wire.bytes(Wire.sent(writer.lines(headers(message)).end()));
            String again = misread(message, head, OwnCodec.responses(List.of(Wire.buffer(head))));
            if (again != null) {
                return "not what may be sent on: " + message + ", " + again;
            }
        }
        return null;
    }

    /** HARDENING B9 for what follows the head of a chunked message. */
    static @Nullable String body(byte[] stream, long cuts) {
        byte[] message = new byte[CHUNKED_HEAD.length + stream.length];
        System.arraycopy(CHUNKED_HEAD, 0, message, 0, CHUNKED_HEAD.length);
        System.arraycopy(stream, 0, message, CHUNKED_HEAD.length, stream.length);
        return Differential.requests(message, cuts);
    }

    private static Headers headers(Message message) {
        Headers headers = new Headers();
        for (String line : message.lines) {
            int equals = line.indexOf('=');
            headers.add(line.substring(0, equals), line.substring(equals + 1));
        }
        headers.requireLegal();
        return headers;
    }

    private static @Nullable String misread(Message message, byte[] head, Transcript again) {
        if (head.length > Wire.MAX_HEAD_BYTES) {
            // Lines that came without a blank after their colon have grown by one.
            return null;
        }
        boolean same = !again.refused
                && again.messages.size() == 1
                && again.messages.getFirst().startLine.equals(message.startLine)
                && again.messages.getFirst().lines.equals(message.lines);
        return same ? null : "read again as " + again;
    }
}
