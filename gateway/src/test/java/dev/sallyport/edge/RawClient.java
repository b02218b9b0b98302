package dev.sallyport.edge;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A client that sends whatever it is told to and reads answers strictly. */
public final class RawClient implements AutoCloseable {

    private final Socket socket;
    private final InputStream in;

    /** A client on a socket that is connected already. */
    public RawClient(Socket connected) throws IOException {
        socket = connected;
        socket.setSoTimeout(15_000);
        in = new BufferedInputStream(socket.getInputStream());
    }

    public RawClient(InetSocketAddress address) throws IOException {
        this(address, 0);
    }

    /** @param receiveBufferBytes of the socket; 0 for the system's default */
    public RawClient(InetSocketAddress address, int receiveBufferBytes) throws IOException {
        this(address, receiveBufferBytes, null);
    }

    /** A client that calls from an address of this host, such as 127.0.0.2. */
    public static RawClient from(InetAddress local, InetSocketAddress address) throws IOException {
        return new RawClient(address, 0, local);
    }

    private RawClient(InetSocketAddress address, int receiveBufferBytes, @Nullable InetAddress local)
            throws IOException {
        socket = new Socket();
        if (receiveBufferBytes > 0) {
            socket.setReceiveBufferSize(receiveBufferBytes);
        }
        if (local != null) {
            socket.bind(new InetSocketAddress(local, 0));
        }
        socket.connect(address);
        socket.setSoTimeout(15_000);
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream());
    }

    /** An answer, its body without chunk framing. */
    public record Answer(String head, String body) {
        public int status() {
            return Integer.parseInt(head.substring(9, 12));
        }

        public @Nullable String header(String name) {
            List<String> all = headers(name);
            return all.isEmpty() ? null : all.getFirst();
        }

        public List<String> headers(String name) {
            return head.lines()
                    .skip(1)
                    .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                    .map(line -> line.substring(name.length() + 1).strip())
                    .toList();
        }
    }

    public RawClient send(String bytes) throws IOException {
        return send(bytes.getBytes(StandardCharsets.ISO_8859_1));
    }

    public RawClient send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
        return this;
    }

    /** Reads the answer to a request that was not HEAD. */
    public Answer answer() throws IOException {
        String head = head();
        Answer bare = new Answer(head, "");
        if (bare.status() < 200 || bare.status() == 204 || bare.status() == 304) {
            return bare;
        }
        String length = bare.header("Content-Length");
        if (length != null) {
            byte[] body = in.readNBytes(Integer.parseInt(length));
            if (body.length < Integer.parseInt(length)) {
                throw new EOFException("the body ended after " + body.length + " of " + length + " bytes");
            }
            return new Answer(head, new String(body, StandardCharsets.ISO_8859_1));
        }
        if ("chunked".equals(bare.header("Transfer-Encoding"))) {
            return new Answer(head, chunks());
        }
        return new Answer(head, new String(in.readAllBytes(), StandardCharsets.ISO_8859_1));
    }

    /** Reads a head, without its empty line. */
    public String head() throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.length() < 4 || !head.substring(head.length() - 4).equals("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException("no answer, but: " + head);
            }
            head.append((char) next);
        }
        return head.substring(0, head.length() - 4);
    }

    private String chunks() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        int size = Integer.parseInt(line(), 16);
        while (size > 0) {
            body.write(in.readNBytes(size));
            line();
            size = Integer.parseInt(line(), 16);
        }
        line();
        return body.toString(StandardCharsets.ISO_8859_1);
    }

    /** Reads a body in chunks to its end and forgets it; how long it was. */
    public long untilChunksEnd() throws IOException {
        long length = 0;
        int size = Integer.parseInt(line(), 16);
        while (size > 0) {
            length += in.readNBytes(size).length;
            line();
            size = Integer.parseInt(line(), 16);
        }
        line();
        return length;
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        int next = in.read();
        while (next != '\n') {
            if (next < 0) {
                throw new EOFException("the chunks ended early");
            }
            line.append((char) next);
            next = in.read();
        }
        return line.toString().strip();
    }

    /** Everything until the gateway closes the connection. */
    public String untilClosed() throws IOException {
        return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    /** The stream of bytes, for slow readers. */
    public InputStream in() {
        return in;
    }

    public void shutdownOutput() throws IOException {
        socket.shutdownOutput();
    }

    public void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
