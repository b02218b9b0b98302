package dev.sallyport.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.edge.RawClient.Answer;
import dev.sallyport.functions.InvocationResult;
import dev.sallyport.snapshot.TestApi;
import dev.sallyport.snapshot.TestIntegration;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** HARDENING L8: a stop loses no request. */
class DrainTest {

    @Test
    @DisplayName("HARDENING L8: requests in flight are answered with Connection: close, new connections are refused")
    void inFlight() throws Exception {
        DataPlaneFixture gateway = new DataPlaneFixture();
        gateway.start();
        try {
            CountDownLatch running = new CountDownLatch(1);
            CompletableFuture<InvocationResult> result = new CompletableFuture<>();
            gateway.functions().runs("held", invocation -> {
                running.countDown();
                return result;
            });
            gateway.publish(new TestApi("abc123")
                    .on("GET", "/held", TestIntegration.lambdaProxy("held"))
                    .on("GET", "/mock", TestIntegration.mock("mock")));
            try (RawClient busy = gateway.client();
                    RawClient idle = gateway.client()) {
                busy.send(DataPlaneFixture.head("GET", "/test/held") + "\r\n");
                idle.send(DataPlaneFixture.head("GET", "/test/mock") + "\r\n").answer();
                running.await();
                CompletableFuture<Boolean> drained = CompletableFuture.supplyAsync(() -> drain(gateway));
                assertThat(idle.untilClosed()).isEmpty();
                assertThatThrownBy(gateway::client).isInstanceOf(ConnectException.class);
                assertThat(drained).isNotDone();

                result.complete(new InvocationResult.Completed(
                        "{\"body\":\"held\"}".getBytes(StandardCharsets.UTF_8), null, new byte[0]));

                Answer answer = busy.answer();
                assertThat(answer.body()).isEqualTo("held");
                assertThat(answer.header("Connection")).isEqualTo("close");
                assertThat(busy.untilClosed()).isEmpty();
                busy.shutdownOutput();
                assertThat(drained.get()).isTrue();
            }
        } finally {
            gateway.stop();
        }
    }

    private static boolean drain(DataPlaneFixture gateway) {
        try {
            return gateway.listener().drain(Duration.ofSeconds(10));
        } catch (InterruptedException interrupted) {
            return false;
        }
    }
}
