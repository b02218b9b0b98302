import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Load at a fixed rate over keep-alive connections. A request is due at its time whatever became of those before it,
 * and its latency counts from then: a target that stalls pays for all requests that it kept waiting (no coordinated
 * omission). Requests that no connection is free for wait in line.
 *
 * <p>One thread, which never sleeps: it gives way to others on its core instead ({@link Thread#yield}), because the
 * timers of a selector know milliseconds only. Nothing is allocated while it runs.
 *
 * <p>Usage: {@code java OpenLoad.java url=http://127.0.0.1:8080/path rate=5000 seconds=10 [warm-up=2] [connections=64]
 * [method=GET] [body=FILE] [warm-up-url=URL]}. The line {@code measuring} tells that the warm-up is over, one line of JSON
 * the outcome. With a URL of its own the warm-up leaves the measured one untouched.
 */
public final class OpenLoad {

    /** What is still unanswered so long after the last request was due is given up. */
    private static final long PATIENCE_NANOS = 10_000_000_000L;

    private static final long SECOND_NANOS = 1_000_000_000L;

    private final InetSocketAddress address;
    private final byte[] request;
    private final Selector selector;
    private final Connection[] connections;
    private final Consumer<SelectionKey> onReady = key -> ((Connection) key.attachment()).onReady();

    // Free connections in the order in which they became free, so that all of them are in use.
    private final Connection[] free;
    private int firstFree;
    private int freeCount;

    private Phase phase = new Phase(0, 0);

    private OpenLoad(URI url, byte[] request, int connectionCount) throws IOException {
        this.address = new InetSocketAddress(url.getHost(), url.getPort());
        this.request = request;
        this.selector = Selector.open();
        this.connections = new Connection[connectionCount];
        this.free = new Connection[connectionCount];
        for (int i = 0; i < connectionCount; i++) {
            connections[i] = new Connection();
            connections[i].connect();
            release(connections[i]);
        }
    }

    public static void main(String[] arguments) throws IOException {
        Map<String, String> options = options(arguments);
        URI url = URI.create(required(options, "url"));
        int rate = Integer.parseInt(required(options, "rate"));
        double seconds = Double.parseDouble(required(options, "seconds"));
        double warmUp = Double.parseDouble(options.getOrDefault("warm-up", "2"));
        String method = options.getOrDefault("method", "GET");
        byte[] body = options.containsKey("body")
                ? Files.readAllBytes(Path.of(options.get("body")))
                : null;
        int connections = Integer.parseInt(options.getOrDefault("connections", "64"));
        URI warmUpUrl = URI.create(options.getOrDefault("warm-up-url", url.toString()));
        OpenLoad warmUpLoad = new OpenLoad(warmUpUrl, request(warmUpUrl, method, body), connections);
        // As fast as answers come, so that this program's own code and the target's is compiled; then as it will be.
        warmUpLoad.run(0, warmUp / 2);
        warmUpLoad.run(rate, warmUp / 2);
        OpenLoad load = warmUpUrl.equals(url) ? warmUpLoad : new OpenLoad(url, request(url, method, body), connections);
        System.out.println("measuring");
        System.out.println(load.run(rate, seconds).json());
    }

    private static Map<String, String> options(String[] arguments) {
        Map<String, String> options = new HashMap<>();
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            if (equals < 0) {
                throw new IllegalArgumentException("expected name=value, but got " + argument);
            }
            options.put(argument.substring(0, equals), argument.substring(equals + 1));
        }
        return options;
    }

    private static String required(Map<String, String> options, String name) {
        String value = options.get(name);
        if (value == null) {
            throw new IllegalArgumentException(name + "= is missing");
        }
        return value;
    }

    private static byte[] request(URI url, String method, byte[] body) {
        String target = url.getRawPath() + (url.getRawQuery() == null ? "" : "?" + url.getRawQuery());
        String head = method + " " + target + " HTTP/1.1\r\nHost: " + url.getAuthority() + "\r\n"
                + (body == null ? "" : "Content-Type: application/json\r\nContent-Length: " + body.length + "\r\n")
                + "\r\n";
        byte[] bytes = head.getBytes(StandardCharsets.US_ASCII);
        if (body == null) {
            return bytes;
        }
        byte[] whole = Arrays.copyOf(bytes, bytes.length + body.length);
        System.arraycopy(body, 0, whole, bytes.length, body.length);
        return whole;
    }

    /** Sends what falls due for a time, and waits for the answers. A rate of 0 is as fast as answers come. */
    private Phase run(int rate, double seconds) throws IOException {
        phase = new Phase(rate, (long) (seconds * SECOND_NANOS));
        while (!phase.isOver()) {
            phase.now = System.nanoTime();
            while (phase.isNextDue() && freeCount > 0) {
                Connection connection = takeFree();
                connection.send(phase.take());
            }
            if (phase.isNextDue()) {
                phase.noneFreeUntil = phase.now;
            }
            if (selector.selectNow(onReady) == 0) {
                Thread.yield();
            }
        }
        phase.end = System.nanoTime();
        for (Connection connection : connections) {
            // A late answer must not be taken for the answer to a request of the next phase.
            if (connection.inFlight) {
                connection.reconnect();
                release(connection);
            }
        }
        return phase;
    }

    private Connection takeFree() {
        Connection connection = free[firstFree];
        firstFree = (firstFree + 1) % free.length;
        freeCount--;
        return connection;
    }

    private void release(Connection connection) {
        free[(firstFree + freeCount++) % free.length] = connection;
    }

    /** A stretch of time at one rate, with its counts. */
    private static final class Phase {
        final int rate;
        final long begin = System.nanoTime();
        final long length;
        final Histogram latencies = new Histogram();
        final Histogram lateness = new Histogram();
        long now = begin;
        long noneFreeUntil = begin;
        long end;
        long taken;
        long answered;
        long refused;
        long broken;

        Phase(int rate, long length) {
            this.rate = rate;
            this.length = length;
        }

        long nextDue() {
            return rate == 0 ? now : begin + taken * SECOND_NANOS / rate;
        }

        boolean isNextDue() {
            long due = nextDue();
            return due <= now && due < begin + length;
        }

        long take() {
            long due = nextDue();
            taken++;
            // That it had to wait for a free connection is not this program's fault.
            if (due > noneFreeUntil) {
                lateness.record(now - due);
            }
            return due;
        }

        boolean isOver() {
            boolean allTaken = nextDue() >= begin + length;
            return allTaken && answered + broken == taken || now > begin + length + PATIENCE_NANOS;
        }

        /** All that fell due, also what no connection was ever free for. */
        long requests() {
            return rate == 0 ? taken : (length * rate + SECOND_NANOS - 1) / SECOND_NANOS;
        }

        void answered(long due, int status) {
            answered++;
            latencies.record(System.nanoTime() - due);
            if (status < 200 || status >= 400) {
                refused++;
            }
        }

        String json() {
            return String.format(
                    Locale.ROOT,
                    "{\"rate\": %d, \"seconds\": %.3f, \"requests\": %d, \"answered\": %d, \"not_2xx_3xx\": %d,"
                            + " \"socket_errors\": %d, \"unanswered\": %d, \"p50\": %.1f, \"p90\": %.1f, \"p99\": %.1f,"
                            + " \"p999\": %.1f, \"max\": %.1f, \"late_p99\": %.1f, \"histogram\": %s}",
                    rate,
                    (end - begin) / 1e9,
                    requests(),
                    answered,
                    refused,
                    broken,
                    requests() - answered - broken,
                    latencies.percentileMicros(0.5),
                    latencies.percentileMicros(0.9),
                    latencies.percentileMicros(0.99),
                    latencies.percentileMicros(0.999),
                    latencies.maxMicros(),
                    lateness.percentileMicros(0.99),
                    latencies.json());
        }
    }

    /** Counts of times in buckets that are at most 0.8 % wide. */
    private static final class Histogram {
        private static final int BITS = 7;
        private static final int STEPS = 1 << BITS;

        private final long[] counts = new long[STEPS * (Long.SIZE - BITS)];
        private long total;
        private long max;

        void record(long nanos) {
            long value = Math.max(0, nanos);
            counts[bucket(value)]++;
            total++;
            max = Math.max(max, value);
        }

        private static int bucket(long value) {
            if (value < 2 * STEPS) {
                return (int) value;
            }
            int shift = Long.SIZE - 1 - BITS - Long.numberOfLeadingZeros(value);
            return shift * STEPS + (int) (value >>> shift);
        }

        /** The largest value of a bucket. */
        private static long upperEdge(int bucket) {
            int shift = Math.max(0, bucket / STEPS - 1);
            return ((long) (bucket - shift * STEPS) + 1 << shift) - 1;
        }

        double percentileMicros(double share) {
            long wanted = Math.max(1, (long) Math.ceil(share * total));
            long seen = 0;
            for (int i = 0; i < counts.length; i++) {
                seen += counts[i];
                if (seen >= wanted) {
                    return Math.min(max, upperEdge(i)) / 1e3;
                }
            }
            return 0;
        }

        double maxMicros() {
            return max / 1e3;
        }

        /** Pairs of a bucket's upper edge in microseconds and its count. */
        String json() {
            StringBuilder text = new StringBuilder("[");
            for (int i = 0; i < counts.length; i++) {
                if (counts[i] > 0) {
                    text.append(text.length() == 1 ? "" : ", ")
                            .append(String.format(Locale.ROOT, "[%.3f, %d]", upperEdge(i) / 1e3, counts[i]));
                }
            }
            return text.append(']').toString();
        }
    }

    /** One connection, with at most one request in flight. */
    private final class Connection {
        private final ByteBuffer out = ByteBuffer.allocateDirect(request.length).put(request);
        private final ByteBuffer in = ByteBuffer.allocateDirect(8 * 1_024);
        private final AnswerHead head = new AnswerHead();
        private SocketChannel channel;
        private boolean inFlight;
        private long due;
        private long bodyLeft;

        void connect() {
            try {
                channel = SocketChannel.open(address);
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                channel.configureBlocking(false);
                channel.register(selector, SelectionKey.OP_READ, this);
            } catch (IOException failure) {
                throw new IllegalStateException("no connection to " + address, failure);
            }
            in.clear();
            head.reset();
        }

        void send(long dueNanos) {
            due = dueNanos;
            inFlight = true;
            out.rewind();
            try {
                while (out.hasRemaining()) {
                    channel.write(out);
                }
            } catch (IOException lost) {
                onLost();
            }
        }

        void onReady() {
            try {
                int read = channel.read(in);
                if (read < 0) {
                    onLost();
                } else if (read > 0 && !inFlight) {
                    throw new IllegalStateException("bytes that answer no request");
                } else {
                    onBytes();
                }
            } catch (IOException lost) {
                onLost();
            }
        }

        private void onBytes() {
            if (!head.isComplete()) {
                if (!head.read(in)) {
                    return;
                }
                bodyLeft = head.contentLength() + head.length();
            }
            bodyLeft -= in.position();
            in.clear();
            if (bodyLeft < 0) {
                throw new IllegalStateException("more bytes than the answer has");
            }
            if (bodyLeft == 0) {
                inFlight = false;
                phase.answered(due, head.status());
                head.reset();
                if (head.closes()) {
                    reconnect();
                }
                release(this);
            }
        }

        /** An idle connection may be closed; a request that is under way when it happens has failed. */
        private void onLost() {
            boolean failed = inFlight;
            reconnect();
            if (failed) {
                phase.broken++;
                release(this);
            }
        }

        void reconnect() {
            inFlight = false;
            try {
                channel.close();
            } catch (IOException ignored) {
                // It is gone either way.
            }
            connect();
        }
    }

    /** The parts of an answer's head that decide where it ends. */
    private static final class AnswerHead {
        private static final byte[] CONTENT_LENGTH = "content-length:".getBytes(StandardCharsets.US_ASCII);
        private static final byte[] CLOSE = "connection: close".getBytes(StandardCharsets.US_ASCII);

        private int length;
        private int status;
        private long contentLength;
        private boolean closes;

        void reset() {
            length = 0;
        }

        boolean isComplete() {
            return length > 0;
        }

        int length() {
            return length;
        }

        int status() {
            return status;
        }

        long contentLength() {
            return contentLength;
        }

        boolean closes() {
            return closes;
        }

        /** Reads the head when all of it is there. */
        boolean read(ByteBuffer bytes) {
            int end = end(bytes);
            if (end < 0) {
                if (!bytes.hasRemaining()) {
                    throw new IllegalStateException("an answer's head is longer than " + bytes.capacity() + " bytes");
                }
                return false;
            }
            status = number(bytes, 9, 12);
            contentLength = status == 204 || status == 304 ? 0 : -1;
            closes = false;
            for (int line = nextLine(bytes, 0); line < end - 2; line = nextLine(bytes, line)) {
                if (startsWith(bytes, line, CONTENT_LENGTH)) {
                    contentLength = number(bytes, line + CONTENT_LENGTH.length, nextLine(bytes, line) - 2);
                } else if (startsWith(bytes, line, CLOSE)) {
                    closes = true;
                }
            }
            if (contentLength < 0) {
                throw new IllegalStateException("an answer without Content-Length; chunks are not understood");
            }
            length = end;
            return true;
        }

        private static int end(ByteBuffer bytes) {
            for (int i = 3; i < bytes.position(); i++) {
                if (bytes.get(i) == '\n' && bytes.get(i - 1) == '\r' && bytes.get(i - 2) == '\n') {
                    return i + 1;
                }
            }
            return -1;
        }

        private static int nextLine(ByteBuffer bytes, int from) {
            int i = from;
            while (bytes.get(i) != '\n') {
                i++;
            }
            return i + 1;
        }

        private static boolean startsWith(ByteBuffer bytes, int from, byte[] lowerCase) {
            for (int i = 0; i < lowerCase.length; i++) {
                int letter = bytes.get(from + i);
                int lower = letter >= 'A' && letter <= 'Z' ? letter + 32 : letter;
                if (lower != lowerCase[i]) {
                    return false;
                }
            }
            return true;
        }

        private static int number(ByteBuffer bytes, int from, int to) {
            int value = 0;
            for (int i = from; i < to; i++) {
                if (bytes.get(i) != ' ') {
                    value = 10 * value + bytes.get(i) - '0';
                }
            }
            return value;
        }
    }
}
