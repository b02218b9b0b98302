package dev.sallyport.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sallyport.functions.isolation.Isolation;
import dev.sallyport.model.FunctionVersion;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** F1, F5: no process is left behind, however the gateway ends. */
class ShutdownTest {

    private static final String STUBBORN = """
            import signal, subprocess, time
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
            def handler(e, c):
                subprocess.Popen(['sleep', '300'], start_new_session=True)
                subprocess.Popen(['sleep', '300'])
                time.sleep(e['seconds'])
                return 'ended'
            """;

    /** Closing ends busy, stubborn and stray processes and answers what runs. */
    @Test
    void closingLeavesNoProcess() {
        try (HostFixture fixture = new HostFixture()) {
            FunctionVersion function = fixture.python(STUBBORN);
            assertThat(fixture.succeed(function, "{\"seconds\":0}")).isEqualTo("\"ended\"");
            CompletableFuture<InvocationResult> running = fixture.start(function, "{\"seconds\":60}");
            await().until(() -> fixture.processes().size() >= 5);
            fixture.host.close();
            assertThat(HostFixture.await(running))
                    .isEqualTo(new InvocationResult.Unavailable("The gateway shuts down"));
            assertThat(fixture.processes()).isEmpty();
            assertThat(fixture.invoke(function, "{\"seconds\":0}")).isInstanceOf(InvocationResult.Unavailable.class);
        }
    }

    /** Draining lets what runs end. */
    @Test
    void drainingLetsInvocationsEnd() {
        try (HostFixture fixture = new HostFixture()) {
            FunctionVersion function = fixture.python(STUBBORN);
            CompletableFuture<InvocationResult> running = fixture.start(function, "{\"seconds\":1}");
            await().until(() -> !fixture.processes().isEmpty());
            fixture.host.drain(Duration.ofSeconds(20));
            assertThat(HostFixture.succeeded(HostFixture.await(running))).isEqualTo("\"ended\"");
            assertThat(fixture.processes()).isEmpty();
        }
    }

    /** F1, 6.6: SIGKILL of the gateway ends its functions at once, also one in an endless loop, in a sandbox or not. */
    @ParameterizedTest
    @EnumSource(names = {"OFF", "AUTO"})
    void killingTheGatewayEndsItsFunctions(Isolation.Mode isolation) throws IOException, InterruptedException {
        Process gateway = new ProcessBuilder(List.of(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        GatewayToKill.class.getName(),
                        isolation.name()))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String folder;
        Set<ProcessHandle> processes = new HashSet<>();
        try (var lines = gateway.inputReader()) {
            folder = lines.lines()
                    .filter(line -> line.startsWith("BUSY "))
                    .findFirst()
                    .orElseThrow()
                    .substring(5);
            for (long pid : HostFixture.processesOf(Path.of(folder))) {
                ProcessHandle process = ProcessHandle.of(pid).orElseThrow();
                processes.add(process);
                process.descendants().forEach(processes::add);
            }
            assertThat(processes).hasSizeGreaterThanOrEqualTo(3);
            gateway.destroyForcibly();
            gateway.waitFor();
        }
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(processes).noneMatch(ProcessHandle::isAlive));
        assertThat(HostFixture.processesOf(Path.of(folder))).isEmpty();
        dev.sallyport.functions.code.CodeFolders.delete(Path.of(folder));
    }

    /** The gateway that {@link #killingTheGatewayEndsItsFunctions} kills: node idle, python busy, shell busy. */
    static final class GatewayToKill {

        private GatewayToKill() {}

        public static void main(String[] arguments) throws InterruptedException {
            HostFixture fixture = new HostFixture(FunctionLimits.DEFAULT, null, Isolation.Mode.valueOf(arguments[0]));
            // In a sandbox two processes watch over each, and only these have what processes are found by.
            int processes = fixture.host.isolation().isSandboxed() ? 6 : 3;
            FunctionVersion idle = fixture.node("exports.handler = async () => 1;");
            fixture.succeed(idle, "{}");
            byte[] loop = Zips.of("index.py", "def handler(e, c):\n    while True:\n        pass\n");
            fixture.start(fixture.function("g", "python3.12", "index.handler", loop), "{}");
            byte[] shell = Zips.bootstrap("#!/bin/sh\nwhile true; do :; done\n");
            fixture.start(fixture.function("h", "provided.al2", "x", shell), "{}");
            await().until(() -> fixture.processes().size() == processes);
            Thread.sleep(500);
            System.out.println("BUSY " + fixture.folder);
            Thread.sleep(60_000);
        }
    }
}
