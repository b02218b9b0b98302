package dev.sallyport.functions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.TestSockets;
import dev.sallyport.functions.runtimeapi.Event;
import dev.sallyport.functions.runtimeapi.ResponseStream;
import dev.sallyport.functions.runtimeapi.RuntimeApiEndpoint;
import dev.sallyport.functions.runtimeapi.RuntimeListener;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** 4.3 on raw sockets: what a runtime may say and what it hears. */
class RuntimeApiTest implements RuntimeListener, ResponseStream {

    private static final String BASE = "/2018-06-01/runtime";

    private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, TestSockets.handlers());
    private final EventLoop loop = loops.next();
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private RuntimeApiEndpoint endpoint = open();
    private Socket socket = new Socket();
    private volatile boolean streaming;
    private volatile @Nullable Source source;

    private RuntimeApiEndpoint open() {
        return RuntimeApiEndpoint.open(loop, TestSockets.serverChannel(), this).join();
    }

    @BeforeEach
    void connect() throws IOException {
        socket = new Socket(
                java.net.InetAddress.getLoopbackAddress(),
                Integer.parseInt(endpoint.address().substring("127.0.0.1:".length())));
        socket.setSoTimeout(5000);
    }

    @AfterEach
    void close() throws IOException {
        socket.close();
        loop.submit(endpoint::close).syncUninterruptibly();
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    private String call(String request) throws IOException {
        send(request);
        return answer();
    }

    private void send(String bytes) throws IOException {
        socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** One whole message. */
    private String answer() throws IOException {
        StringBuilder text = new StringBuilder();
        while (!text.toString().contains("\r\n\r\n")) {
            int next = socket.getInputStream().read();
            if (next < 0) {
                return text + "<closed>";
            }
            text.append((char) next);
        }
        String length = text.toString()
                .toLowerCase(java.util.Locale.ROOT)
                .split("content-length: ")[1]
                .split("\r\n")[0];
        text.append(
                new String(socket.getInputStream().readNBytes(Integer.parseInt(length)), StandardCharsets.ISO_8859_1));
        return text.toString();
    }

    private static String post(String path, String headers, String body) {
        return "POST " + BASE + path + " HTTP/1.1\r\nHost: h\r\n" + headers + "Content-Length: " + body.length()
                + "\r\n\r\n" + body;
    }

    private void deliver(String id) {
        Event event = new Event(id, 5, "arn", null, null, "{\"a\":1}".getBytes(StandardCharsets.UTF_8));
        assertThat(loop.submit(() -> endpoint.deliver(event))
                        .syncUninterruptibly()
                        .getNow())
                .isTrue();
    }

    /** 4.3: the long poll is answered when there is an event. */
    @Test
    void answersThePollWithTheEvent() throws IOException {
        socket.getOutputStream()
                .write(("GET " + BASE + "/invocation/next HTTP/1.1\r\nHost: h\r\n\r\n")
                        .getBytes(StandardCharsets.ISO_8859_1));
        org.awaitility.Awaitility.await().until(() -> heard.contains("polled"));
        deliver("id-1");
        assertThat(answer())
                .startsWith("HTTP/1.1 200 OK\r\n")
                .contains("Lambda-Runtime-Aws-Request-Id: id-1\r\n")
                .contains("Lambda-Runtime-Deadline-Ms: 5\r\n")
                .contains("Lambda-Runtime-Invoked-Function-Arn: arn\r\n")
                .endsWith("\r\n\r\n{\"a\":1}");
    }

    /** 4.3: response and next in one write are answered in order. */
    @Test
    void answersAPipelinedResponseAndPoll() throws IOException {
        assertThat(call(post("/invocation/known/response", "", "[1]") + "GET " + BASE
                        + "/invocation/next HTTP/1.1\r\nHost: h\r\n\r\n"))
                .startsWith("HTTP/1.1 202 Accepted\r\n")
                .endsWith("{\"status\":\"OK\"}\n");
        assertThat(heard).containsExactly("answered known [1] 0", "polled");
        deliver("id-2");
        assertThat(answer()).contains("id-2");
    }

    /** 4.3: a bootstrap that says so gets the answer to its response with the next event, in one piece. */
    @Test
    void sendsTheAnswerWithTheEventWhenItMayWait() throws IOException {
        send(post("/invocation/known/response", "", "[1]") + "GET " + BASE
                + "/invocation/next HTTP/1.1\r\nHost: h\r\nSallyport-Answers-May-Wait: 1\r\n\r\n");
        org.awaitility.Awaitility.await().until(() -> heard.contains("polled"));
        loop.submit(() -> {}).syncUninterruptibly();
        assertThat(socket.getInputStream().available()).isZero();
        deliver("id-2");
        byte[] together = new byte[4096];
        int count = socket.getInputStream().read(together);
        assertThat(new String(together, 0, count, StandardCharsets.ISO_8859_1))
                .startsWith("HTTP/1.1 202 Accepted\r\n")
                .contains("{\"status\":\"OK\"}\nHTTP/1.1 200 OK\r\n")
                .endsWith("\r\n\r\n{\"a\":1}");
    }

    /** 4.3: a large event is written whole, and a poll that wants its connection closed gets that. */
    @Test
    void answersALargeEventAndCloses() throws IOException {
        send("GET " + BASE + "/invocation/next HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
        org.awaitility.Awaitility.await().until(() -> heard.contains("polled"));
        byte[] payload = "y".repeat(3_000_000).getBytes(StandardCharsets.ISO_8859_1);
        Event event = new Event("id", 5, "arn\r\nX: y", "Root=1", "{}", payload);
        assertThat(loop.submit(() -> endpoint.deliver(event))
                        .syncUninterruptibly()
                        .getNow())
                .isTrue();
        String all = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        assertThat(all.substring(0, all.indexOf("\r\n\r\n")))
                .isEqualTo(String.join(
                        "\r\n",
                        "HTTP/1.1 200 OK",
                        "Content-Type: application/json",
                        "Content-Length: 3000000",
                        "Lambda-Runtime-Aws-Request-Id: id",
                        "Lambda-Runtime-Deadline-Ms: 5",
                        "Lambda-Runtime-Trace-Id: Root=1",
                        "Lambda-Runtime-Client-Context: {}",
                        "Connection: close"));
        assertThat(all.length() - all.indexOf("\r\n\r\n") - 4).isEqualTo(3_000_000);
    }

    /** 4.3: a message may come in any number of pieces, and its body may wait to be asked for. */
    @Test
    void readsPieces() throws IOException {
        for (char c : post("/invocation/known/response", "Sallyport-Logged-Bytes: 7\r\n", "[1]")
                .toCharArray()) {
            send(String.valueOf(c));
        }
        assertThat(answer()).startsWith("HTTP/1.1 202");
        send("POST " + BASE + "/invocation/known/response HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\n"
                + "Content-Length: 2\r\n\r\n");
        assertThat(new String(socket.getInputStream().readNBytes(25), StandardCharsets.ISO_8859_1))
                .isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
        assertThat(call("[]")).startsWith("HTTP/1.1 202");
        assertThat(heard).containsExactly("answered known [1] 7", "answered known [] 0");
    }

    /** 4.3: an error body of 64 KB fits into the trailer; what is larger is no message any more. */
    @Test
    void boundsTrailers() throws IOException {
        String head = "POST " + BASE + "/invocation/known/response HTTP/1.1\r\nHost: h\r\n"
                + "Transfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\nLambda-Runtime-Function-Error-Type: X\r\n"
                + "Lambda-Runtime-Function-Error-Body: ";
        String document = "d".repeat(65_536);
        assertThat(call(head
                        + java.util.Base64.getEncoder().encodeToString(document.getBytes(StandardCharsets.ISO_8859_1))
                        + "\r\n\r\n"))
                .startsWith("HTTP/1.1 202");
        assertThat(heard).containsExactly("failed known X " + document);
        assertThat(call(head + "A".repeat(100_000) + "\r\n\r\n")).startsWith("HTTP/1.1 400");
        assertThat(heard).hasSize(1);
    }

    /** 4.3, HARDENING 1.4: what could be read in two ways is refused, and the connection ends. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host: h\r\nContent-Length: 3\r\nContent-Length: 3\r\n\r\n[1]",
                "Host: h\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n[1]",
                "Host: h\r\nTransfer-Encoding: chunked\r\n\r\n3\n[1]\r\n0\r\n\r\n",
                "Host: h\r\nContent-Length: +3\r\n\r\n[1]",
                "Host: h\r\nContent-Length : 3\r\n\r\n[1]",
                "Host: h\r\nHost: h\r\nContent-Length: 3\r\n\r\n[1]",
                "Content-Length: 3\r\n\r\n[1]"
            })
    void refusesAmbiguity(String rest) throws IOException {
        assertThat(call("POST " + BASE + "/invocation/known/response HTTP/1.1\r\n" + rest))
                .startsWith("HTTP/1.1 400")
                .contains("\r\nConnection: close\r\n");
        assertThat(socket.getInputStream().read()).isEqualTo(-1);
        assertThat(heard).isEmpty();
    }

    /** 4.3: errors, streams and their trailers. */
    @Test
    void tellsErrorsAndBrokenStreams() throws IOException {
        assertThat(call(post("/invocation/known/error", "Lambda-Runtime-Function-Error-Type: A.B\r\n", "{}")))
                .startsWith("HTTP/1.1 202");
        assertThat(call(post("/init/error", "", "{}"))).startsWith("HTTP/1.1 202");
        String chunked = "POST " + BASE + "/invocation/known/response HTTP/1.1\r\nHost: h\r\n"
                + "Lambda-Runtime-Function-Response-Mode: streaming\r\nTransfer-Encoding: chunked\r\n\r\n";
        assertThat(call(chunked + "3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n")).startsWith("HTTP/1.1 202");
        assertThat(call(chunked + "3\r\nabc\r\n0\r\nLambda-Runtime-Function-Error-Type: X\r\n"
                        + "Lambda-Runtime-Function-Error-Body: eyJlIjoxfQ==\r\n\r\n"))
                .startsWith("HTTP/1.1 202");
        assertThat(heard)
                .containsExactly(
                        "failed known A.B {}", "init null {}", "answered known abcde 0", "failed known X {\"e\":1}");
    }

    private static String chunked(String body) {
        return "POST " + BASE + "/invocation/known/response HTTP/1.1\r\nHost: h\r\n"
                + "Lambda-Runtime-Function-Response-Mode: streaming\r\nTransfer-Encoding: chunked\r\n\r\n" + body;
    }

    /** 4.3: what is streamed is told as it comes; its end, and an error in mid stream, by the trailers. */
    @Test
    void tellsAStreamPieceByPiece() throws IOException {
        streaming = true;
        send(chunked("3\r\nabc\r\n1\r\nd\r\n"));
        org.awaitility.Awaitility.await().until(() -> heard.contains("piece abcd"));
        assertThat(call("2\r\nef\r\n0\r\nSallyport-Logged-Bytes: 9\r\n\r\n")).startsWith("HTTP/1.1 202");
        assertThat(heard).containsExactly("piece abcd", "piece ef", "ends", "answered known  9");
        heard.clear();
        String body = "eyJlIjoxfQ==";
        assertThat(call(chunked("1\r\nx\r\n0\r\nLambda-Runtime-Function-Error-Type: X\r\n"
                        + ("Lambda-Runtime-Function-Error-Body: " + body + "\r\n\r\n"))))
                .startsWith("HTTP/1.1 202");
        assertThat(heard).containsExactly("piece x", "ends", "failed known X {\"e\":1}");
    }

    /** 4.3: a stream whose connection ends, or that is no HTTP any more, is broken. */
    @Test
    void tellsABrokenStream() throws IOException {
        streaming = true;
        send(chunked("1\r\nx\r\n"));
        org.awaitility.Awaitility.await().until(() -> heard.contains("piece x"));
        socket.close();
        org.awaitility.Awaitility.await().until(() -> heard.contains("broken known"));
        heard.clear();
        connect();
        assertThat(call(chunked("1\r\ny\r\nno chunk\r\n"))).startsWith("HTTP/1.1 400");
        assertThat(heard).containsExactly("piece y", "ends", "broken known");
    }

    /** 4.3: while the taker of a stream is full, the runtime's connection is not read. */
    @Test
    void readsNoMoreOfAStreamThanIsTaken() throws IOException {
        streaming = true;
        send(chunked("1\r\nx\r\n"));
        org.awaitility.Awaitility.await().until(() -> heard.contains("piece x"));
        Source from = java.util.Objects.requireNonNull(source);
        loop.submit(from::pause).syncUninterruptibly();
        send("1\r\ny\r\n0\r\n\r\n");
        org.awaitility.Awaitility.await()
                .during(java.time.Duration.ofMillis(150))
                .until(() -> !heard.contains("piece y"));
        loop.submit(from::resume).syncUninterruptibly();
        assertThat(answer()).startsWith("HTTP/1.1 202");
        assertThat(heard).containsExactly("piece x", "piece y", "ends", "answered known  0");
    }

    /** 4.3: an unknown id is 400, an unknown path 404, an answer over the limit 413. */
    @Test
    void refusesWhatItDoesNotKnow() throws IOException {
        assertThat(call(post("/invocation/other/response", "", "1")))
                .startsWith("HTTP/1.1 400")
                .contains("InvalidRequestID");
        assertThat(call(post("/invocation/response", "", ""))).startsWith("HTTP/1.1 404");
        assertThat(call(post("/elsewhere", "", ""))).startsWith("HTTP/1.1 404");
        assertThat(call("GET /2018-06-01/runtime HTTP/1.1\r\nHost: h\r\n\r\n")).startsWith("HTTP/1.1 404");
        assertThat(call(post("/invocation/known/response", "", "x".repeat(6_291_557))))
                .startsWith("HTTP/1.1 413")
                .endsWith("{\"errorMessage\":\"Exceeded maximum allowed payload size (6291556 bytes).\",\"errorType\":"
                        + "\"RequestEntityTooLarge\"}");
        assertThat(heard).containsExactly("too large known");
    }

    /** Hostile input: no HTTP at all, heads without end, a request behind a poll. */
    @Test
    void cutsConnectionsThatMakeNoSense() throws IOException {
        assertThat(call("garbage\r\n\r\n")).startsWith("HTTP/1.1 400");
        assertThat(socket.getInputStream().read()).isEqualTo(-1);
        connect();
        assertThat(call("GET /x HTTP/1.1\r\nA: " + "a".repeat(70_000) + "\r\n\r\n"))
                .startsWith("HTTP/1.1 400");
        connect();
        String poll = "GET " + BASE + "/invocation/next HTTP/1.1\r\nHost: h\r\n\r\n";
        assertThat(call(poll + poll)).isEqualTo("<closed>");
    }

    @Override
    public boolean polled() {
        heard.add("polled");
        return true;
    }

    @Override
    public boolean answered(String requestId, byte[] payload, long loggedBytes) {
        if (requestId.equals("known")) {
            heard.add("answered known " + new String(payload, StandardCharsets.UTF_8) + " " + loggedBytes);
        }
        return requestId.equals("known");
    }

    @Override
    public @Nullable ResponseStream streams(String requestId) {
        return streaming ? this : null;
    }

    @Override
    public void broken(String requestId) {
        heard.add("broken " + requestId);
    }

    @Override
    public void begins(Source newSource) {
        source = newSource;
    }

    @Override
    public void piece(ByteBuf piece) {
        heard.add("piece " + piece.toString(StandardCharsets.UTF_8));
        piece.release();
    }

    @Override
    public void ends() {
        heard.add("ends");
    }

    @Override
    public boolean failed(String requestId, @Nullable String errorType, byte[] payload, long loggedBytes) {
        heard.add("failed " + requestId + " " + errorType + " " + new String(payload, StandardCharsets.UTF_8));
        return true;
    }

    @Override
    public boolean answeredTooLarge(String requestId, long loggedBytes) {
        heard.add("too large " + requestId);
        return true;
    }

    @Override
    public boolean initFailed(@Nullable String errorType, byte[] payload) {
        heard.add("init " + errorType + " " + new String(payload, StandardCharsets.UTF_8));
        return true;
    }

    @Override
    public void readComplete() {}
}
