package dev.sallyport.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sallyport.model.FunctionVersion;
import dev.sallyport.store.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** R4.15 to R4.18, R3.51, R3.52: which environment runs which invocation. */
@TestInstance(TestInstance.Lifecycle.PER_METHOD)
class WarmEnvironmentTest {

    private static final String PID = "import os\ndef handler(e, c):\n    return os.getpid()\n";
    private static final String SLOW =
            "import os, time\ndef handler(e, c):\n    time.sleep(e['seconds'])\n    return os.getpid()\n";

    private HostFixture fixture = new HostFixture(FunctionLimits.DEFAULT.withMaxEnvironments(20));

    @AfterEach
    void close() {
        fixture.close();
    }

    private void limit(int environments, Duration queueWait) {
        fixture.close();
        fixture = new HostFixture(
                FunctionLimits.DEFAULT.withMaxEnvironments(environments).withQueueWait(queueWait));
    }

    private void reserve(int concurrency) {
        fixture.store.write(writer -> {
            writer.put(
                    Kind.FUNCTION,
                    HostFixture.SCOPE,
                    "",
                    "f",
                    new dev.sallyport.model.Function("f", 0, java.util.Map.of(), concurrency));
            return true;
        });
    }

    /** R4.15: sequential invocations share one process. */
    @Test
    void reusesTheProcessForOneCallAfterTheOther() {
        FunctionVersion function = fixture.python(PID);
        Set<String> pids = new HashSet<>();
        for (int i = 0; i < 50; i++) {
            pids.add(fixture.succeed(function, "{}"));
        }
        assertThat(pids).hasSize(1);
        assertThat(fixture.processes()).hasSize(1);
    }

    /** R4.15: concurrent invocations get processes of their own, which stay for the next burst. */
    @Test
    void startsAProcessForEachConcurrentCall() {
        FunctionVersion function = fixture.python(SLOW);
        Set<String> first = burst(function, 4);
        assertThat(first).hasSize(4);
        assertThat(burst(function, 4)).isEqualTo(first);
    }

    private Set<String> burst(FunctionVersion function, int calls) {
        List<CompletableFuture<InvocationResult>> results = new ArrayList<>();
        for (int i = 0; i < calls; i++) {
            results.add(fixture.start(function, "{\"seconds\":0.5}"));
        }
        Set<String> pids = new HashSet<>();
        results.forEach(result -> pids.add(HostFixture.succeeded(HostFixture.await(result))));
        return pids;
    }

    /** R3.52: 200 calls at once on 20 processes all succeed; each gets its own answer. */
    @Test
    void answersTwoHundredConcurrentCalls() {
        limit(20, Duration.ofSeconds(25));
        FunctionVersion function = fixture.node("exports.handler = async (event) => event.n;");
        List<CompletableFuture<InvocationResult>> results = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            results.add(fixture.start(function, "{\"n\":" + i + "}"));
        }
        for (int i = 0; i < 200; i++) {
            assertThat(HostFixture.succeeded(HostFixture.await(results.get(i)))).isEqualTo(Integer.toString(i));
        }
        assertThat(fixture.processes().size()).isBetween(1, 20);
    }

    /** R4.18: a change takes new environments; what runs on the old ones finishes. */
    @Test
    void replacesEnvironmentsAfterAChange() {
        FunctionVersion old = fixture.python(SLOW);
        String oldPid = fixture.succeed(old, "{\"seconds\":0}");
        CompletableFuture<InvocationResult> running = fixture.start(old, "{\"seconds\":1}");
        FunctionVersion fresh = fixture.python(PID);
        String freshPid = fixture.succeed(fresh, "{}");
        assertThat(freshPid).isNotEqualTo(oldPid);
        assertThat(HostFixture.succeeded(HostFixture.await(running))).isEqualTo(oldPid);
        await().untilAsserted(() -> assertThat(fixture.processes()).containsExactly(Long.parseLong(freshPid)));
    }

    /** R4.15: idle environments end after ten minutes, and their folders with them. */
    @Test
    void retiresIdleEnvironments() {
        FunctionVersion function = fixture.python(PID);
        fixture.succeed(function, "{}");
        fixture.skip(Duration.ofMinutes(9));
        await().during(Duration.ofMillis(1500))
                .atMost(Duration.ofSeconds(5))
                .until(() -> fixture.processes().size() == 1);
        fixture.skip(Duration.ofMinutes(2));
        await().untilAsserted(() -> assertThat(fixture.processes()).isEmpty());
        await().untilAsserted(() ->
                assertThat(fixture.folder.resolve("functions/environments")).isEmptyDirectory());
    }

    /** R4.18: a deleted function keeps no process. */
    @Test
    void endsTheEnvironmentsOfADeletedFunction() {
        fixture.succeed(fixture.python(PID), "{}");
        fixture.store.write(writer -> writer.delete(Kind.FUNCTION_VERSION, HostFixture.SCOPE, "f", "$LATEST"));
        await().untilAsserted(() -> assertThat(fixture.processes()).isEmpty());
    }

    /** R3.51: over the reservation. */
    @Test
    void throttlesOverTheReservedConcurrency() {
        FunctionVersion function = fixture.python(SLOW);
        reserve(1);
        CompletableFuture<InvocationResult> running = fixture.start(function, "{\"seconds\":0.5}");
        assertThat(fixture.invoke(function, "{\"seconds\":0}"))
                .isEqualTo(new InvocationResult.Throttled("ReservedFunctionConcurrentInvocationLimitExceeded"));
        HostFixture.succeeded(HostFixture.await(running));
        HostFixture.succeeded(fixture.invoke(function, "{\"seconds\":0}"));
        reserve(0);
        assertThat(fixture.invoke(function, "{\"seconds\":0}")).isInstanceOf(InvocationResult.Throttled.class);
    }

    /** R3.52: with all environments of the host busy a call waits a moment and is throttled then. */
    @Test
    void throttlesWhenAllEnvironmentsAreBusy() {
        limit(1, Duration.ofMillis(300));
        FunctionVersion function = fixture.python(SLOW);
        CompletableFuture<InvocationResult> running = fixture.start(function, "{\"seconds\":2}");
        assertThat(fixture.invoke(function, "{\"seconds\":0}"))
                .isEqualTo(new InvocationResult.Throttled("ConcurrentInvocationLimitExceeded"));
        HostFixture.succeeded(HostFixture.await(running));
    }

    /** R3.52: a waiting call takes the environment that gets free. */
    @Test
    void letsACallWaitForAFreeEnvironment() {
        limit(1, Duration.ofSeconds(10));
        FunctionVersion function = fixture.python(SLOW);
        CompletableFuture<InvocationResult> running = fixture.start(function, "{\"seconds\":0.3}");
        CompletableFuture<InvocationResult> waiting = fixture.start(function, "{\"seconds\":0}");
        assertThat(HostFixture.succeeded(HostFixture.await(waiting)))
                .isEqualTo(HostFixture.succeeded(HostFixture.await(running)));
    }

    /** R3.52: an idle environment of another function makes room; a busy one does when it gets free. */
    @Test
    void makesRoomByRetiringAnIdleEnvironment() {
        limit(1, Duration.ofSeconds(10));
        FunctionVersion one = fixture.python(SLOW);
        FunctionVersion other = fixture.function("g", "python3.12", "index.handler", Zips.of("index.py", PID));
        String first = fixture.succeed(one, "{\"seconds\":0}");
        String second = fixture.succeed(other, "{}");
        assertThat(second).isNotEqualTo(first);
        CompletableFuture<InvocationResult> running = fixture.start(one, "{\"seconds\":0.3}");
        assertThat(fixture.succeed(other, "{}")).isNotEqualTo(second);
        HostFixture.succeeded(HostFixture.await(running));
        await().untilAsserted(() -> assertThat(fixture.processes()).hasSize(1));
    }
}
