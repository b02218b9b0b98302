package dev.sallyport.compat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import java.io.BufferedInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * How often the gateway calls the kernel to read and write for one request, against bounds (PERFORMANCE 10.1, 10.13): a
 * figure that is the same on a busy machine as on a quiet one. Needs strace and the right to use it.
 */
final class HotPathSystemCallsTest {

    private static final int WARM_UP = 300;
    private static final int MEASURED = 1000;
    private static final String CALLS = "read,write,readv,writev,recvfrom,sendto,recvmsg,sendmsg,epoll_ctl";
    private static final Pattern ROW = Pattern.compile("(?m)^\\s*[\\d.]+\\s+[\\d.]+\\s+\\d+\\s+(\\d+)\\s.*?(\\w+)$");

    @RegisterExtension
    static final GatewayProcess GATEWAY = GatewayProcess.with("--transport", "auto");

    @TempDir
    static Path folder;

    private static HttpServer backend;
    private static TestApi api;

    @BeforeAll
    static void build() throws IOException {
        assumeThat(tracing()).as("strace is installed and may trace").isTrue();
        backend = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        backend.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, 5);
            exchange.getResponseBody().write("hello".getBytes(StandardCharsets.US_ASCII));
            exchange.close();
        });
        backend.start();
        api = TestApi.create(GATEWAY, "system calls");
        api.mock(api.resource(api.rootId(), "mock"), "GET", "hello");
        api.httpProxy(
                api.resource(api.rootId(), "proxy"),
                "GET",
                URI.create("http://127.0.0.1:" + backend.getAddress().getPort() + "/"));
        String function = new TestFunctions(GATEWAY.lambda())
                .node("counted", "exports.handler = async () => ({statusCode: 200, body: 'hello'});");
        api.function(api.resource(api.rootId(), "function"), "GET", function);
        api.deploy("prod");
    }

    @AfterAll
    static void end() {
        if (backend != null) {
            backend.stop(0);
        }
    }

    private static boolean tracing() {
        try {
            Process trace = new ProcessBuilder("strace", "-c", "-o", "/dev/null", "true")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return trace.waitFor(10, TimeUnit.SECONDS) && trace.exitValue() == 0;
        } catch (IOException absent) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** A read and a write a side; the bounds leave a tenth for timers, logs and what belongs to no request. */
    @ParameterizedTest
    @CsvSource({"mock, 2.2", "proxy, 4.4", "function, 5.5"})
    void callsPerRequest(String path, double bound) throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), GATEWAY.port())) {
            socket.setSoTimeout(30_000);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            requests(socket, in, path, WARM_UP);
            Path counts = folder.resolve(path);
            Process trace = attach(counts);
            requests(socket, in, path, MEASURED);
            new ProcessBuilder("kill", "-INT", Long.toString(trace.pid()))
                    .start()
                    .waitFor();
            assertThat(trace.waitFor(10, TimeUnit.SECONDS)).isTrue();
            long calls = 0;
            Matcher rows = ROW.matcher(Files.readString(counts));
            while (rows.find()) {
                calls += rows.group(2).equals("total") ? 0 : Long.parseLong(rows.group(1));
            }
            assertThat(calls / (double) MEASURED)
                    .as(Files.readString(counts))
                    .isGreaterThan(1.9)
                    .isLessThan(bound);
        }
    }

    private static Process attach(Path counts) throws IOException {
        File said = folder.resolve("strace").toFile();
        Process trace = new ProcessBuilder(List.of(
                        "strace",
                        "-f",
                        "-c",
                        "-e",
                        "trace=" + CALLS,
                        "-o",
                        counts.toString(),
                        "-p",
                        Long.toString(GATEWAY.pid())))
                .redirectErrorStream(true)
                .redirectOutput(said)
                .start();
        await("strace to attach")
                .atMost(Duration.ofSeconds(20))
                .until(() -> Files.readString(said.toPath()).contains("attached"));
        return trace;
    }

    private static void requests(Socket socket, InputStream in, String path, int count) throws IOException {
        byte[] request = ("GET " + api.url("prod", "/" + path).getPath() + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < count; i++) {
            socket.getOutputStream().write(request);
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                head.append((char) in.read());
            }
            assertThat(head).startsWith("HTTP/1.1 200 ").contains("Content-Length: 5\r\n");
            in.skipNBytes(5);
        }
    }
}
