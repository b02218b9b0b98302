package dev.sallyport.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sallyport.edge.RawClient.Answer;
import dev.sallyport.functions.InvocationResult;
import dev.sallyport.snapshot.TestApi;
import dev.sallyport.snapshot.TestIntegration;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
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

    @Test
    @DisplayName("HARDENING L8: a VPC endpoint's address is drained with the others")
    void endpoints() throws Exception {
        DataPlaneFixture gateway = PrivateApis.gateway();
        gateway.start();
        try {
            CountDownLatch running = new CountDownLatch(1);
            CompletableFuture<InvocationResult> result = new CompletableFuture<>();
            gateway.functions().runs("held", invocation -> {
                running.countDown();
                return result;
            });
            gateway.publish(PrivateApis.withPolicy(
                    PrivateApis.api().on("GET", "/held", TestIntegration.lambdaProxy("held")),
                    PrivateApis.statement("Allow", "")));
            try (RawClient busy = new RawClient(gateway.listener().address(PrivateApis.BY_ONE))) {
                busy.send(PrivateApis.request(PrivateApis.HOST, "/test/held"));
                running.await();
                List<InetSocketAddress> addresses = IntStream.range(0, 3)
                        .mapToObj(gateway.listener()::address)
                        .toList();
                CompletableFuture<Boolean> drained = CompletableFuture.supplyAsync(() -> drain(gateway));
                await().untilAsserted(() -> {
                    for (InetSocketAddress address : addresses) {
                        assertThat(isOpen(address)).as(address.toString()).isFalse();
                    }
                });
                assertThat(drained).isNotDone();
                result.complete(new InvocationResult.Completed(
                        "{\"body\":\"held\"}".getBytes(StandardCharsets.UTF_8), null, new byte[0]));
                assertThat(busy.answer().body()).isEqualTo("held");
                busy.shutdownOutput();
                assertThat(drained.get()).isTrue();
            }
        } finally {
            gateway.stop();
        }
    }

    private static boolean isOpen(InetSocketAddress address) throws IOException {
        try {
            new RawClient(address).close();
            return true;
        } catch (ConnectException refused) {
            return false;
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
