package dev.sallyport.edge;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** An HTTP server of plain sockets that records what it receives and misbehaves on command. */
public final class StubBackend implements AutoCloseable {

    private final ServerSocket server;
    private final String origin;
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final List<Socket> connections = new CopyOnWriteArrayList<>();
    private final AtomicInteger open = new AtomicInteger();
    private volatile Behaviour behaviour = Behaviour.answer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");

    public StubBackend() throws IOException {
        this(new ServerSocket(0, 1000, InetAddress.getLoopbackAddress()), "http://127.0.0.1");
    }

    /**
     * A backend on a listening socket.
     *
     * @param origin scheme and host that reach it
     */
    public StubBackend(ServerSocket server, String origin) {
        this.server = server;
        this.origin = origin;
        Thread.ofVirtual().start(this::accept);
    }

    /** What the backend does with a request. Closing the socket is for {@link Call#close} and {@link Call#reset}. */
    @FunctionalInterface
    public interface Behaviour {
        void serve(Call call) throws IOException;

        /** Writes these bytes and keeps the connection. */
        static Behaviour answer(String bytes) {
            return call -> call.send(bytes);
        }

        /** Writes these bytes and closes the connection. */
        static Behaviour answerAndClose(String bytes) {
            return call -> {
                call.send(bytes);
                call.close();
            };
        }
    }

    /** A request with its connection. */
    public record Call(Received request, Socket socket) {
        public void send(String bytes) throws IOException {
            OutputStream out = socket.getOutputStream();
            out.write(bytes.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
        }

        public void close() throws IOException {
            socket.close();
        }

        public void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }
    }

    /**
     * A request as it came.
     *
     * @param connection counts from 1
     * @param head request line and header lines without the empty line
     */
    public record Received(int connection, String head, String body) {
        public String line() {
            return head.lines().findFirst().orElseThrow();
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

    public void behave(Behaviour newBehaviour) {
        behaviour = newBehaviour;
    }

    public String uri(String path) {
        return origin + ":" + server.getLocalPort() + path;
    }

    public int port() {
        return server.getLocalPort();
    }

    public List<Received> received() {
        return received;
    }

    /** How many connections the gateway holds open now. */
    public int open() {
        return open.get();
    }

    /** How many connections there have been. */
    public int accepted() {
        return connections.size();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                connections.add(socket);
                int number = connections.size();
                open.incrementAndGet();
                Thread.ofVirtual().start(() -> serve(socket, number));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket socket, int number) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            String head = readHead(in);
            while (head != null) {
                Received request = new Received(number, head, "");
                String length = request.header("Content-Length");
                String body = length == null
                        ? ""
                        : new String(in.readNBytes(Integer.parseInt(length)), StandardCharsets.ISO_8859_1);
                request = new Received(number, head, body);
                received.add(request);
                behaviour.serve(new Call(request, socket));
                head = readHead(in);
            }
        } catch (IOException broken) {
            // The gateway or the test ended the connection.
        } finally {
            open.decrementAndGet();
        }
    }

    private static @Nullable String readHead(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.length() < 4 || !head.substring(head.length() - 4).equals("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                return null;
            }
            head.append((char) next);
        }
        return head.substring(0, head.length() - 4);
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : connections) {
            socket.close();
        }
    }
}
