package dev.sallyport.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sallyport.functions.isolation.Isolation;
import dev.sallyport.model.FunctionVersion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Functions that try what they must not be able to do, on a host of functions that isolates them as well as this machine
 * permits. What must hold follows from what the host promises at its start, so the tests mean something with and without
 * bubblewrap; what only a sandbox can promise is skipped without one, visibly.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IsolationTest {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final boolean ROOT = "root".equals(System.getProperty("user.name"));

    private final HostFixture fixture = new HostFixture(FunctionLimits.DEFAULT, null, Isolation.Mode.AUTO);

    @AfterAll
    void close() {
        fixture.close();
    }

    private boolean sandboxed() {
        return fixture.host.isolation().isSandboxed();
    }

    private void needsSandbox() {
        assumeTrue(
                sandboxed(),
                () -> "no sandbox on this machine: " + fixture.host.isolation().report());
    }

    private JsonNode ask(FunctionVersion function) {
        return JSON.readTree(fixture.succeed(function, "{}"));
    }

    private FunctionVersion other(String source) {
        return fixture.function("g", "python3.12", "index.handler", Zips.of("index.py", source));
    }

    /** A function that returns what each attempt came to: its value, or the name of the error. */
    private static String attempts(String... lambdas) {
        StringBuilder source = new StringBuilder("""
                import errno, os, pwd, sys
                home = pwd.getpwuid(os.getuid()).pw_dir
                def attempt(f):
                    try:
                        return f()
                    except OSError as e:
                        return errno.errorcode[e.errno]
                def write(path):
                    with open(path, 'w') as f:
                        f.write('changed')
                    return 'written'
                def handler(e, c):
                    return [
                """);
        for (String lambda : lambdas) {
            source.append("        attempt(lambda: ").append(lambda).append("),\n");
        }
        return source.append("    ]\n").toString();
    }

    @Test
    @DisplayName("6.6: the start says what holds, and that is what holds")
    void saysWhatHolds() {
        List<String> report = fixture.host.isolation().report();
        assertThat(report).hasSize(2);
        assertThat(report.getFirst())
                .startsWith(sandboxed() ? "Functions are sandboxed by bubblewrap: " : "Functions are not sandboxed (");
        assertThat(report.getLast())
                .startsWith(
                        "Functions have a process group of their own, a scrubbed environment, no new privileges, memory ")
                .contains(fixture.host.isolation().limitsMemory() ? "limited by cgroup v2" : "checked every 0.5 s (");
    }

    @Test
    @DisplayName("6.6, 4.5: a function sees AWS's variables and its own, and none of the gateway's")
    void scrubsTheEnvironment() {
        FunctionVersion function = fixture.function(
                "f",
                "nodejs20.x",
                "index.handler",
                Zips.of("index.js", "exports.handler = async () => process.env;"),
                10,
                512,
                Map.of("MINE", "1", "LD_AUDIT", "", "GLIBC_TUNABLES", "glibc.malloc.check=0"));
        JsonNode seen = ask(function);
        Set<String> names = new TreeSet<>(seen.propertyNames());
        // What shells and bubblewrap set, and AWS's own start does too.
        names.removeAll(Set.of("PWD", "SHLVL", "_", "OLDPWD"));
        assertThat(names)
                .containsExactlyInAnyOrder(
                        "AWS_DEFAULT_REGION",
                        "AWS_EXECUTION_ENV",
                        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
                        "AWS_LAMBDA_FUNCTION_NAME",
                        "AWS_LAMBDA_FUNCTION_VERSION",
                        "AWS_LAMBDA_INITIALIZATION_TYPE",
                        "AWS_LAMBDA_LOG_GROUP_NAME",
                        "AWS_LAMBDA_LOG_STREAM_NAME",
                        "AWS_LAMBDA_RUNTIME_API",
                        "AWS_REGION",
                        "AWS_XRAY_CONTEXT_MISSING",
                        "AWS_XRAY_DAEMON_ADDRESS",
                        "GLIBC_TUNABLES",
                        "LAMBDA_RUNTIME_DIR",
                        "LAMBDA_TASK_ROOT",
                        "LANG",
                        "LD_AUDIT",
                        "LD_LIBRARY_PATH",
                        "MINE",
                        "NODE_PATH",
                        "PATH",
                        "TMPDIR",
                        "TZ",
                        "_AWS_XRAY_DAEMON_ADDRESS",
                        "_AWS_XRAY_DAEMON_PORT",
                        "_HANDLER",
                        "_X_AMZN_TRACE_ID");
        if (sandboxed()) {
            assertThat(seen.get("LAMBDA_TASK_ROOT").asString()).isEqualTo("/var/task");
            assertThat(seen.get("LAMBDA_RUNTIME_DIR").asString()).isEqualTo("/var/runtime");
            assertThat(seen.get("TMPDIR").asString()).isEqualTo("/tmp");
            assertThat(seen.toString()).doesNotContain(fixture.folder.toString());
        }
    }

    @Test
    @DisplayName("6.6: a function inherits no open file of the gateway")
    void inheritsNoDescriptors() {
        JsonNode open = ask(fixture.python("""
                import os
                def target(fd):
                    try:
                        return os.readlink('/proc/self/fd/' + fd)
                    except FileNotFoundError:
                        return 'the folder itself'
                def handler(e, c):
                    return [target(fd) for fd in os.listdir('/proc/self/fd')]
                """));
        assertThat(open)
                .hasSizeLessThanOrEqualTo(6)
                .allSatisfy(target ->
                        assertThat(target.asString()).matches("/dev/null|pipe:.*|socket:.*|the folder itself"));
    }

    @Test
    @DisplayName("6.6: a function cannot gain privileges, and in a sandbox has none")
    void gainsNoPrivileges() {
        String status = """
                def handler(e, c):
                    lines = open('/proc/self/status').read().splitlines()
                    return dict(line.split(':\\t', 1) for line in lines if line.startswith(('NoNewPrivs', 'Cap')))
                """;
        JsonNode python = ask(fixture.python(status));
        assertThat(python.get("NoNewPrivs").asString()).isEqualTo("1");
        JsonNode node = ask(fixture.node("exports.handler = async () => require('fs')"
                + ".readFileSync('/proc/self/status', 'utf8').match(/NoNewPrivs:\\s(\\d)/)[1];"));
        assertThat(node.asString()).isEqualTo("1");
        if (sandboxed()) {
            assertThat(List.of("CapEff", "CapPrm", "CapBnd", "CapAmb", "CapInh"))
                    .allSatisfy(set -> assertThat(python.get(set).asString()).isEqualTo("0000000000000000"));
        }
    }

    @Test
    @DisplayName("6.6: a sandboxed function cannot read the data folder, homes or what only root may")
    void readsNothingOfTheGateway() throws IOException {
        needsSandbox();
        Path key = Files.writeString(fixture.folder.resolve("secrets.key"), "planted");
        JsonNode results = ask(fixture.python(attempts(
                "open('" + key + "').read()",
                "os.listdir('" + fixture.folder + "')",
                "open('/etc/shadow').read()",
                "[n for n in os.listdir(home) if not sys.base_prefix.startswith(os.path.join(home, n))]",
                "os.listdir('/etc/ssl/private')",
                "os.listdir('/sys/fs/cgroup')",
                "sorted(os.listdir('/var'))",
                "[p for p in os.listdir('/proc') if p.isdigit() and 'java' in open('/proc/%s/comm' % p).read()]")));
        assertThat(results)
                .extracting(JsonNode::toString)
                .containsExactly(
                        "\"ENOENT\"",
                        "\"ENOENT\"",
                        "\"ENOENT\"",
                        // The interpreter itself may lie there.
                        results.get(3).isArray() ? "[]" : "\"ENOENT\"",
                        "\"ENOENT\"",
                        "\"ENOENT\"",
                        "[\"runtime\",\"task\",\"tmp\"]",
                        "[]");
    }

    @Test
    @DisplayName("6.6: a function cannot change its code or what runs it")
    void cannotChangeCode() throws IOException {
        assumeTrue(sandboxed() || !ROOT, "without a sandbox read-only files do not stop root");
        String source = attempts(
                "write(os.environ['LAMBDA_TASK_ROOT'] + '/index.py')",
                "write(os.environ['LAMBDA_TASK_ROOT'] + '/new.py')",
                "os.remove(os.environ['LAMBDA_TASK_ROOT'] + '/index.py')",
                "os.chmod(os.environ['LAMBDA_TASK_ROOT'] + '/index.py', 0o777)",
                "write(os.environ['LAMBDA_RUNTIME_DIR'] + '/python/bootstrap.py')",
                "write('/usr/bin/new')",
                "write('/new')",
                "write('/dev/shm/new')",
                "write(os.environ['TMPDIR'] + '/new')");
        FunctionVersion function = fixture.python(source);
        JsonNode results = ask(function);
        if (sandboxed()) {
            assertThat(results).hasSize(9);
            for (int i = 0; i < 8; i++) {
                assertThat(results.get(i).asString()).as("attempt " + i).isEqualTo("EROFS");
            }
        }
        assertThat(results.get(8).asString()).isEqualTo("written");
        Path code = fixture.folder.resolve("functions").resolve(function.codeDigest());
        assertThat(code.resolve("index.py")).hasContent(source);
        assertThat(fixture.folder.resolve("functions/runtime/python/bootstrap.py"))
                .content()
                .isNotEqualTo("changed");
    }

    @Test
    @DisplayName("6.6: a sandboxed function has a /tmp of its own, which is not another's and not the host's")
    void keepsTemporaryFilesApart() {
        needsSandbox();
        String name = "secret-" + UUID.randomUUID();
        assertThat(fixture.succeed(fixture.python(attempts("write('/tmp/" + name + "')")), "{}"))
                .isEqualTo("[\"written\"]");
        assertThat(Path.of("/tmp", name)).doesNotExist();
        assertThat(fixture.succeed(other(attempts("os.listdir('/tmp')", "os.listdir('/var/tmp')")), "{}"))
                .isEqualTo("[[], []]");
    }

    @Test
    @DisplayName("6.6: a sandboxed function cannot make user namespaces, in which it would have capabilities")
    void makesNoNamespaces() {
        needsSandbox();
        assertThat(ask(fixture.python(
                                "import ctypes\ndef handler(e, c):\n    return ctypes.CDLL(None).unshare(0x10000000)\n"))
                        .asInt())
                .isEqualTo(-1);
    }

    @Test
    @DisplayName("6.6: files, core dumps and descriptors are bounded; too large a file fails like a full disk")
    void boundsTheProcess() {
        JsonNode results = ask(fixture.python("""
                import os, resource
                def handler(e, c):
                    path = os.environ['TMPDIR'] + '/large'
                    try:
                        with open(path, 'wb') as f:
                            f.seek(512 * 1024 * 1024)
                            f.write(b'x')
                        large = 'written'
                    except OSError as e:
                        large = e.strerror
                    return [large, resource.getrlimit(resource.RLIMIT_CORE), resource.getrlimit(resource.RLIMIT_NOFILE)]
                """));
        assertThat(results.toString()).isEqualTo("[\"File too large\",[0,0],[1024,1024]]");
    }

    @Test
    @DisplayName("6.6, R4.17: /tmp of a sandbox survives the process that a timeout ended")
    void keepsTemporaryFilesBeyondATimeout() {
        FunctionVersion function = fixture.withTimeout(fixture.python("""
                import os, time
                def handler(e, c):
                    path = os.environ['TMPDIR'] + '/kept'
                    if os.path.exists(path):
                        return open(path).read()
                    with open(path, 'w') as f:
                        f.write('here')
                    time.sleep(60)
                """), 4);
        assertThat(fixture.fail(function, "{}", UUID.randomUUID().toString())).contains("Sandbox.Timedout");
        assertThat(fixture.succeed(function, "{}")).isEqualTo("\"here\"");
    }

    @Test
    @DisplayName("6.6: node, python and a bootstrap of one's own run in the sandbox, with programs of the system")
    void runsAllRuntimes() {
        assertThat(fixture.succeed(
                        fixture.node("const { execFileSync } = require('child_process');"
                                + "exports.handler = async () => execFileSync('uname').toString().trim();"),
                        "{}"))
                .isEqualTo("\"Linux\"");
        assertThat(fixture.succeed(fixture.python("""
                                import subprocess, ssl, socket
                                def handler(e, c):
                                    socket.getaddrinfo('localhost', 80)
                                    return subprocess.check_output(['uname'], text=True).strip()
                                """), "{}")).isEqualTo("\"Linux\"");
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/curl")), "a bootstrap of one's own is tried with curl");
        FunctionVersion shell = fixture.provided("""
                        #!/bin/sh
                        while true; do
                          curl -sS -D "$TMPDIR/head" -o /dev/null "http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime/invocation/next"
                          id=$(grep -i '^lambda-runtime-aws-request-id:' "$TMPDIR/head" | tr -d '\\r' | cut -d' ' -f2)
                          curl -sS -o /dev/null -d "\\"$PWD\\"" "http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime/invocation/$id/response"
                        done
                        """);
        Path code = fixture.folder.resolve("functions").resolve(shell.codeDigest());
        assertThat(fixture.succeed(shell, "{}")).isEqualTo("\"" + (sandboxed() ? "/var/task" : code) + "\"");
    }

    @Test
    @DisplayName(
            "6.6, R4.19: memory of descendants in sessions of their own and shared memory count, and end the function")
    void countsAllMemory() {
        String takes = """
                import mmap, os, time
                kept = []
                def take(shared):
                    while True:
                        kept.append(mmap.mmap(-1, 8 << 20) if shared else bytearray(8 << 20))
                        if shared:
                            for page in range(0, 8 << 20, 4096):
                                kept[-1][page] = 1
                        time.sleep(0.01)
                def handler(e, c):
                    if e.get('ok'):
                        return len(kept)
                    if e.get('fork') and os.fork() == 0:
                        os.setsid()
                        take(e['shared'])
                    if e.get('fork'):
                        time.sleep(60)
                    take(e['shared'])
                """;
        FunctionVersion function = fixture.withTimeout(fixture.withMemory(fixture.python(takes), 128), 30);
        for (String payload : List.of("{\"shared\":true}", "{\"shared\":false,\"fork\":true}")) {
            String id = UUID.randomUUID().toString();
            assertThat(fixture.fail(function, payload, id))
                    .as(payload)
                    .isEqualTo("{\"errorType\":\"Runtime.OutOfMemory\",\"errorMessage\":\"RequestId: " + id
                            + " Error: Runtime exited with error: signal: killed\"}");
            assertThat(fixture.succeed(function, "{\"ok\":true}")).isEqualTo("0");
            assertThat(fixture.logLines())
                    .anyMatch(line ->
                            line.equals("RequestId: " + id + " Error: Runtime exited with error: signal: killed"))
                    .anyMatch(
                            line -> line.startsWith("REPORT RequestId: " + id) && line.contains("Memory Size: 128 MB"));
        }
    }

    @Test
    @DisplayName("6.6: descendants that left the session and cleared their environment end with a sandboxed function")
    void endsWhoeverHides() {
        needsSandbox();
        String seconds = "31" + (100_000 + ProcessHandle.current().pid());
        FunctionVersion function = fixture.python("import os, subprocess\ndef handler(e, c):\n"
                + "    subprocess.Popen(['sh', '-c', 'setsid env -i sleep " + seconds + " & exit 0'], env={})\n"
                + "    if e.get('end'):\n        os._exit(1)\n");
        fixture.succeed(function, "{}");
        await().atMost(PATIENCE).until(() -> running(seconds) == 1);
        fixture.fail(function, "{\"end\":true}", UUID.randomUUID().toString());
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(running(seconds)).isZero());
    }

    private static long running(String argument) {
        return ProcessHandle.allProcesses()
                .filter(process -> {
                    try {
                        return Files.readString(
                                        Path.of("/proc", Long.toString(process.pid()), "cmdline"),
                                        StandardCharsets.ISO_8859_1)
                                .equals("sleep\0" + argument + "\0");
                    } catch (IOException gone) {
                        return false;
                    }
                })
                .count();
    }

    @Test
    @DisplayName("6.6: SIGTERM reaches the function in its sandbox, so that it can say good-bye")
    void letsAFunctionSayGoodBye() {
        try (HostFixture own = new HostFixture(FunctionLimits.DEFAULT, null, Isolation.Mode.AUTO)) {
            FunctionVersion function = own.python("""
                    import signal, sys
                    def bye(*_):
                        print('good-bye', flush=True)
                        sys.exit(0)
                    signal.signal(signal.SIGTERM, bye)
                    def handler(e, c):
                        return 1
                    """);
            own.succeed(function, "{}");
            own.host.close();
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(own.logLines()).contains("good-bye"));
            assertThat(own.processes()).isEmpty();
        }
    }

    @Test
    @DisplayName("6.6: required isolation that this machine lacks keeps the gateway from starting")
    void insistsOnIsolation() {
        if (sandboxed() && fixture.host.isolation().limitsMemory()) {
            try (HostFixture own = new HostFixture(FunctionLimits.DEFAULT, null, Isolation.Mode.REQUIRED)) {
                assertThat(own.succeed(own.python("def handler(e, c):\n    return 1\n"), "{}"))
                        .isEqualTo("1");
            }
        } else {
            assertThatThrownBy(() -> new HostFixture(FunctionLimits.DEFAULT, null, Isolation.Mode.REQUIRED))
                    .isInstanceOf(Isolation.MissingException.class)
                    .hasMessageStartingWith("The setting \"function-sandbox\" is \"required\", and this host lacks what"
                            + " functions need: no ")
                    .hasMessageContaining("docs/functions-isolation.md");
        }
    }

    @Test
    @DisplayName("6.6: without the sandbox all else holds")
    void holdsWithoutTheSandbox() {
        try (HostFixture own = new HostFixture(FunctionLimits.DEFAULT, null, Isolation.Mode.OFF)) {
            assertThat(own.host.isolation().report().getFirst())
                    .startsWith("Functions are not sandboxed (function-sandbox is off): they can read what user ");
            FunctionVersion function = own.python("""
                    import os, stat
                    def handler(e, c):
                        status = open('/proc/self/status').read()
                        private = stat.S_IMODE(os.stat(os.environ['TMPDIR']).st_mode) == 0o700
                        return ['NoNewPrivs:\\t1' in status, private, os.getsid(0) == os.getpid(), os.umask(0)]
                    """);
            assertThat(own.succeed(function, "{}")).isEqualTo("[true, true, true, 18]");
            await().atMost(PATIENCE).until(() -> own.processes().size() == 1);
        }
    }
}
