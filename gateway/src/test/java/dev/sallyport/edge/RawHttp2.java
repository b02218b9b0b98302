package dev.sallyport.edge;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.DefaultHttp2HeadersEncoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** A client of HTTP/2 over TLS that sends whatever frames it is told to and reads answers strictly. */
final class RawHttp2 implements AutoCloseable {

    static final int DATA = 0;
    static final int HEADERS = 1;
    static final int PRIORITY = 2;
    static final int RST_STREAM = 3;
    static final int SETTINGS = 4;
    static final int PUSH_PROMISE = 5;
    static final int PING = 6;
    static final int GOAWAY = 7;
    static final int WINDOW_UPDATE = 8;
    static final int CONTINUATION = 9;

    static final int END_STREAM = 1;
    static final int ACK = 1;
    static final int END_HEADERS = 4;
    static final int PADDED = 8;

    static final int NO_ERROR = 0;
    static final int PROTOCOL_ERROR = 1;
    static final int FLOW_CONTROL_ERROR = 3;
    static final int STREAM_CLOSED = 5;
    static final int FRAME_SIZE_ERROR = 6;
    static final int REFUSED_STREAM = 7;
    static final int CANCEL = 8;
    static final int COMPRESSION_ERROR = 9;
    static final int ENHANCE_YOUR_CALM = 11;
    static final int INADEQUATE_SECURITY = 12;

    /** The connection was closed without a GOAWAY. */
    static final int CLOSED = -1;

    private final SSLSocket socket;
    private final DataInputStream in;
    private final DefaultHttp2HeadersEncoder encoder = new DefaultHttp2HeadersEncoder();
    private final DefaultHttp2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder(true, 65_536);
    private final Map<Integer, Stream> streams = new HashMap<>();
    private final List<Frame> others = new ArrayList<>();
    private final ByteArrayOutputStream gathered = new ByteArrayOutputStream();
    private boolean gathering;
    private int nextStream = 1;
    private int goAway = -2;
    private int lastStream = -1;
    private boolean acknowledges = true;
    private boolean granting = true;

    /** What has come of an answer. */
    private static final class Stream {
        private @Nullable Http2Headers head;
        private final List<String> interim = new ArrayList<>();
        private final ByteArrayOutputStream body = new ByteArrayOutputStream();
        private boolean ended;
        private int reset = -1;
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Frame(int type, int flags, int stream, byte[] payload) {}

    /** An answer. */
    record Answer(int status, Http2Headers headers, String body) {
        @Nullable
        String header(String name) {
            CharSequence value = headers.get(name);
            return value == null ? null : value.toString();
        }
    }

    /** A client whose beginning is still to be sent. */
    RawHttp2(SSLContext context, InetSocketAddress address, @Nullable String name) throws IOException {
        this(context, address, name, null, null);
    }

    RawHttp2(
            SSLContext context,
            InetSocketAddress address,
            @Nullable String name,
            @Nullable String protocol,
            @Nullable String cipher)
            throws IOException {
        this(context, new Socket(address.getAddress(), address.getPort()), name, protocol, cipher);
    }

    /** A client on a socket that is connected already. */
    RawHttp2(
            SSLContext context, Socket plain, @Nullable String name, @Nullable String protocol, @Nullable String cipher)
            throws IOException {
        plain.setSoTimeout(20_000);
        plain.setTcpNoDelay(true);
        socket = (SSLSocket) context.getSocketFactory().createSocket(plain, "peer", plain.getPort(), true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setServerNames(name == null ? List.of() : List.of(new SNIHostName(name)));
        parameters.setApplicationProtocols(new String[] {"h2"});
        if (protocol != null) {
            parameters.setProtocols(new String[] {protocol});
        }
        if (cipher != null) {
            parameters.setCipherSuites(new String[] {cipher});
        }
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        in = new DataInputStream(socket.getInputStream());
    }

    /** A client that has begun as it should. */
    static RawHttp2 open(InetSocketAddress address) throws Exception {
        return open(address, "localhost");
    }

    static RawHttp2 open(InetSocketAddress address, @Nullable String name) throws Exception {
        return new RawHttp2(TlsWorld.client(null), address, name).begin();
    }

    RawHttp2 begin() throws IOException {
        send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        return frame(SETTINGS, 0, 0);
    }

    String protocol() {
        return socket.getApplicationProtocol();
    }

    /** From now on what is sent leaves with {@link #leave} only. */
    RawHttp2 gather() {
        gathering = true;
        return this;
    }

    RawHttp2 leave() throws IOException {
        gathering = false;
        byte[] all = gathered.toByteArray();
        gathered.reset();
        return send(all);
    }

    /** Sends what was gathered in as many records as it has bytes. */
    void leaveByteByByte() throws IOException {
        gathering = false;
        for (byte octet : gathered.toByteArray()) {
            send(new byte[] {octet});
        }
        gathered.reset();
    }

    /** The next stream's number has been used. */
    void skipStream() {
        nextStream += 2;
    }

    RawHttp2 send(byte[] bytes) throws IOException {
        if (gathering) {
            gathered.write(bytes);
        } else {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
        }
        return this;
    }

    RawHttp2 frame(int type, int flags, int stream, byte... payload) throws IOException {
        return frame(payload.length, type, flags, stream, payload);
    }

    /** A frame that says another length than it has. */
    RawHttp2 frame(int length, int type, int flags, int stream, byte[] payload) throws IOException {
        ByteBuffer frame = ByteBuffer.allocate(9 + payload.length);
        frame.put((byte) (length >> 16)).put((byte) (length >> 8)).put((byte) length);
        frame.put((byte) type).put((byte) flags).putInt(stream).put(payload);
        return send(frame.array());
    }

    static byte[] number(long value) {
        return ByteBuffer.allocate(4).putInt((int) value).array();
    }

    RawHttp2 setting(int id, long value) throws IOException {
        return frame(
                SETTINGS,
                0,
                0,
                ByteBuffer.allocate(6).putShort((short) id).putInt((int) value).array());
    }

    RawHttp2 windowUpdate(int stream, long bytes) throws IOException {
        return frame(WINDOW_UPDATE, 0, stream, number(bytes));
    }

    RawHttp2 reset(int stream, int code) throws IOException {
        return frame(RST_STREAM, 0, stream, number(code));
    }

    RawHttp2 data(int stream, String body, boolean end) throws IOException {
        return frame(DATA, end ? END_STREAM : 0, stream, body.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Does not answer SETTINGS and PING. */
    RawHttp2 mute() {
        acknowledges = false;
        return this;
    }

    /** Does not let more come than the first windows do. */
    RawHttp2 stingy() {
        granting = false;
        return this;
    }

    /** Fields, names and values in turn. */
    byte[] block(String... fields) throws Http2Exception {
        Http2Headers headers = new DefaultHttp2Headers(false);
        for (int i = 0; i < fields.length; i += 2) {
            headers.add(fields[i], fields[i + 1]);
        }
        ByteBuf block = Unpooled.buffer();
        encoder.encodeHeaders(1, headers, block);
        return ByteBufUtil.getBytes(block);
    }

    /** Fields as literals that are not kept, in exactly this order. */
    static byte[] literals(String... fields) {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        for (int i = 0; i < fields.length; i += 2) {
            block.write(0);
            literal(block, fields[i]);
            literal(block, fields[i + 1]);
        }
        return block.toByteArray();
    }

    private static void literal(ByteArrayOutputStream block, String text) {
        int length = text.length();
        if (length < 127) {
            block.write(length);
        } else {
            block.write(127);
            int rest = length - 127;
            while (rest >= 128) {
                block.write((rest & 127) | 128);
                rest >>= 7;
            }
            block.write(rest);
        }
        block.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** The fields that every request has, and more. */
    static String[] fields(String method, String path, String... more) {
        String[] fields = new String[8 + more.length];
        String[] first = {
            ":method",
            method,
            ":scheme",
            "https",
            ":authority",
            "abc123.execute-api.eu-west-1.amazonaws.com",
            ":path",
            path
        };
        System.arraycopy(first, 0, fields, 0, 8);
        System.arraycopy(more, 0, fields, 8, more.length);
        return fields;
    }

    /** Begins a request; the number of its stream. */
    int request(boolean end, String... fields) throws Exception {
        int stream = nextStream;
        nextStream += 2;
        frame(HEADERS, END_HEADERS | (end ? END_STREAM : 0), stream, block(fields));
        return stream;
    }

    /** Begins a request with its fields as they are; the number of its stream. */
    int literalRequest(boolean end, String... fields) throws IOException {
        int stream = nextStream;
        nextStream += 2;
        frame(HEADERS, END_HEADERS | (end ? END_STREAM : 0), stream, literals(fields));
        return stream;
    }

    int get(String path, String... more) throws Exception {
        return request(true, fields("GET", path, more));
    }

    Answer ask(String path, String... more) throws Exception {
        return answer(get(path, more));
    }

    /** The answer to a request of an API, with a body if it is not empty. */
    Answer post(String path, String body, String... more) throws Exception {
        int stream = request(false, fields("POST", path, more));
        data(stream, body, true);
        return answer(stream);
    }

    /** Reads the answer on a stream to its end. */
    Answer answer(int stream) throws IOException {
        Stream of = streams.computeIfAbsent(stream, id -> new Stream());
        while (!of.ended) {
            if (of.reset >= 0) {
                throw new IOException("the stream was reset: " + of.reset);
            }
            readFrame();
        }
        Http2Headers head = of.head;
        if (head == null) {
            throw new IOException("an answer without a head");
        }
        CharSequence status = head.status();
        return new Answer(Integer.parseInt(status.toString()), head, of.body.toString(StandardCharsets.ISO_8859_1));
    }

    /** Reads until a stream is reset; the code. */
    int resetOf(int stream) throws IOException {
        Stream of = streams.computeIfAbsent(stream, id -> new Stream());
        while (of.reset < 0) {
            readFrame();
        }
        return of.reset;
    }

    /** Reads until an interim answer has come on a stream. */
    String interim(int stream) throws IOException {
        Stream of = streams.computeIfAbsent(stream, id -> new Stream());
        while (of.interim.isEmpty()) {
            readFrame();
        }
        return of.interim.getFirst();
    }

    /** Reads until the head of an answer has come. */
    void awaitHead(int stream) throws IOException {
        Stream of = streams.computeIfAbsent(stream, id -> new Stream());
        while (of.head == null) {
            readFrame();
        }
    }

    /** How many bytes of a body have come. */
    int received(int stream) {
        return streams.computeIfAbsent(stream, id -> new Stream()).body.size();
    }

    boolean isEnded(int stream) {
        return streams.computeIfAbsent(stream, id -> new Stream()).ended;
    }

    boolean isReset(int stream) {
        return streams.computeIfAbsent(stream, id -> new Stream()).reset >= 0;
    }

    /** Reads until the gateway closes; the code of its GOAWAY, or {@link #CLOSED} without one. */
    int untilClosed() throws IOException {
        // What is written to a connection that is closed would hide what can still be read.
        mute().stingy();
        try {
            while (true) {
                readFrame();
            }
        } catch (EOFException | SocketException | SSLException end) {
            return goAway == -2 ? CLOSED : goAway;
        }
    }

    /** The last stream that a GOAWAY named; -1 before one. */
    int lastStream() {
        return lastStream;
    }

    /** Reads until a GOAWAY has come; its code. */
    int goAway() throws IOException {
        goAway = -2;
        while (goAway == -2) {
            readFrame();
        }
        return goAway;
    }

    /** Shows that the connection still lives: everything before has been read when the PING is answered. */
    RawHttp2 ping() throws IOException {
        others.removeIf(frame -> frame.type == PING);
        frame(PING, 0, 0, new byte[8]);
        await(PING);
        return this;
    }

    /** Reads until a frame of a type has come that is of no stream's. */
    Frame await(int type) throws IOException {
        while (true) {
            for (Frame frame : others) {
                if (frame.type == type) {
                    others.remove(frame);
                    return frame;
                }
            }
            readFrame();
        }
    }

    /** Reads a frame and notes what it says. */
    void readFrame() throws IOException {
        int first = in.readInt();
        int flags = in.readUnsignedByte();
        int id = in.readInt();
        byte[] payload = in.readNBytes(first >>> 8);
        if (payload.length < first >>> 8) {
            throw new EOFException("a frame that was cut off");
        }
        Frame frame = new Frame(first & 0xFF, flags, id, payload);
        Stream stream = streams.computeIfAbsent(id, number -> new Stream());
        switch (frame.type) {
            case DATA -> {
                stream.body.writeBytes(payload);
                stream.ended |= (flags & END_STREAM) != 0;
                if (granting && payload.length > 0) {
                    windowUpdate(0, payload.length);
                    if (!stream.ended) {
                        windowUpdate(id, payload.length);
                    }
                }
            }
            case HEADERS -> head(stream, frame);
            case RST_STREAM -> stream.reset = ByteBuffer.wrap(payload).getInt();
            case GOAWAY -> {
                lastStream = ByteBuffer.wrap(payload).getInt();
                goAway = ByteBuffer.wrap(payload).getInt(4);
            }
            case SETTINGS -> {
                if ((flags & ACK) == 0 && acknowledges) {
                    frame(SETTINGS, ACK, 0);
                }
                others.add(frame);
            }
            default -> others.add(frame);
        }
    }

    private void head(Stream stream, Frame frame) throws IOException {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        block.writeBytes(frame.payload);
        int flags = frame.flags;
        while ((flags & END_HEADERS) == 0) {
            int first = in.readInt();
            flags = in.readUnsignedByte();
            in.readInt();
            block.writeBytes(in.readNBytes(first >>> 8));
        }
        try {
            Http2Headers headers = decoder.decodeHeaders(frame.stream, Unpooled.wrappedBuffer(block.toByteArray()));
            CharSequence status = headers.status();
            if (status.charAt(0) == '1') {
                stream.interim.add(status.toString());
            } else {
                stream.head = headers;
            }
        } catch (Http2Exception malformed) {
            throw new IOException("the head of an answer is malformed", malformed);
        }
        stream.ended |= (frame.flags & END_STREAM) != 0;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
