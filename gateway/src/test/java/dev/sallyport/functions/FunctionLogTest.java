package dev.sallyport.functions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.functions.log.LogTail;
import dev.sallyport.model.FunctionVersion;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** 4.6: what functions print and what the platform says. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FunctionLogTest {

    private final HostFixture fixture = new HostFixture();
    private final String id = UUID.randomUUID().toString();

    @AfterAll
    void close() {
        fixture.close();
    }

    /** R4.23, R4.25: the lines in order, with tabs; the tail holds those of the invocation. */
    @Test
    void framesTheLinesOfNodeWithThoseOfThePlatform() {
        FunctionVersion function = fixture.node(
                "exports.handler = async () => { console.log('one', { a: 1 }); console.error('two'); process.stdout.write('raw\\n'); };");
        String time = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z";
        InvocationResult cold = HostFixture.await(fixture.start(function, "{}", id));
        assertThat(HostFixture.tail(cold))
                .matches("START RequestId: " + id + " Version: \\$LATEST\n"
                        + time + "\t" + id + "\tINFO\tone \\{ a: 1 }\n"
                        + time + "\t" + id + "\tERROR\ttwo\n"
                        + "raw\n"
                        + "END RequestId: " + id + "\n"
                        + "REPORT RequestId: " + id + "\tDuration: \\d+\\.\\d\\d ms\tBilled Duration: \\d+ ms\t"
                        + "Memory Size: 512 MB\tMax Memory Used: \\d+ MB\tInit Duration: \\d+\\.\\d\\d ms\t\n");
        InvocationResult warm = HostFixture.await(fixture.start(function, "{}", id));
        assertThat(HostFixture.tail(warm)).contains("two\nraw\nEND ").doesNotContain("Init Duration");
        assertThat(fixture.logLines())
                .anyMatch(line -> line.matches("INIT_START Runtime Version: nodejs:\\d+\\.\\d+\\.\\d+\t"
                        + "Runtime Version ARN: arn:aws:lambda:us-east-1::runtime:[0-9a-f]{64}"));
    }

    /** 4.6: python's print and logging with the request id. */
    @Test
    void framesTheLinesOfPythonWithThoseOfThePlatform() {
        FunctionVersion function = fixture.python("""
                import logging
                def handler(e, c):
                    print('printed')
                    logging.getLogger().warning('logged %d', 7)
                """);
        assertThat(HostFixture.tail(HostFixture.await(fixture.start(function, "{}", id))))
                .contains("\nprinted\n[WARNING]\t")
                .contains("Z\t" + id + "\tlogged 7\nEND RequestId");
    }

    /** R4.25: the tail has at most 4 KB, the last ones. */
    @Test
    void keepsTheLastFourKilobytesForTheTail() {
        FunctionVersion function = fixture.python("def handler(e, c):\n    for i in range(2000):\n        print(i)\n");
        InvocationResult result = HostFixture.await(fixture.start(function, "{}", id));
        assertThat(((InvocationResult.Completed) result).logTail()).hasSize(4096);
        assertThat(HostFixture.tail(result)).contains("\n1999\nEND RequestId: " + id);
    }

    /** F5: a flood of 100 MB neither blocks the function nor takes memory nor holds up another. */
    @Test
    void survivesAFloodOfOutput() {
        FunctionVersion flood = fixture.withTimeout(fixture.python("""
                        import os
                        def handler(e, c):
                            line = b'x' * 9999 + b'\\n'
                            for i in range(10000):
                                os.write(1, line)
                            os.write(1, b'y' * 3000000)
                            return 'done'
                        """), 60);
        FunctionVersion other = fixture.function(
                "other", "nodejs20.x", "index.handler", Zips.of("index.js", "exports.handler = async () => 1;"));
        fixture.succeed(other, "{}");
        CompletableFuture<InvocationResult> running = fixture.start(flood, "{}");
        while (!running.isDone()) {
            assertThat(fixture.succeed(other, "{}")).isEqualTo("1");
        }
        assertThat(HostFixture.succeeded(HostFixture.await(running))).isEqualTo("\"done\"");
        assertThat(fixture.logLines()).allMatch(line -> line.length() <= 262_118);
    }

    /** R4.25: the ring of the tail. */
    @Test
    void keepsTheEndOfTheTail() {
        LogTail tail = new LogTail(8);
        tail.line("abc");
        assertThat(new String(tail.toBytes(), StandardCharsets.UTF_8)).isEqualTo("abc\n");
        tail.line("defghijklmnop");
        assertThat(new String(tail.toBytes(), StandardCharsets.UTF_8)).isEqualTo("jklmnop\n");
        tail.clear();
        assertThat(tail.toBytes()).isEmpty();
    }
}
