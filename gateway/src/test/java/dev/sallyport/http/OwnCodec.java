package dev.sallyport.http;

import dev.sallyport.http.Transcript.Message;
import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads a stream of messages with the readers under test, in the way the two ends of the gateway do. */
abstract class OwnCodec {

    private final HeadReader head;
    private final BodyReader body = new BodyReader();
    private final Transcript transcript = new Transcript();
    private @Nullable Message open;

    private OwnCodec(HeadReader head) {
        this.head = head;
    }

    static Transcript requests(List<ByteBuf> pieces) {
        return new Requests().read(pieces);
    }

    static Transcript responses(List<ByteBuf> pieces) {
        return new Responses().read(pieces);
    }

    final Transcript read(List<ByteBuf> pieces) {
        for (ByteBuf piece : pieces) {
            while (!transcript.refused && piece.isReadable()) {
                Message message = open;
                if (message == null) {
                    head(piece);
                } else {
                    body(message, piece);
                }
            }
        }
        return transcript;
    }

    private void head(ByteBuf piece) {
        int verdict = head.read(piece);
        if (verdict == HeadReader.COMPLETE) {
            Message message = new Message(startLine(), lines());
            transcript.messages.add(message);
            open = message;
            begin(body);
            finishIfComplete(message);
        } else if (verdict == HeadReader.MORE) {
            if (piece.isReadable()) {
                throw new AssertionError("more is needed, yet bytes were left");
            }
        } else {
            refuse(head.reason());
        }
    }

    private void body(Message message, ByteBuf piece) {
        int before = piece.readableBytes();
        int count = body.next(piece);
        if (count == BodyReader.MALFORMED) {
            refuse("malformed body");
            return;
        }
        byte[] data = new byte[count];
        piece.readBytes(data);
        message.body.writeBytes(data);
        finishIfComplete(message);
        if (!message.complete && piece.readableBytes() == before) {
            throw new AssertionError("no progress");
        }
    }

    private void finishIfComplete(Message message) {
        if (body.isComplete()) {
            message.complete = true;
            open = null;
            head.reset();
        }
    }

    private void refuse(String reason) {
        transcript.refused = true;
        transcript.reason = reason;
    }

    abstract String startLine();

    List<String> lines() {
        return Wire.lines(head.headers());
    }

    abstract void begin(BodyReader reader);

    private static final class Requests extends OwnCodec {

        private final RequestReader reader;

        Requests() {
            this(Wire.requests());
        }

        private Requests(RequestReader reader) {
            super(reader);
            this.reader = reader;
        }

        @Override
        String startLine() {
            String query = reader.query();
            return reader.method() + " " + reader.path() + (query == null ? "" : "?" + query) + " HTTP/1."
                    + (reader.isHttp11() ? 1 : 0);
        }

        @Override
        void begin(BodyReader body) {
            if (reader.bodyLength() == RequestReader.CHUNKED) {
                body.chunked();
            } else {
                body.length(reader.bodyLength());
            }
        }
    }

    private static final class Responses extends OwnCodec {

        private final ResponseReader reader;

        Responses() {
            this(Wire.responses());
        }

        private Responses(ResponseReader reader) {
            super(reader);
            this.reader = reader;
        }

        @Override
        String startLine() {
            return Integer.toString(reader.status());
        }

        /** Netty forgets the coding of a response that has no body. */
        @Override
        List<String> lines() {
            return Wire.lines(reader.headers()).stream()
                    .filter(line ->
                            !hasNoBody() || !line.toLowerCase(Locale.ROOT).startsWith("transfer-encoding="))
                    .toList();
        }

        private boolean hasNoBody() {
            int status = reader.status();
            return status < 200 || status == 204 || status == 304;
        }

        @Override
        void begin(BodyReader body) {
            if (hasNoBody()) {
                body.length(0);
            } else if (reader.bodyLength() == ResponseReader.CHUNKED) {
                body.chunked();
            } else if (reader.bodyLength() == ResponseReader.UNTIL_CLOSE) {
                body.untilClose();
            } else {
                body.length(reader.bodyLength());
            }
        }
    }
}
