package dev.sallyport.integration.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sallyport.edge.FakeFunctions;
import dev.sallyport.functions.Invocation;
import dev.sallyport.model.FunctionVersion;
import dev.sallyport.pipeline.Deadlines;
import dev.sallyport.pipeline.Exchange;
import dev.sallyport.pipeline.LoopContext;
import dev.sallyport.pipeline.MemoryClient;
import dev.sallyport.pipeline.RequestIds;
import dev.sallyport.pipeline.TestExchange;
import dev.sallyport.snapshot.TestApi;
import io.netty.util.concurrent.DefaultEventExecutor;
import io.netty.util.concurrent.EventExecutor;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class StreamedCallTest {

    private static final int IDLE_MILLIS = 1_200;

    private final EventExecutor loop = new DefaultEventExecutor();
    private final FakeFunctions functions = new FakeFunctions();
    private final MemoryClient client = new MemoryClient(
            new LoopContext(loop, new RequestIds(new SplittableRandom(1)), new Deadlines(loop, System::nanoTime)),
            new byte[0],
            1000,
            length -> {});
    private final Exchange exchange =
            TestExchange.of("GET", "/pets", "/pets").client(client).build();

    @AfterEach
    void close() {
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    private void call() {
        FunctionVersion function = Objects.requireNonNull(functions.resolve(TestApi.OWNER, "f", null));
        Invocation invocation = new Invocation(function, "arn", new byte[0], "id", null, null, false);
        loop.submit(() -> new StreamedCall(exchange, IDLE_MILLIS).begin(functions, invocation, 60_000))
                .syncUninterruptibly();
    }

    @Test
    @DisplayName("INT-114: a function that writes often enough may take longer than the idle time")
    void busy() {
        functions.streams("f", stream -> {
            stream.prelude("{\"statusCode\":201}");
            for (int i = 0; i < 6; i++) {
                sleep(IDLE_MILLIS / 4);
                stream.write("x");
            }
            stream.end();
        });
        call();
        await().until(() -> client.answerBody().length == 6);
        assertThat(client.sentStatus()).isEqualTo(201);
    }

    @Test
    @DisplayName(
            "INT-114: a function that writes nothing for the idle time is timed out, before the head and behind it")
    void idle() {
        CountDownLatch over = new CountDownLatch(1);
        functions.streams("f", stream -> {
            stream.prelude("{\"statusCode\":201}").write("x");
            awaits(over);
        });
        call();
        // A client that can take its answer back shows what a real one shows as a broken connection.
        await().until(() -> client.sentStatus() == 504);
        over.countDown();
    }

    @Test
    @DisplayName("INT-114: streams may be idle for five minutes, those of edge-optimized APIs for 30 seconds")
    void idleTimes() {
        assertThat(StreamedProxyIntegration.idleMillis(List.of("REGIONAL"))).isEqualTo(300_000);
        assertThat(StreamedProxyIntegration.idleMillis(List.of("PRIVATE"))).isEqualTo(300_000);
        assertThat(StreamedProxyIntegration.idleMillis(List.of("EDGE"))).isEqualTo(30_000);
    }

    private static void awaits(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void sleep(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
