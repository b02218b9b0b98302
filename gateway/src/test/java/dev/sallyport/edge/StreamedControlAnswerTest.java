package dev.sallyport.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sallyport.control.StreamedBody;
import dev.sallyport.control.WireRequest;
import dev.sallyport.control.WireResponse;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Answers of the control plane that go out while they are made. */
class StreamedControlAnswerTest {

    private static final String CALL = "GET /restapis HTTP/1.1\r\nHost: localhost\r\n\r\n";

    @RegisterExtension
    static final DataPlaneFixture GATEWAY = new DataPlaneFixture();

    @AfterEach
    void usualControlPlane() {
        GATEWAY.controlPlane(DataPlaneFixture::echo);
    }

    private static void answers(StreamedBody body) {
        GATEWAY.controlPlane(request -> new WireResponse(
                200, List.of(new WireRequest.Header("Content-Type", "text/plain")), new byte[0], body));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static void awaits(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Test
    @DisplayName("R4.10: a piece is there before the next is made, and the connection serves on")
    void asItComes() throws Exception {
        CountDownLatch read = new CountDownLatch(1);
        answers(out -> {
            out.write(bytes("one"));
            awaits(read);
            out.write(bytes("two"));
        });
        try (RawClient client = GATEWAY.client()) {
            client.send(CALL);
            assertThat(client.head()).contains("Transfer-Encoding: chunked", "Content-Type: text/plain");
            assertThat(new String(client.in().readNBytes(8), StandardCharsets.US_ASCII))
                    .isEqualTo("3\r\none\r\n");
            read.countDown();
            assertThat(new String(client.in().readNBytes(13), StandardCharsets.US_ASCII))
                    .isEqualTo("3\r\ntwo\r\n0\r\n\r\n");
            GATEWAY.controlPlane(DataPlaneFixture::echo);
            assertThat(client.send(CALL).answer().body()).isEqualTo("GET /restapis 0");
        }
    }

    @Test
    @DisplayName("R4.10: a slow client holds the maker back, and one that leaves ends it")
    void slowClient() throws Exception {
        AtomicLong written = new AtomicLong();
        CountDownLatch ended = new CountDownLatch(1);
        byte[] piece = bytes("x".repeat(50_000));
        answers(out -> {
            try {
                for (int i = 0; i < 10_000; i++) {
                    out.write(piece);
                    written.addAndGet(piece.length);
                }
            } finally {
                ended.countDown();
            }
        });
        try (RawClient client = new RawClient(GATEWAY.listener().address(), 16_384)) {
            client.send(CALL);
            client.head();
            long before = -1;
            while (written.get() != before) {
                before = written.get();
                Thread.sleep(300);
            }
            // What the sockets hold, the system bounds.
            assertThat(written.get()).isLessThan(8_000_000);
            client.reset();
        }
        await().until(() -> ended.getCount() == 0);
        assertThat(written.get()).isLessThan(8_100_000);
    }

    @Test
    @DisplayName("R4.10: a body that cannot be completed breaks the connection")
    void brokenOff() throws Exception {
        answers(out -> {
            out.write(bytes("one"));
            throw new IOException("made for a test");
        });
        assertThatThrownBy(() -> {
                    try (RawClient client = GATEWAY.client()) {
                        client.send(CALL).answer();
                    }
                })
                .isInstanceOf(EOFException.class);
        answers(out -> {
            throw new IllegalStateException("a defect, made for a test");
        });
        assertThatThrownBy(() -> {
                    try (RawClient client = GATEWAY.client()) {
                        client.send(CALL).answer();
                    }
                })
                .isInstanceOf(IOException.class);
    }
}
