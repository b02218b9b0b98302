package dev.sallyport.functions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.model.FunctionVersion;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TimeoutTest {

    private final HostFixture fixture = new HostFixture();
    private final String id = UUID.randomUUID().toString();

    @AfterAll
    void close() {
        fixture.close();
    }

    private String timedOut() {
        return "{\"errorType\":\"Sandbox.Timedout\",\"errorMessage\":\"RequestId: " + id
                + " Error: Task timed out after 1.00 seconds\"}";
    }

    /** 4.1, R4.17: an endless loop is killed; a file in TMPDIR survives, memory does not. */
    @Test
    void killsAnEndlessLoopAndKeepsItsTemporaryFiles() {
        FunctionVersion function = fixture.withTimeout(fixture.node("""
                        const fs = require('fs'); const os = require('os');
                        let count = 0;
                        exports.handler = async (event) => {
                          count++;
                          const file = os.tmpdir() + '/kept';
                          if (event.loop) { fs.writeFileSync(file, 'here'); for (;;) {} }
                          return [count, fs.existsSync(file) && fs.readFileSync(file, 'utf8')];
                        };
                        """), 1);
        assertThat(fixture.succeed(function, "{}")).isEqualTo("[1,false]");
        assertThat(fixture.fail(function, "{\"loop\":true}", id)).isEqualTo(timedOut());
        assertThat(fixture.succeed(function, "{}")).isEqualTo("[1,\"here\"]");
        assertThat(fixture.processes()).hasSize(1);
    }

    /** 4.1: waiting for something that never comes. */
    @Test
    void endsAFunctionThatWaitsForever() {
        FunctionVersion function =
                fixture.withTimeout(fixture.python("import time\ndef handler(e, c):\n    time.sleep(60)\n"), 1);
        assertThat(fixture.fail(function, "{}", id)).isEqualTo(timedOut());
        assertThat(fixture.logLines()).anyMatch(line -> line.endsWith(id + " Task timed out after 1.00 seconds"));
    }

    /** F5: children of the function end with it, also one that made a session of its own. */
    @Test
    void endsTheChildrenOfAFunctionToo() {
        FunctionVersion function = fixture.withTimeout(fixture.python("""
                        import subprocess, time
                        def handler(e, c):
                            subprocess.Popen(['sleep', '300'])
                            subprocess.Popen(['sleep', '300'], start_new_session=True)
                            time.sleep(60)
                        """), 1);
        assertThat(fixture.fail(function, "{}", id)).isEqualTo(timedOut());
        org.awaitility.Awaitility.await()
                .untilAsserted(() -> assertThat(fixture.processes())
                        .noneMatch(pid -> ProcessHandle.of(pid)
                                .flatMap(process -> process.info().command())
                                .orElse("")
                                .endsWith("sleep")));
    }
}
