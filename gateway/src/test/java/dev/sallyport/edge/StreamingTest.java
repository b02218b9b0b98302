package dev.sallyport.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.snapshot.TestApi;
import dev.sallyport.snapshot.TestIntegration;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetric;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** DESIGN 5.5: bodies stream with back-pressure, both ways. */
class StreamingTest {

    private static final int MEGABYTE = 1_000_000;

    @RegisterExtension
    static final DataPlaneFixture GATEWAY = new DataPlaneFixture();

    @Test
    @DisplayName("HARDENING L9, INT-114: 50 MB that are streamed to a slow reader never pile up in the gateway")
    void largeResponse() throws Exception {
        AtomicLong sent = new AtomicLong();
        GATEWAY.backend().behave(call -> {
            call.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            String chunk = "f4240\r\n" + "x".repeat(MEGABYTE) + "\r\n";
            for (int i = 0; i < 50; i++) {
                call.send(chunk);
                sent.addAndGet(MEGABYTE);
            }
            call.send("0\r\n\r\n");
        });
        GATEWAY.publish(new TestApi("abc123")
                .on(
                        "GET",
                        "/proxy",
                        TestIntegration.httpProxy("ANY", GATEWAY.backend().uri("/"))
                                .transfer("STREAM")));

        try (RawClient client = new RawClient(GATEWAY.listener().address(), 16_384)) {
            client.send(DataPlaneFixture.head("GET", "/test/proxy") + "\r\n");
            assertThat(client.head()).contains("200").containsIgnoringCase("transfer-encoding: chunked");
            byte[] piece = new byte[MEGABYTE];
            long read = 0;
            long worst = 0;
            int got = client.in().readNBytes(piece, 0, piece.length);
            while (got == piece.length) {
                read += got;
                worst = Math.max(worst, sent.get() - read);
                got = client.in().readNBytes(piece, 0, read > 49 * MEGABYTE ? 1 : piece.length);
                if (read > 49 * MEGABYTE) {
                    break;
                }
            }
            // What is under way stands in the sockets' buffers, which the system bounds, and little in the gateway.
            assertThat(worst).isLessThan(25L * MEGABYTE);
            assertThat(usedDirectMemory()).isLessThan(32L * MEGABYTE);
        }
    }

    private static long usedDirectMemory() {
        ByteBufAllocatorMetric metric = ((ByteBufAllocatorMetricProvider) ByteBufAllocator.DEFAULT).metric();
        return metric.usedDirectMemory();
    }

    @Test
    @DisplayName("HARDENING L9: a large upload waits for its slow backend and arrives whole")
    void largeUpload() throws Exception {
        int length = 10 * 1_048_576;
        byte[] body = new byte[length];
        for (int i = 0; i < length; i++) {
            body[i] = (byte) ('a' + i % 23);
        }
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            server.setReceiveBufferSize(16_384);
            byte[][] arrived = new byte[1][];
            Thread reader = Thread.ofVirtual().start(() -> arrived[0] = readSlowly(server, length));
            GATEWAY.publish(new TestApi("abc123")
                    .on(
                            "POST",
                            "/upload",
                            TestIntegration.httpProxy("ANY", "http://127.0.0.1:" + server.getLocalPort() + "/")));
            try (RawClient client = GATEWAY.client()) {
                client.send(DataPlaneFixture.head("POST", "/test/upload", "Content-Length: " + length) + "\r\n");
                client.send(body);
                assertThat(client.answer().status()).isEqualTo(200);
            }
            reader.join();
            assertThat(Arrays.equals(arrived[0], body)).isTrue();
        }
    }

    private static byte[] readSlowly(ServerSocket server, int length) {
        try (Socket socket = server.accept()) {
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                head.append((char) socket.getInputStream().read());
            }
            byte[] body = new byte[length];
            int read = 0;
            while (read < length) {
                read += socket.getInputStream().readNBytes(body, read, Math.min(MEGABYTE, length - read));
                Thread.sleep(20);
            }
            socket.getOutputStream()
                    .write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            return body;
        } catch (IOException | InterruptedException failure) {
            return new byte[0];
        }
    }
}
