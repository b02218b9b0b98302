package dev.sallyport.compat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;

/** SIGTERM lets requests in flight finish and leaves nothing behind. */
final class ShutdownTest {

    private static final int FUNCTIONS = 50;
    private static final int INVOKES = 500;
    private static final int CALLERS = 4;

    @TempDir
    private Path folder;

    @Test
    void fiveHundredInvokesOfFiftyFunctionsLeaveNoProcessBehind() throws Exception {
        try (GatewayProcess gateway = GatewayProcess.with().start();
                ExecutorService callers = Executors.newFixedThreadPool(CALLERS)) {
            TestFunctions functions = new TestFunctions(gateway.lambda());
            for (int i = 0; i < FUNCTIONS; i++) {
                if (i % 2 == 0) {
                    functions.python("f" + i, "def handler(event, context):\n    return event['n'] * 2\n");
                } else {
                    functions.node("f" + i, "exports.handler = async (event) => event.n * 2;");
                }
            }
            List<Future<InvokeResponse>> answers = new ArrayList<>();
            for (int i = 0; i < INVOKES; i++) {
                int number = i;
                answers.add(
                        callers.submit(() -> functions.invoke("f" + number % FUNCTIONS, "{\"n\": " + number + "}")));
            }
            for (int i = 0; i < INVOKES; i++) {
                InvokeResponse answer = answers.get(i).get();
                assertThat(answer.functionError())
                        .as(answer.payload().asUtf8String())
                        .isNull();
                assertThat(answer.payload().asUtf8String()).isEqualTo(Integer.toString(2 * i));
            }
            assertThat(gateway.functionProcesses()).hasSizeGreaterThan(FUNCTIONS / 4);
            gateway.stop();
            assertThat(gateway.functionProcesses()).isEmpty();
        }
    }

    @Test
    void requestsInFlightFinishAfterSigterm() throws Exception {
        CountDownLatch arrived = new CountDownLatch(2);
        CountDownLatch release = new CountDownLatch(1);
        HttpServer backend = backend(arrived, release);
        Path go = folder.resolve("go");
        Path markers = Files.createDirectory(folder.resolve("markers"));
        // The function waits for files of the test, which nobody in a sandbox would see.
        try (GatewayProcess gateway =
                GatewayProcess.with("--function-sandbox", "off").start()) {
            String arn = new TestFunctions(gateway.lambda())
                    .create(
                            "slow",
                            "python3.12",
                            "index.py",
                            """
                            import os, time
                            def handler(event, context):
                                open(os.environ['MARKERS'] + '/' + context.aws_request_id, 'w').close()
                                while not os.path.exists(os.environ['GO']):
                                    time.sleep(0.01)
                                return {'statusCode': 200, 'body': 'late'}
                            """,
                            60,
                            Map.of("GO", go.toString(), "MARKERS", markers.toString()));
            TestApi api = TestApi.create(gateway, "drain");
            api.function(api.resource(api.rootId(), "function"), "GET", arn);
            api.httpProxy(
                    api.resource(api.rootId(), "backend"),
                    "GET",
                    URI.create("http://127.0.0.1:" + backend.getAddress().getPort() + "/"));
            api.deploy("prod");
            List<CompletableFuture<HttpResponse<String>>> inFlight = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                inFlight.add(Http.begin(api.url("prod", "/function")));
                inFlight.add(Http.begin(api.url("prod", "/backend")));
            }
            assertThat(arrived.await(1, TimeUnit.MINUTES)).isTrue();
            await().atMost(Duration.ofMinutes(1)).until(() -> count(markers) == 2);

            gateway.beginStop();
            await().atMost(Duration.ofMinutes(1)).until(() -> gateway.log().contains("Stopping"));
            assertThat(inFlight).noneMatch(CompletableFuture::isDone);
            release.countDown();
            Files.createFile(go);

            for (CompletableFuture<HttpResponse<String>> request : inFlight) {
                HttpResponse<String> response = request.get(1, TimeUnit.MINUTES);
                assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
                assertThat(response.body()).isEqualTo("late");
            }
            gateway.awaitStop();
        } finally {
            backend.stop(0);
        }
    }

    private static HttpServer backend(CountDownLatch arrived, CountDownLatch release) throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            arrived.countDown();
            try {
                release.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            byte[] body = "late".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        return server;
    }

    private static long count(Path folder) throws Exception {
        try (var files = Files.list(folder)) {
            return files.count();
        }
    }
}
