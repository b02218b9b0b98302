package dev.sallyport.compat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigateway.model.RestApi;

/** What was answered is there after kill -9 at any moment; a data folder serves one process. */
final class RestartTest {

    private static final int ROUNDS = 6;
    private static final int WRITERS = 4;

    @TempDir
    private Path folder;

    @Test
    void everyAnsweredCreateIsThereAfterKillMinusNineAtARandomMoment() throws Exception {
        long seed = 20_261_122;
        Random random = new Random(seed);
        Set<String> answered = ConcurrentHashMap.newKeySet();
        try (GatewayProcess gateway = GatewayProcess.with()) {
            for (int round = 0; round < ROUNDS; round++) {
                gateway.start();
                assertAllThere(gateway, answered);
                // The moment is a number of answers and not of milliseconds, so that a slow machine writes as much.
                writeUntilKilled(gateway, answered, answered.size() + 5 + random.nextInt(40));
            }
            gateway.start();
            assertAllThere(gateway, answered);
        }
    }

    private static void writeUntilKilled(GatewayProcess gateway, Set<String> answered, int answers) throws Exception {
        AtomicInteger names = new AtomicInteger();
        ApiGatewayClient client = gateway.apiGateway();
        try (ExecutorService writers = Executors.newFixedThreadPool(WRITERS)) {
            List<Future<?>> running = new ArrayList<>();
            for (int writer = 0; writer < WRITERS; writer++) {
                running.add(writers.submit(() -> {
                    try {
                        while (true) {
                            String name = "api-" + names.incrementAndGet();
                            String id = client.createRestApi(request -> request.name(name))
                                    .id();
                            answered.add(id);
                            client.updateRestApi(request ->
                                    request.restApiId(id).patchOperations(TestApi.replace("/description", "of " + id)));
                            answered.add(id + " of " + id);
                        }
                    } catch (SdkException killed) {
                        // The gateway is gone; what it has not answered may be there or not.
                    }
                }));
            }
            await().atMost(2, TimeUnit.MINUTES)
                    .pollInterval(1, TimeUnit.MILLISECONDS)
                    .until(() -> answered.size() >= answers);
            gateway.kill();
            for (Future<?> writer : running) {
                writer.get(1, TimeUnit.MINUTES);
            }
        }
    }

    private static void assertAllThere(GatewayProcess gateway, Set<String> answered) {
        Set<String> found = ConcurrentHashMap.newKeySet();
        for (RestApi api : gateway.apiGateway()
                .getRestApisPaginator(request -> request.limit(500))
                .items()) {
            found.add(api.id());
            if (api.description() != null) {
                found.add(api.id() + " " + api.description());
            }
        }
        assertThat(found).containsAll(answered);
    }

    @Test
    void deploymentsServeAndFunctionsRunAfterKillMinusNine() {
        try (GatewayProcess gateway = GatewayProcess.with().start()) {
            TestFunctions functions = new TestFunctions(gateway.lambda());
            String arn = functions.python(
                    "hello", "def handler(event, context):\n    return {'statusCode': 200, 'body': 'hello'}\n");
            TestApi api = TestApi.create(gateway, "restart");
            api.mock(api.rootId(), "GET", "deployed");
            api.function(api.resource(api.rootId(), "hello"), "GET", arn);
            api.deploy("prod");
            api.changeMock(api.rootId(), "GET", "draft");
            assertThat(Http.get(api.url("prod", "/hello")).body()).isEqualTo("hello");
            assertThat(gateway.functionProcesses()).isNotEmpty();

            gateway.kill();
            gateway.assertNoFunctionProcessLeft();
            gateway.start();

            assertThat(Http.get(api.url("prod", "/")).body()).isEqualTo("deployed");
            assertThat(Http.get(api.url("prod", "/hello")).body()).isEqualTo("hello");
        }
    }

    @Test
    void aSecondProcessOnTheSameFolderIsRefusedWithTheReason() throws Exception {
        try (GatewayProcess gateway = GatewayProcess.with().start()) {
            Path output = folder.resolve("second.log");
            Process second = gateway.launch(gateway.dataFolder(), output);
            assertThat(second.waitFor(2, TimeUnit.MINUTES)).isTrue();
            assertThat(second.exitValue()).isEqualTo(1);
            assertThat(Files.readString(output))
                    .contains("is in use by process " + gateway.pid())
                    .contains("--data")
                    .doesNotContain("\tat ");
            assertThat(gateway.apiGateway()
                            .createRestApi(request -> request.name("undisturbed"))
                            .id())
                    .isNotEmpty();
        }
    }
}
