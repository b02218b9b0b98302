package dev.sallyport.compat;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;

/** Handlers that misbehave are answered as AWS answers them, and other functions do not notice. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class UnrulyFunctionsTest {

    private static final String INTERNAL = "{\"message\": \"Internal server error\"}";

    @RegisterExtension
    static final GatewayProcess GATEWAY = GatewayProcess.with();

    private TestFunctions functions;
    private TestApi api;
    private final List<CompletableFuture<HttpResponse<String>>> others = new ArrayList<>();

    /** One misbehaviour: the handler's source in a language and what Invoke and the REST API answer. */
    record Case(String name, String runtime, String source, boolean functionError, String invoke, int status) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Stream<Case> misbehaviours() {
        return Stream.of(
                new Case(
                        "node-garbage-on-stdout",
                        "nodejs20.x",
                        """
                        const { randomBytes } = require('crypto');
                        exports.handler = async () => {
                          for (let i = 0; i < 20; i++) {
                            process.stdout.write(randomBytes(65536));
                            process.stderr.write(randomBytes(65536));
                          }
                          return { statusCode: 200, body: 'unimpressed' };
                        };
                        """,
                        false,
                        "\\{\"statusCode\":200,\"body\":\"unimpressed\"}",
                        200),
                new Case(
                        "python-garbage-on-stdout",
                        "python3.12",
                        """
                        import os, sys
                        def handler(event, context):
                            for _ in range(20):
                                os.write(1, os.urandom(65536))
                                os.write(2, os.urandom(65536))
                            return {'statusCode': 200, 'body': 'unimpressed'}
                        """,
                        false,
                        "\\{\"statusCode\": ?200, ?\"body\": ?\"unimpressed\"}",
                        200),
                new Case(
                        "node-exits",
                        "nodejs20.x",
                        "exports.handler = async () => process.exit(7);",
                        true,
                        exitError("Runtime exited with error: exit status 7"),
                        502),
                new Case(
                        "node-exits-with-zero",
                        "nodejs20.x",
                        "exports.handler = async () => process.exit(0);",
                        true,
                        exitError("Runtime exited without providing a reason"),
                        502),
                new Case(
                        "python-exits",
                        "python3.12",
                        "import os\ndef handler(event, context):\n    os._exit(7)\n",
                        true,
                        exitError("Runtime exited with error: exit status 7"),
                        502),
                new Case(
                        "node-kills-itself",
                        "nodejs20.x",
                        "exports.handler = async () => { process.kill(process.pid, 'SIGKILL'); await new Promise(() => {"
                                + " setInterval(() => {}, 1000); }); };",
                        true,
                        exitError("Runtime exited with error: signal: killed"),
                        502),
                new Case(
                        "node-hangs",
                        "nodejs20.x",
                        "exports.handler = () => { while (true) {} };",
                        true,
                        timeout(),
                        502),
                new Case(
                        "python-hangs",
                        "python3.12",
                        "import time\ndef handler(event, context):\n    time.sleep(600)\n",
                        true,
                        timeout(),
                        502),
                new Case("python-ignores-sigterm-and-hangs", "python3.12", """
                        import signal, time
                        signal.signal(signal.SIGTERM, signal.SIG_IGN)
                        def handler(event, context):
                            while True:
                                time.sleep(1)
                        """, true, timeout(), 502),
                new Case(
                        "node-result-that-is-no-json",
                        "nodejs20.x",
                        "exports.handler = async () => 10n;",
                        true,
                        "(?s).*\"errorType\":.*\"errorMessage\":.*BigInt.*",
                        502),
                new Case(
                        "python-result-that-is-no-json",
                        "python3.12",
                        "def handler(event, context):\n    return {1, 2}\n",
                        true,
                        "(?s).*\"Unable to marshal response: Object of type set is not JSON"
                                + " serializable\".*\"Runtime.MarshalError\".*",
                        502),
                new Case(
                        "node-result-that-is-no-proxy-response",
                        "nodejs20.x",
                        "exports.handler = async () => 'just text';",
                        false,
                        "\"just text\"",
                        502),
                new Case(
                        "python-result-with-unknown-members",
                        "python3.12",
                        "def handler(event, context):\n    return {'status': 200, 'text': 'x'}\n",
                        false,
                        ".*\"status\": ?200.*",
                        502),
                new Case(
                        "node-throws-at-load",
                        "nodejs20.x",
                        "throw new Error('at load');",
                        true,
                        "(?s).*\"errorType\": ?\"Error\".*at load.*",
                        502),
                new Case(
                        "python-exception-with-odd-text",
                        "python3.12",
                        "def handler(event, context):\n    raise ValueError('\\x00\\ud800\"quoted\"\\n')\n",
                        true,
                        "(?s).*\"errorType\": ?\"ValueError\".*",
                        502));
    }

    private static String exitError(String reason) {
        return "\\{\"errorType\":\"Runtime.ExitError\",\"errorMessage\":\"RequestId: [0-9a-f-]{36} Error: " + reason
                + "\"}";
    }

    private static String timeout() {
        return "\\{\"errorType\":\"Sandbox.Timedout\",\"errorMessage\":\"RequestId: [0-9a-f-]{36} Error: Task timed out"
                + " after 2.00 seconds\"}";
    }

    @BeforeAll
    void wellBehavedFunction() {
        functions = new TestFunctions(GATEWAY.lambda());
        api = TestApi.create(GATEWAY, "unruly");
        String arn = functions.python(
                "calm", "def handler(event, context):\n    return {'statusCode': 200, 'body': 'calm'}\n");
        api.function(api.resource(api.rootId(), "calm"), "GET", arn);
        api.deploy("prod");
    }

    @BeforeEach
    void callOthersMeanwhile() {
        for (int i = 0; i < 5; i++) {
            others.add(Http.begin(api.url("prod", "/calm")));
        }
    }

    @AfterEach
    void othersAreUndisturbed() {
        others.add(Http.begin(api.url("prod", "/calm")));
        for (CompletableFuture<HttpResponse<String>> other : others) {
            assertThat(other.join().statusCode()).isEqualTo(200);
            assertThat(other.join().body()).isEqualTo("calm");
        }
        others.clear();
    }

    /** Companion services 4.1 (error payloads) and the REST data plane's response rules of AWS_PROXY. */
    @ParameterizedTest
    @MethodSource("misbehaviours")
    void misbehaviourIsAnsweredAsAwsDoes(Case unruly) {
        int seconds = unruly.name().contains("hangs") ? 2 : 30;
        String file = unruly.runtime().startsWith("node") ? "index.js" : "index.py";
        String arn = functions.create(unruly.name(), unruly.runtime(), file, unruly.source(), seconds, Map.of());

        InvokeResponse invoked = functions.invoke(unruly.name(), "{}");
        assertThat(invoked.statusCode()).isEqualTo(200);
        assertThat(invoked.functionError()).isEqualTo(unruly.functionError() ? "Unhandled" : null);
        assertThat(invoked.payload().asUtf8String()).matches(unruly.invoke());

        api.function(api.resource(api.rootId(), unruly.name()), "GET", arn);
        api.deploy("prod");
        HttpResponse<String> response = Http.get(api.url("prod", "/" + unruly.name()));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(unruly.status());
        assertThat(response.body()).isEqualTo(unruly.status() == 200 ? "unimpressed" : INTERNAL);
    }

    /** R4.3: the event of Invoke has to be JSON. */
    @ParameterizedTest
    @ValueSource(strings = {"{", "pets", "{'a': 1}", "{} {}", "\u0000"})
    void anEventThatIsNoJsonIsRefused(String event) {
        HttpResponse<String> response =
                Http.control(GATEWAY.endpoint(), "POST", "/2015-03-31/functions/calm/invocations", "lambda", event);
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(Http.errorType(response)).isEqualTo("InvalidRequestContentException");
        assertThat(response.body()).contains("Could not parse request body into json");
    }
}
