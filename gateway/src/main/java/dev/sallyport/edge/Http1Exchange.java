package dev.sallyport.edge;

import dev.sallyport.http.HeadWriter;
import dev.sallyport.http.HeaderLine;
import dev.sallyport.http.Headers;
import dev.sallyport.http.RequestReader;
import dev.sallyport.pipeline.ClientAddress;
import dev.sallyport.pipeline.LoopContext;
import dev.sallyport.pipeline.websocket.WebSocketConnection;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import org.jspecify.annotations.Nullable;

/** One request and its answer on a connection of HTTP/1.1. */
final class Http1Exchange extends ClientExchange {

    /** What of a streamed body of unknown length may leave in one write with its head. */
    private static final int ROOM_BEHIND_HEAD = 2 * 1024;

    /** A body up to here is copied behind its head, because one system call is dearer than the copy. */
    private static final int ONE_WRITE_BYTES = 16 * 1024;

    private static final HeaderLine UPGRADE = HeaderLine.of("Connection", "upgrade");

    private ConnectionHandler connection;
    private final RequestReader reader;
    private boolean keepAlive;
    private boolean http11;
    private boolean chunked;

    /** A head that waits for the first piece, to leave in one write with it. */
    private @Nullable ByteBuf unsentHead;

    Http1Exchange(ConnectionHandler first) {
        super(new IncomingBody(first), first.client());
        this.connection = first;
        this.reader = new RequestReader(
                first.limits().maxRequestLineBytes(), first.limits().maxHeadBytes());
    }

    @Override
    RequestReader reader() {
        return reader;
    }

    /** Begins with the request of a client that has been read on a connection. */
    void begin(ConnectionHandler on, ClientAddress from) {
        connection = on;
        keepAlive = reader.isKeepAlive();
        http11 = reader.isHttp11();
        chunked = false;
        begin((BodySource) on, from);
    }

    @Override
    public LoopContext context() {
        return connection.loop();
    }

    @Override
    boolean isClientGone() {
        return connection.isGone();
    }

    @Override
    void sendWhole(int status, Headers headers, long length, ByteBuf content) {
        int bytes = content.readableBytes();
        boolean together = bytes <= ONE_WRITE_BYTES;
        ByteBuf first = wholeHead(status, headers, length, together ? bytes : 0);
        if (together) {
            first.writeBytes(content, content.readerIndex(), bytes);
            content.release();
            connection.writeAndFlush(first);
        } else {
            connection.write(first);
            connection.writeAndFlush(content);
        }
    }

    @Override
    void sendWhole(int status, Headers headers, long length, byte[] content) {
        connection.writeAndFlush(
                wholeHead(status, headers, length, content.length).writeBytes(content));
    }

    /** The head of an answer that is there as a whole, with room behind it. */
    private ByteBuf wholeHead(int status, Headers headers, long length, int room) {
        return connection.endHead(begunHead(status, headers, length), this, room);
    }

    private HeadWriter begunHead(int status, Headers headers, long length) {
        HeadWriter wire = connection.loop().heads().response(status).linesWithoutFraming(headers);
        if (length >= 0) {
            wire.text("Content-Length: ").number(length).end();
        }
        return wire;
    }

    @Override
    void sendHead(int status, Headers headers, long length, boolean isUnknown) {
        HeadWriter wire = begunHead(status, headers, length);
        if (isUnknown && http11) {
            chunked = true;
            wire.text("Transfer-Encoding: chunked").end();
        } else if (isUnknown) {
            connection.closeAfterAnswer();
        }
        int room = length < 0 ? ROOM_BEHIND_HEAD : length <= ONE_WRITE_BYTES ? (int) length : 0;
        unsentHead = connection.endHead(wire, this, room);
    }

    @Override
    void become(WebSocketConnection socket, Headers headers) {
        HeadWriter head =
                connection.loop().heads().response(SWITCHING_PROTOCOLS).linesWithoutFraming(headers);
        connection.upgrade(this, head.line(UPGRADE).end().toBuffer(connection.allocator(), 0), socket);
    }

    @Override
    void sendPiece(ByteBuf piece) {
        ByteBuf behind = unsentHead;
        if (!chunked && behind != null && piece.readableBytes() <= behind.writableBytes()) {
            behind.writeBytes(piece);
            piece.release();
            return;
        }
        writeHead();
        if (!chunked) {
            connection.write(piece);
        } else if (piece.isReadable()) {
            String size = Integer.toHexString(piece.readableBytes()) + "\r\n";
            connection.write(ByteBufUtil.writeAscii(connection.allocator(), size));
            connection.write(piece);
            connection.write(ByteBufUtil.writeAscii(connection.allocator(), "\r\n"));
        } else {
            piece.release();
        }
    }

    private void writeHead() {
        ByteBuf wire = unsentHead;
        if (wire != null) {
            unsentHead = null;
            connection.write(wire);
        }
    }

    @Override
    void sendAdded() {
        writeHead();
        connection.flush();
    }

    @Override
    void sendEnd() {
        writeHead();
        if (chunked) {
            connection.write(ByteBufUtil.writeAscii(connection.allocator(), "0\r\n\r\n"));
        }
        connection.flush();
    }

    @Override
    boolean isWritable() {
        return connection.isWritable();
    }

    @Override
    void answerSent() {
        if (isBodyComplete()) {
            exchangeDone();
        } else {
            connection.answeredEarly(this);
        }
    }

    @Override
    void exchangeDone() {
        connection.exchangeDone(this);
    }

    @Override
    public void abort() {
        connection.breakOff();
    }

    /** Whether the connection can serve another request after this one. */
    boolean leavesConnectionUsable() {
        return keepAlive && canBeDrained();
    }

    @Override
    void dispose() {
        super.dispose();
        ByteBuf wire = unsentHead;
        unsentHead = null;
        if (wire != null) {
            wire.release();
        }
    }
}
