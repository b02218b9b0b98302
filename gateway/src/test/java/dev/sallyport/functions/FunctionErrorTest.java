package dev.sallyport.functions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.model.FunctionVersion;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** AWS's error documents (4.1), byte for byte. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FunctionErrorTest {

    private final HostFixture fixture = new HostFixture();
    private final String id = UUID.randomUUID().toString();

    @AfterAll
    void close() {
        fixture.close();
    }

    private String failure(FunctionVersion function) {
        return fixture.fail(function, "{}", id);
    }

    private String exitError(String text) {
        return "{\"errorType\":\"Runtime.ExitError\",\"errorMessage\":\"RequestId: " + id + " Error: " + text + "\"}";
    }

    /** 4.1: node exception; the environment stays warm. */
    @Test
    void reportsAnExceptionOfNode() {
        FunctionVersion function = fixture.node(
                "let n = 0; exports.handler = async (e) => { n++; if (!e.ok) throw new TypeError('bad'); return n; };");
        assertThat(failure(function))
                .startsWith(
                        "{\"errorType\":\"TypeError\",\"errorMessage\":\"bad\",\"trace\":[\"TypeError: bad\",\"    at ");
        assertThat(fixture.succeed(function, "{\"ok\":1}")).isEqualTo("2");
    }

    /** 4.1: what is thrown need not be an error. */
    @Test
    void reportsAThrownTextOfNode() {
        assertThat(failure(fixture.node("exports.handler = (e, c, callback) => callback('no');")))
                .isEqualTo("{\"errorType\":\"string\",\"errorMessage\":\"no\",\"trace\":[]}");
    }

    /** 4.1: python exception. */
    @Test
    void reportsAnExceptionOfPython() {
        FunctionVersion function = fixture.python("def handler(event, context):\n    raise Exception('fail')\n");
        String file = fixture.folder.resolve("functions").resolve(function.codeDigest()) + "/index.py";
        assertThat(failure(function))
                .isEqualTo("{\"errorMessage\": \"fail\", \"errorType\": \"Exception\", \"requestId\": \"" + id
                        + "\", \"stackTrace\": [\"  File \\\"" + file
                        + "\\\", line 2, in handler\\n    raise Exception('fail')\\n\"]}");
    }

    /** 4.1: process exit, and the next invocation works in the same environment. */
    @Test
    void reportsTheExitOfTheProcess() {
        FunctionVersion function =
                fixture.node("exports.handler = async (e) => { if (e.ok) return 1; process.exit(e.status ?? 0); };");
        assertThat(failure(function)).isEqualTo(exitError("Runtime exited without providing a reason"));
        assertThat(fixture.fail(function, "{\"status\":1}", id))
                .isEqualTo(exitError("Runtime exited with error: exit status 1"));
        assertThat(fixture.succeed(function, "{\"ok\":1}")).isEqualTo("1");
        assertThat(failure(fixture.python("import sys\ndef handler(e, c):\n    sys.exit(127)\n")))
                .isEqualTo(exitError("Runtime exited with error: exit status 127"));
    }

    /** 4.1, F5: a process killed by a signal. */
    @Test
    void reportsTheSignalThatEndedTheProcess() {
        assertThat(failure(fixture.python("import os\ndef handler(e, c):\n    os.kill(os.getpid(), 9)\n")))
                .isEqualTo(exitError("Runtime exited with error: signal: killed"));
        assertThat(failure(fixture.python("import os\ndef handler(e, c):\n    os.abort()\n")))
                .isEqualTo(exitError("Runtime exited with error: signal: aborted"));
    }

    /** R4.19, F5: more memory than MemorySize ends the process. */
    @Test
    void endsAFunctionThatTakesTooMuchMemory() {
        FunctionVersion function = fixture.withMemory(fixture.python("""
                        import time
                        def handler(e, c):
                            keep = []
                            while True:
                                keep.append(bytearray(8 * 1024 * 1024))
                                time.sleep(0.02)
                        """), 128);
        assertThat(failure(function))
                .isEqualTo("{\"errorType\":\"Runtime.OutOfMemory\",\"errorMessage\":\"RequestId: " + id
                        + " Error: Runtime exited with error: signal: killed\"}");
    }

    /** 4.1: an uncaught exception and an unhandled rejection of node. */
    @Test
    void reportsUncaughtErrorsOfNode() {
        assertThat(
                        failure(
                                fixture.node(
                                        "exports.handler = () => new Promise(() => setTimeout(() => { throw new Error('late'); }, 5));")))
                .startsWith("{\"errorType\":\"Error\",\"errorMessage\":\"late\"");
        assertThat(failure(fixture.node(
                        "exports.handler = () => new Promise(() => { Promise.reject(new Error('lost')); });")))
                .startsWith("{\"errorType\":\"Runtime.UnhandledPromiseRejection\",\"errorMessage\":\"Error: lost\"");
    }

    /** R4.14: a failing start is repeated once; the body posted to init/error is the answer. */
    @Test
    void reportsAFailingInitialisation() {
        FunctionVersion function = fixture.node("console.log('starting'); throw new Error('no database');");
        assertThat(failure(function))
                .startsWith("{\"errorType\":\"Error\",\"errorMessage\":\"no database\",\"trace\":[");
        assertThat(fixture.logLines().stream().filter(line -> line.endsWith("INFO\tstarting")))
                .hasSize(2);
    }

    /** 4.1: a missing module, handler or function. */
    @Test
    void reportsAMissingHandler() {
        assertThat(failure(fixture.function("f", "nodejs20.x", "absent.handler", Zips.of("index.js", ""))))
                .startsWith("{\"errorType\":\"Runtime.ImportModuleError\",\"errorMessage\":\"Error: Cannot find module"
                        + " 'absent'\\nRequire stack:\\n- ");
        assertThat(failure(fixture.node("exports.other = 1;")))
                .startsWith("{\"errorType\":\"Runtime.HandlerNotFound\",\"errorMessage\":\"index.handler is undefined"
                        + " or not exported\"");
        assertThat(failure(fixture.function("f", "python3.12", "absent.handler", Zips.of("index.py", ""))))
                .isEqualTo("{\"errorMessage\": \"Unable to import module 'absent': No module named 'absent'\","
                        + " \"errorType\": \"Runtime.ImportModuleError\", \"requestId\": \"\", \"stackTrace\": []}");
        assertThat(failure(fixture.python("x = 1\n")))
                .isEqualTo("{\"errorMessage\": \"Handler 'handler' missing on module 'index'\", \"errorType\":"
                        + " \"Runtime.HandlerNotFound\", \"requestId\": \"\", \"stackTrace\": []}");
    }

    /** 4.1: source that does not parse. */
    @Test
    void reportsASyntaxError() {
        assertThat(failure(fixture.node("exports.handler = async ( => 1;")))
                .startsWith("{\"errorType\":\"Runtime.UserCodeSyntaxError\",\"errorMessage\":\"SyntaxError: ");
        assertThat(failure(fixture.python("def handler(event, context)\n    pass\n")))
                .startsWith("{\"errorMessage\": \"Syntax error in module 'index': expected ':' (index.py, line 1)\","
                        + " \"errorType\": \"Runtime.UserCodeSyntaxError\"");
    }

    /** 4.4: provided.* without an executable bootstrap. */
    @Test
    void reportsAMissingBootstrap() {
        assertThat(failure(fixture.function("f", "provided.al2", "x", Zips.of("other", "x"))))
                .isEqualTo("{\"errorType\":\"Runtime.InvalidEntrypoint\",\"errorMessage\":\"RequestId: " + id
                        + " Error: Couldn't find valid bootstrap(s): [/var/task/bootstrap /opt/bootstrap]\"}");
        assertThat(failure(fixture.function("f", "provided.al2", "x", Zips.of("bootstrap", "#!/bin/sh\n"))))
                .contains("fork/exec /var/task/bootstrap: permission denied");
    }

    /** R4.14: a bootstrap that ends before it asks for an event. */
    @Test
    void reportsABootstrapThatEndsAtOnce() {
        assertThat(failure(fixture.provided("#!/bin/sh\nexit 3\n")))
                .isEqualTo(exitError("Runtime exited with error: exit status 3"));
    }

    /** R4.14: a start that takes longer than its limit is repeated under the function's timeout. */
    @Test
    void repeatsAnInitialisationThatTakesTooLong() {
        try (HostFixture quick =
                new HostFixture(FunctionLimits.DEFAULT.withInitLimit(java.time.Duration.ofMillis(300)))) {
            FunctionVersion slow =
                    quick.python("import time\ntime.sleep(0.8)\ndef handler(event, context):\n    return 1\n");
            assertThat(quick.succeed(slow, "{}")).isEqualTo("1");
            FunctionVersion never = quick.withTimeout(quick.python("import time\ntime.sleep(60)\n"), 1);
            assertThat(quick.fail(never, "{}", id)).contains("Sandbox.Timedout");
        }
    }

    /** R4.5, INT-57: an answer over the limit. */
    @Test
    void refusesAnAnswerThatIsTooLarge() {
        String expected = "{\"errorType\":\"Function.ResponseSizeTooLarge\",\"errorMessage\":\"Response payload size"
                + " exceeded maximum allowed payload size (6291556 bytes).\"}";
        FunctionVersion node = fixture.node("exports.handler = async (e) => 'x'.repeat(e.n - 2);");
        assertThat(fixture.fail(node, "{\"n\":6291557}", id)).isEqualTo(expected);
        assertThat(fixture.succeed(node, "{\"n\":6291556}")).hasSize(6_291_556);
        FunctionVersion python = fixture.python("def handler(e, c):\n    return 'x' * (e['n'] - 2)\n");
        assertThat(fixture.fail(python, "{\"n\":6291557}", id)).isEqualTo(expected);
        assertThat(fixture.succeed(python, "{\"n\":10}")).isEqualTo("\"xxxxxxxx\"");
    }

    /** 4.1: a result that is not JSON. */
    @Test
    void reportsAResultThatCannotBeWritten() {
        assertThat(failure(fixture.node("exports.handler = async () => ({ n: 10n });")))
                .startsWith(
                        "{\"errorType\":\"Runtime.MarshallingError\",\"errorMessage\":\"Unable to stringify response"
                                + " body as json: ");
        assertThat(failure(fixture.python("def handler(e, c):\n    return {1, 2}\n")))
                .contains("\"errorType\": \"Runtime.MarshalError\"")
                .contains("Unable to marshal response: Object of type set is not JSON serializable");
    }
}
