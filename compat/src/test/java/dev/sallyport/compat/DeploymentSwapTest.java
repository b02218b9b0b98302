package dev.sallyport.compat;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A deployment replaces the one before without a request noticing. */
final class DeploymentSwapTest {

    private static final int DEPLOYMENTS = 200;
    private static final int CLIENTS = 8;

    @RegisterExtension
    static final GatewayProcess GATEWAY = GatewayProcess.with();

    @Test
    void noRequestFailsWhileDeploymentsReplaceEachOtherAndEachAnswerIsOfACurrentOne() throws Exception {
        TestApi api = TestApi.create(GATEWAY, "swap");
        api.mock(api.rootId(), "GET", "0");
        api.deploy("prod");
        URI url = api.url("prod", "/");
        assertThat(Http.get(url).body()).isEqualTo("0");
        AtomicInteger begun = new AtomicInteger();
        AtomicInteger answered = new AtomicInteger();
        AtomicBoolean end = new AtomicBoolean();
        AtomicLong requests = new AtomicLong();
        try (ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
            List<Future<?>> running = new ArrayList<>();
            for (int client = 0; client < CLIENTS; client++) {
                running.add(clients.submit(() -> {
                    while (!end.get()) {
                        int atLeast = answered.get();
                        HttpResponse<String> response = Http.get(url);
                        int atMost = begun.get();
                        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
                        assertThat(Integer.parseInt(response.body())).isBetween(atLeast, atMost);
                        requests.incrementAndGet();
                    }
                }));
            }
            try {
                for (int deployment = 1; deployment <= DEPLOYMENTS; deployment++) {
                    api.changeMock(api.rootId(), "GET", Integer.toString(deployment));
                    begun.set(deployment);
                    api.deploy("prod");
                    answered.set(deployment);
                }
            } finally {
                end.set(true);
            }
            for (Future<?> client : running) {
                client.get();
            }
        }
        assertThat(requests.get()).isGreaterThan(DEPLOYMENTS);
        assertThat(Http.get(url).body()).isEqualTo(Integer.toString(DEPLOYMENTS));
    }
}
