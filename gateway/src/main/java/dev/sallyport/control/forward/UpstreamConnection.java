package dev.sallyport.control.forward;

import dev.sallyport.control.WireRequest.Header;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * One request and its answer on a connection of its own, blocking. The JDK's client is not used because it sends a
 * {@code Host} of its own, which signatures cover.
 */
final class UpstreamConnection implements AutoCloseable {

    private static final int CONNECT_MILLIS = 5_000;
    private static final int MAX_HEAD_BYTES = 64 * 1024;
    private static final int MAX_ANSWER_BYTES = 64 * 1024 * 1024;

    private final Socket socket;
    private final long deadlineNanos;
    private final InputStream in;
    private int headBytes;

    private UpstreamConnection(Socket socket, long deadlineNanos) throws IOException {
        this.socket = socket;
        this.deadlineNanos = deadlineNanos;
        this.in = new BufferedInputStream(new TimedInput(socket.getInputStream()));
    }

    /** An answer as it came. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Answer(int status, List<Header> headers, byte[] body) {}

    /**
     * Connects.
     *
     * @param timeOut how long everything together may take
     */
    static UpstreamConnection open(URI upstream, Duration timeOut) throws IOException {
        long deadlineNanos = System.nanoTime() + timeOut.toNanos();
        boolean tls = upstream.getScheme().equals("https");
        int port = upstream.getPort() >= 0 ? upstream.getPort() : tls ? 443 : 80;
        String host = upstream.getHost();
        Socket socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(host, port), (int) Math.min(CONNECT_MILLIS, timeOut.toMillis()));
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(Math.max(1, (int) timeOut.toMillis()));
            return new UpstreamConnection(tls ? secured(socket, host, port) : socket, deadlineNanos);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private static Socket secured(Socket socket, String host, int port) throws IOException {
        SSLSocketFactory factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
        SSLSocket secured = (SSLSocket) factory.createSocket(socket, host, port, true);
        SSLParameters parameters = secured.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secured.setSSLParameters(parameters);
        secured.startHandshake();
        return secured;
    }

    /** Sends a request whose headers are complete but for the length and the end of the connection. */
    Answer exchange(String method, String target, List<Header> headers, byte[] body) throws IOException {
        StringBuilder head =
                new StringBuilder(method).append(' ').append(target).append(" HTTP/1.1\r\n");
        headers.forEach(
                it -> head.append(it.name()).append(": ").append(it.value()).append("\r\n"));
        if (body.length > 0 || method.equals("POST") || method.equals("PUT") || method.equals("PATCH")) {
            head.append("Content-Length: ").append(body.length).append("\r\n");
        }
        head.append("Connection: close\r\n\r\n");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(head.toString().getBytes(StandardCharsets.ISO_8859_1));
        out.writeBytes(body);
        socket.getOutputStream().write(out.toByteArray());
        socket.getOutputStream().flush();
        return answer(method);
    }

    private Answer answer(String method) throws IOException {
        int status = status(line());
        List<Header> headers = headers();
        while (status >= 100 && status < 200) {
            status = status(line());
            headers = headers();
        }
        boolean bodiless = method.equals("HEAD") || status == 204 || status == 304;
        return new Answer(status, headers, bodiless ? new byte[0] : body(headers));
    }

    private static int status(String line) throws IOException {
        if (!line.matches("HTTP/1\\.[01] [1-5]\\d\\d( .*)?")) {
            throw new IOException("the answer is not HTTP/1.1");
        }
        return Integer.parseInt(line.substring(9, 12));
    }

    private List<Header> headers() throws IOException {
        List<Header> headers = new ArrayList<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            if (colon <= 0) {
                throw new IOException("a header of the answer has no name");
            }
            headers.add(new Header(
                    line.substring(0, colon), line.substring(colon + 1).strip()));
        }
        return headers;
    }

    private byte[] body(List<Header> headers) throws IOException {
        String coding = value(headers, "Transfer-Encoding");
        String length = value(headers, "Content-Length");
        if (coding != null) {
            if (!coding.equalsIgnoreCase("chunked")) {
                throw new IOException("the answer has the transfer coding " + coding);
            }
            return chunks();
        }
        if (length == null) {
            byte[] body = in.readNBytes(MAX_ANSWER_BYTES + 1);
            requireSize(body.length);
            return body;
        }
        if (!length.matches("\\d{1,15}")) {
            throw new IOException("the answer has no clear length");
        }
        return exactly(Long.parseLong(length));
    }

    private byte[] chunks() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        while (true) {
            String size = line().split(";", 2)[0].strip();
            if (!size.matches("[0-9A-Fa-f]{1,8}")) {
                throw new IOException("a chunk of the answer has no clear length");
            }
            long length = HexFormat.fromHexDigitsToLong(size);
            requireSize(body.size() + length);
            if (length == 0) {
                headers();
                return body.toByteArray();
            }
            body.writeBytes(exactly(length));
            if (!line().isEmpty()) {
                throw new IOException("a chunk of the answer is longer than it says");
            }
            headBytes = 0;
        }
    }

    private byte[] exactly(long length) throws IOException {
        requireSize(length);
        byte[] bytes = in.readNBytes((int) length);
        if (bytes.length < length) {
            throw new EOFException("the answer ended too early");
        }
        return bytes;
    }

    private static void requireSize(long length) throws IOException {
        if (length > MAX_ANSWER_BYTES) {
            throw new IOException("the answer is longer than " + MAX_ANSWER_BYTES + " bytes");
        }
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException("the answer ended too early");
            }
            if (++headBytes > MAX_HEAD_BYTES) {
                throw new IOException("the head of the answer is longer than " + MAX_HEAD_BYTES + " bytes");
            }
            line.write(b);
        }
        String text = line.toString(StandardCharsets.ISO_8859_1);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    private static @Nullable String value(List<Header> headers, String name) {
        return headers.stream()
                .filter(it -> it.name().equalsIgnoreCase(name))
                .map(Header::value)
                .findFirst()
                .orElse(null);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    /** Reads until the deadline of the whole exchange, however often a little comes. */
    private final class TimedInput extends InputStream {

        private final InputStream source;

        TimedInput(InputStream source) {
            this.source = source;
        }

        @Override
        public int read() throws IOException {
            await();
            return source.read();
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            await();
            return source.read(bytes, offset, length);
        }

        private void await() throws IOException {
            long millis = (deadlineNanos - System.nanoTime()) / 1_000_000;
            if (millis <= 0) {
                throw new SocketTimeoutException("the answer took too long");
            }
            socket.setSoTimeout((int) Math.min(millis, Integer.MAX_VALUE));
        }
    }
}
