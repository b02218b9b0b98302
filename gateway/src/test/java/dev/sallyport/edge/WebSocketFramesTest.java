package dev.sallyport.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sallyport.TestSockets;
import dev.sallyport.pipeline.websocket.WebSocketLimits;
import dev.sallyport.websocket.FrameLimits;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 6455 against a client that knows no rule (issue 9, HARDENING B6). */
class WebSocketFramesTest {

    @RegisterExtension
    static final DataPlaneFixture DATA = new DataPlaneFixture();

    private static final ExecutorService BLOCKING = Executors.newVirtualThreadPerTaskExecutor();
    private static final SocketApi API = new SocketApi(DATA, BLOCKING);
    private static final String FUNNY = "Hello-µ@ßöäüàá-UTF-8!! \uD83D\uDE00";

    @BeforeAll
    static void publish() {
        API.echo("$default").publish();
    }

    @AfterAll
    static void stop() {
        BLOCKING.close();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void echoes(SocketClient client, String text) throws IOException {
        assertThat(client.text(text).message()).isEqualTo(text);
    }

    @Test
    @DisplayName("W7.1, RFC 6455 5.6: texts of all lengths that there are forms for come and go")
    void lengths() throws IOException {
        try (SocketClient client = SocketClient.open(DATA)) {
            for (int length : new int[] {1, 7, 8, 9, 125, 126, 127, 128, 1000, 16384, 16385, 32767, 32768}) {
                echoes(client, "x".repeat(length));
            }
            echoes(client, FUNNY);
        }
    }

    @Test
    @DisplayName(
            "W7.1, W7.3, W7.4: a message of exactly 128 KB in frames of exactly 32 KB is accepted, and cut on its way back")
    void largest() throws IOException {
        try (SocketClient client = SocketClient.open(DATA)) {
            byte[] part = utf8("y".repeat(32768));
            client.frame(SocketClient.TEXT, part).frame(0, part).frame(0, part).frame(0x80, part);
            for (int i = 0; i < 4; i++) {
                SocketClient.Frame frame = client.read();
                assertThat(frame.payload()).hasSize(32768);
                assertThat(frame.opcode()).isEqualTo(i == 0 ? SocketClient.TEXT : 0);
                assertThat(frame.isLast()).isEqualTo(i == 3);
            }
        }
    }

    @Test
    @DisplayName("W7.1: a longer frame and a longer message close with 1009")
    void tooLarge() throws IOException {
        try (SocketClient client = SocketClient.open(DATA)) {
            assertThat(client.text("x".repeat(32769)).closed().code()).isEqualTo(1009);
        }
        try (SocketClient client = SocketClient.open(DATA)) {
            byte[] part = utf8("y".repeat(32768));
            client.frame(SocketClient.TEXT, part).frame(0, part).frame(0, part).frame(0, part);
            assertThat(client.frame(0x80, utf8("z")).closed().code()).isEqualTo(1009);
        }
    }

    @ParameterizedTest
    @ValueSource(
            ints = {0xC1, 0xA1, 0x91, 0xF1, 0xC9, 0x83, 0x84, 0x85, 0x86, 0x87, 0x8B, 0x8C, 0x8D, 0x8E, 0x8F, 0x80, 0x00
            })
    @DisplayName("RFC 6455 5.2, 5.4: reserved bits, reserved opcodes, and a continuation of nothing close with 1002")
    void reserved(int first) throws IOException {
        try (SocketClient client = SocketClient.open(DATA)) {
            assertThat(client.frame(first, utf8("x")).closed().code()).isEqualTo(1002);
        }
    }

    @Test
    @DisplayName("RFC 6455 5.1: a frame without a mask closes with 1002")
    void unmasked() throws IOException {
        for (int first : new int[] {0x81, 0x89, 0x88}) {
            try (SocketClient client = SocketClient.open(DATA)) {
                client.raw().send(new byte[] {(byte) first, 2, 3, (byte) 0xE8});
                assertThat(client.closed().code()).isEqualTo(1002);
            }
        }
    }

    @Test
    @DisplayName("RFC 6455 5.4: another message within a message closes with 1002")
    void interleaved() throws IOException {
        try (SocketClient client = SocketClient.open(DATA)) {
            client.frame(SocketClient.TEXT, utf8("a"));
            assertThat(client.text("b").closed().code()).isEqualTo(1002);
        }
    }

    @Test
    @DisplayName("RFC 6455 5.5: control frames in parts, and longer ones, close with 1002")
    void controls() throws IOException {
        for (int opcode : new int[] {SocketClient.PING, SocketClient.PONG, SocketClient.CLOSE}) {
            try (SocketClient client = SocketClient.open(DATA)) {
                assertThat(client.frame(opcode, utf8("")).closed().code()).isEqualTo(1002);
            }
            try (SocketClient client = SocketClient.open(DATA)) {
                assertThat(client.frame(0x80 | opcode, new byte[126]).closed().code())
                        .isEqualTo(1002);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "817E0001, 1",
        "817E007D, 125",
        "817F0000000000000001, 1",
        "817F000000000000FFFF, 0",
        "817FFFFFFFFFFFFFFFFF, 0"
    })
    @DisplayName("RFC 6455 5.2: a length in a longer form than it needs, or beyond 63 bits, closes with 1002")
    void lengthForms(String head, int bytes) throws IOException {
        byte[] bare = HexFormat.of().parseHex(head);
        bare[1] |= (byte) 0x80;
        try (SocketClient client = SocketClient.open(DATA)) {
            ByteArrayOutputStream frame = new ByteArrayOutputStream();
            frame.writeBytes(bare);
            frame.writeBytes(new byte[4 + bytes]);
            client.raw().send(frame.toByteArray());
            assertThat(client.closed().code()).isEqualTo(1002);
        }
    }

    @Test
    @DisplayName("W7.2: binary frames close with 1003, and those of a message too")
    void binary() throws IOException {
        try (SocketClient client = SocketClient.open(DATA)) {
            assertThat(client.frame(0x80 | SocketClient.BINARY, new byte[] {1})
                            .closed()
                            .code())
                    .isEqualTo(1003);
        }
        try (SocketClient client = SocketClient.open(DATA)) {
            assertThat(client.frame(SocketClient.BINARY, new byte[0]).closed().code())
                    .isEqualTo(1003);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "80",
                "C0AF",
                "E080AF",
                "F08080AF",
                "C1BF",
                "E09FBF",
                "F08FBFBF",
                "EDA080",
                "EDBFBF",
                "EDA080EDB080",
                "F4908080",
                "F8888080",
                "FCBFBFBFBFBF",
                "FF",
                "FE",
                "CE",
                "CEBAE1BDB9CF83CEBCCEB5EDA080656469746564",
                "CEBAE1BDB9CF83CEBCCEB5F4908080656469746564",
                "E282",
                "F09F98"
            })
    @DisplayName("RFC 6455 8.1: what is no UTF-8 closes with 1007, also behind good text")
    void invalidText(String hex) throws IOException {
        byte[] bad = HexFormat.of().parseHex(hex);
        try (SocketClient client = SocketClient.open(DATA)) {
            assertThat(client.frame(0x81, bad).closed().code()).isEqualTo(1007);
        }
        try (SocketClient client = SocketClient.open(DATA)) {
            byte[] all = Arrays.copyOf(utf8("good text before it"), 19 + bad.length);
            System.arraycopy(bad, 0, all, 19, bad.length);
            assertThat(client.frame(0x81, all).closed().code()).isEqualTo(1007);
        }
    }

    @Test
    @DisplayName("RFC 6455 8.1: text is checked as it comes: nobody waits for the rest of a frame or a message")
    void failsFast() throws IOException {
        byte[] frame = SocketClient.masked(0x81, HexFormat.of().parseHex("CEBAF4908080656469746564"));
        try (SocketClient client = SocketClient.open(DATA)) {
            client.raw().send(Arrays.copyOf(frame, 6 + 4));
            assertThat(client.closed().code()).isEqualTo(1007);
        }
        try (SocketClient client = SocketClient.open(DATA)) {
            client.frame(SocketClient.TEXT, HexFormat.of().parseHex("CEBAF4"));
            assertThat(client.frame(0, HexFormat.of().parseHex("90")).closed().code())
                    .isEqualTo(1007);
        }
    }

    @Test
    @DisplayName("RFC 6455 5.4, 5.5: characters across frames, empty frames, and pings between the parts of a message")
    void parts() throws IOException {
        byte[] text = utf8(FUNNY);
        try (SocketClient client = SocketClient.open(DATA)) {
            client.frame(SocketClient.TEXT, new byte[0]);
            for (byte octet : text) {
                client.frame(0, new byte[] {octet});
                assertThat(client.frame(0x80 | SocketClient.PING, utf8("p"))
                                .read()
                                .text())
                        .isEqualTo("p");
            }
            assertThat(client.frame(0x80, new byte[0]).message()).isEqualTo(FUNNY);
        }
    }

    @Test
    @DisplayName("RFC 6455 5.2: frames may come byte by byte, and many at once")
    void pieces() throws IOException {
        try (SocketClient client = SocketClient.open(DATA)) {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            all.writeBytes(SocketClient.masked(0x89, utf8("ping of mine")));
            all.writeBytes(SocketClient.masked(SocketClient.TEXT, utf8("x".repeat(200))));
            all.writeBytes(SocketClient.masked(0x80, utf8(FUNNY)));
            for (byte octet : all.toByteArray()) {
                client.raw().send(new byte[] {octet});
            }
            assertThat(client.read().text()).isEqualTo("ping of mine");
            assertThat(client.message()).isEqualTo("x".repeat(200) + FUNNY);
            ByteArrayOutputStream many = new ByteArrayOutputStream();
            for (int i = 0; i < 500; i++) {
                many.writeBytes(SocketClient.masked(0x81, utf8("message " + i)));
            }
            client.raw().send(many.toByteArray());
            for (int i = 0; i < 500; i++) {
                assertThat(client.message()).isEqualTo("message " + i);
            }
        }
    }

    @Test
    @DisplayName("W7.5, RFC 6455 5.5.2: pings of up to 125 bytes are answered with what they brought; pongs are not")
    void pings() throws IOException {
        byte[] content = new byte[125];
        Arrays.fill(content, (byte) 0xFE);
        try (SocketClient client = SocketClient.open(DATA)) {
            client.frame(0x80 | SocketClient.PONG, utf8("unasked"));
            SocketClient.Frame pong =
                    client.frame(0x80 | SocketClient.PING, content).read();
            assertThat(pong.opcode()).isEqualTo(SocketClient.PONG);
            assertThat(pong.payload()).isEqualTo(content);
            assertThat(client.frame(0x89, new byte[0]).read().payload()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            ints = {1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3999, 4000, 4999})
    @DisplayName("W16.8: a close is answered with the same code")
    void closes(int code) throws IOException {
        try (SocketClient client = SocketClient.open(DATA)) {
            assertThat(client.close(code, "because").closed().code()).isEqualTo(code);
        }
    }

    @Test
    @DisplayName("RFC 6455 5.5.1: a close without a code is answered without one; nothing behind a close counts")
    void closesWithoutCode() throws IOException {
        try (SocketClient client = SocketClient.open(DATA)) {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            all.writeBytes(SocketClient.masked(0x88, new byte[0]));
            all.writeBytes(SocketClient.masked(0x81, utf8("too late")));
            client.raw().send(all.toByteArray());
            assertThat(client.closed().payload()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65535})
    @DisplayName("RFC 6455 7.4: codes that nobody may send close with 1002, and so does half a code")
    void badCodes(int code) throws IOException {
        try (SocketClient client = SocketClient.open(DATA)) {
            assertThat(client.close(code, "").closed().code()).isEqualTo(1002);
        }
        try (SocketClient client = SocketClient.open(DATA)) {
            assertThat(client.frame(0x88, new byte[] {3}).closed().code()).isEqualTo(1002);
        }
    }

    @Test
    @DisplayName("RFC 6455 5.5.1: a reason that is no UTF-8 closes with 1007")
    void badReason() throws IOException {
        byte[] payload = ByteBuffer.allocate(5)
                .putShort((short) 1000)
                .put(HexFormat.of().parseHex("EDA080"))
                .array();
        try (SocketClient client = SocketClient.open(DATA)) {
            assertThat(client.frame(0x88, payload).closed().code()).isEqualTo(1007);
        }
    }

    @Test
    @DisplayName("Limits are adjustable; a client that is killed in the middle of a frame leaves nothing")
    void killed() throws IOException {
        SocketApi narrow = new SocketApi(DATA, BLOCKING);
        narrow.limits = new WebSocketLimits(new FrameLimits(100, 150), 1000, 600_000, 7_200_000, 1 << 20, 4);
        narrow.mock("$default", "ok").publish();
        try {
            try (SocketClient client = SocketClient.open(DATA)) {
                assertThat(client.text("x".repeat(101)).closed().code()).isEqualTo(1009);
            }
            for (int i = 0; i < 20; i++) {
                SocketClient client = SocketClient.open(DATA);
                byte[] frame = SocketClient.masked(SocketClient.TEXT, utf8("x".repeat(90)));
                client.raw().send(Arrays.copyOf(frame, 3 + 4 * i));
                // Netty's io_uring does not always tell of a reset; such a connection ends when it has been idle
                // (W16.5).
                if (i % 2 == 0 && !TestSockets.serverChannel().getSimpleName().startsWith("IoUring")) {
                    client.raw().reset();
                } else {
                    client.close();
                }
            }
            await().untilAsserted(() -> assertThat(narrow.registry.size()).isZero());
        } finally {
            API.publish();
        }
    }
}
