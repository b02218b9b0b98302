package dev.sallyport.functions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.model.FunctionVersion;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SuccessfulInvocationTest {

    /** A runtime in a dozen lines, as the tutorial of AWS has it; needs curl as that does. */
    static final String ECHO_BOOTSTRAP = """
            #!/bin/sh
            API="http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime/invocation"
            HEAD="$TMPDIR/head"
            while true; do
              EVENT=$(curl -sS -f -D "$HEAD" "$API/next") || exit 1
              ID=$(grep -i '^Lambda-Runtime-Aws-Request-Id' "$HEAD" | tr -d '\\r' | cut -d' ' -f2)
              echo "handling $ID"
              curl -sS -f -o /dev/null -d "Echoing request: '$EVENT'" "$API/$ID/response" || exit 1
            done
            """;

    private final HostFixture fixture = new HostFixture();

    @AfterAll
    void close() {
        fixture.close();
    }

    /** 4.4: nodejs with an async handler. */
    @Test
    void runsAnAsyncNodeHandler() {
        FunctionVersion function = fixture.node("exports.handler = async (event) => ({ hello: event.name });");
        assertThat(fixture.succeed(function, "{\"name\":\"wörld\"}")).isEqualTo("{\"hello\":\"wörld\"}");
    }

    /** 4.4: nodejs with a callback, which is answered when the event loop is empty. */
    @Test
    void runsANodeHandlerWithACallbackAndWaitsForTheEventLoop() {
        FunctionVersion function = fixture.node("""
                let ticks = 0;
                exports.handler = (event, context, callback) => {
                  setTimeout(() => { ticks++; }, 150);
                  callback(null, { get ticks() { return ticks; } });
                };
                """);
        assertThat(fixture.succeed(function, "{}")).isEqualTo("{\"ticks\":1}");
    }

    /** 4.4: callbackWaitsForEmptyEventLoop = false answers at once. */
    @Test
    void answersAtOnceWhenTheNodeHandlerDoesNotWaitForTheEventLoop() {
        FunctionVersion function = fixture.node("""
                exports.handler = (event, context, callback) => {
                  context.callbackWaitsForEmptyEventLoop = false;
                  setInterval(() => {}, 1000);
                  callback(null, 'now');
                };
                """);
        assertThat(fixture.succeed(function, "{}")).isEqualTo("\"now\"");
    }

    /** R4.7: no result is the text null; also when the callback is never called. */
    @Test
    void answersNullWithoutAResult() {
        assertThat(fixture.succeed(fixture.node("exports.handler = async () => {};"), "{}"))
                .isEqualTo("null");
        assertThat(fixture.succeed(fixture.node("exports.handler = (event, context, callback) => {};"), "{}"))
                .isEqualTo("null");
        assertThat(fixture.succeed(fixture.python("def handler(event, context):\n    pass\n"), "{}"))
                .isEqualTo("null");
    }

    /** 4.4: nested handler paths and ES modules. */
    @Test
    void loadsEsModulesFromNestedPaths() {
        FunctionVersion function = fixture.function(
                "f",
                "nodejs20.x",
                "src/app.nested.handler",
                Zips.of(
                        "src/app.mjs",
                        "import { b } from './b.mjs'; export const nested = { handler: async () => b };",
                        "src/b.mjs",
                        "export const b = 'esm';"));
        assertThat(fixture.succeed(function, "{}")).isEqualTo("\"esm\"");
    }

    /** 4.4: package.json with type module makes .js an ES module; .cjs is none. */
    @Test
    void followsTheTypeOfThePackage() {
        String esm = "export const handler = async () => typeof require;";
        assertThat(fixture.succeed(
                        fixture.function(
                                "f",
                                "nodejs22.x",
                                "index.handler",
                                Zips.of("index.js", esm, "package.json", "{\"type\":\"module\"}")),
                        "{}"))
                .isEqualTo("\"undefined\"");
        assertThat(fixture.succeed(
                        fixture.function(
                                "f",
                                "nodejs24.x",
                                "index.handler",
                                Zips.of("index.cjs", "exports.handler = async () => 'cjs';")),
                        "{}"))
                .isEqualTo("\"cjs\"");
    }

    /** 4.4: response streaming is collected: prelude, eight NUL, body (R4.11, R4.12). */
    @Test
    void collectsAStreamedResponse() {
        FunctionVersion function = fixture.node("""
                exports.handler = awslambda.streamifyResponse(async (event, stream, context) => {
                  stream = awslambda.HttpResponseStream.from(stream, { statusCode: 201 });
                  stream.write('a');
                  await new Promise((resolve) => setTimeout(resolve, 20));
                  stream.write('b');
                  stream.end();
                });
                """);
        assertThat(fixture.succeed(function, "{}")).isEqualTo("{\"statusCode\":201}" + "\0".repeat(8) + "ab");
    }

    /** 4.4: python with slashes and dots in the module path. */
    @Test
    void runsPythonHandlersInPackages() {
        byte[] zip = Zips.of("src/app.py", "def handler(event, context):\n    return {'hello': event['name']}\n");
        assertThat(fixture.succeed(fixture.function("f", "python3.12", "src/app.handler", zip), "{\"name\":\"wörld\"}"))
                .isEqualTo("{\"hello\": \"wörld\"}");
        assertThat(fixture.succeed(fixture.function("f", "python3.13", "src.app.handler", zip), "{\"name\":\"b\"}"))
                .isEqualTo("{\"hello\": \"b\"}");
    }

    /** 4.4: provided.* runs the package's own bootstrap; its answer is passed on as it is, JSON or not. */
    @Test
    void runsAnOwnRuntime() {
        FunctionVersion function = fixture.provided(ECHO_BOOTSTRAP);
        assertThat(fixture.succeed(function, "{\"a\":1}")).isEqualTo("Echoing request: '{\"a\":1}'");
        assertThat(fixture.succeed(function, "{\"a\":2}")).isEqualTo("Echoing request: '{\"a\":2}'");
    }

    /** 4.5: the process sees the variables of AWS and of the user, and none of the gateway's. */
    @Test
    void givesTheProcessTheVariablesOfAwsAndNoOthers() {
        FunctionVersion function = fixture.function(
                "f",
                "nodejs20.x",
                "index.handler",
                Zips.of("index.js", "exports.handler = async () => ({ cwd: process.cwd(), ...process.env });"),
                10,
                256,
                Map.of("COLOUR", "green", "_HANDLER", "mine"));
        String task = fixture.folder
                .resolve("functions")
                .resolve(function.codeDigest())
                .toString();
        assertThat(fixture.succeed(function, "{}"))
                .contains("\"COLOUR\":\"green\"")
                .contains("\"AWS_LAMBDA_FUNCTION_MEMORY_SIZE\":\"256\"")
                .contains("\"AWS_EXECUTION_ENV\":\"AWS_Lambda_nodejs20.x\"")
                .contains("\"AWS_LAMBDA_LOG_GROUP_NAME\":\"/aws/lambda/f\"")
                .contains("\"_HANDLER\":\"index.handler\"")
                .contains("\"_X_AMZN_TRACE_ID\":\"Root=1-5759e988")
                .contains("\"LAMBDA_TASK_ROOT\":\"" + task + "\"")
                .contains("\"cwd\":\"" + task + "\"")
                .doesNotContain("JAVA_HOME")
                .doesNotContain("\"HOME\"");
    }

    /** 4.5: the trace id of an invocation is a variable like all others, also for programs that a function starts. */
    @Test
    void tellsTheTraceIdInTheEnvironmentOfNode() {
        FunctionVersion function = fixture.node("""
                const { execSync } = require('child_process');
                exports.handler = async () => {
                  const name = '_X_AMZN_TRACE_ID';
                  process.env.OTHER = 5;
                  const seen = [name in process.env, Object.keys(process.env).filter((key) => key === name).length,
                    process.env[name], execSync('echo $_X_AMZN_TRACE_ID $OTHER').toString().trim(), process.env.OTHER];
                  delete process.env.OTHER;
                  delete process.env[name];
                  return [...seen, process.env.OTHER === undefined, name in process.env, process.env[name] === undefined];
                };
                """);
        String traceId = "Root=1-5759e988-bd862e3fe1be46a994272793";
        for (int i = 0; i < 2; i++) {
            assertThat(fixture.succeed(function, "{}"))
                    .isEqualTo("[true,1,\"" + traceId + "\",\"" + traceId + " 5\",\"5\",true,false,true]");
        }
    }

    /** 4.5: the same in Python, but for programs that a function starts. */
    @Test
    void tellsTheTraceIdInTheEnvironmentOfPython() {
        FunctionVersion function = fixture.python("""
                import os
                def handler(event, context):
                    name = '_X_AMZN_TRACE_ID'
                    return [name in os.environ, os.environ[name], os.getenv(name), dict(os.environ)[name]]
                """);
        String traceId = "\"Root=1-5759e988-bd862e3fe1be46a994272793\"";
        assertThat(fixture.succeed(function, "{}").replace(" ", ""))
                .isEqualTo("[true," + traceId + "," + traceId + "," + traceId + "]");
    }

    /** R4.19: a hundred thousand trace ids leave no trace in the memory of a function. */
    @Test
    void keepsNoTraceIdInMemory() {
        FunctionVersion function = fixture.node("""
                exports.handler = async (event, context) => {
                  const before = process.memoryUsage().rss;
                  for (let i = 0; i < 100000; i++) {
                    process.env._X_AMZN_TRACE_ID = 'Root=1-6553f1a2-1b2c3d4e5f60718293a4b5' + i;
                  }
                  return process.memoryUsage().rss - before < 10000000;
                };
                """);
        assertThat(fixture.succeed(function, "{}")).isEqualTo("true");
    }

    /** 4.3: the context holds the ARN as addressed, the deadline and the client context. */
    @Test
    void tellsTheContextToBothRuntimes() {
        String context =
                Base64.getEncoder().encodeToString("{\"custom\":{\"k\":\"ü\"}}".getBytes(StandardCharsets.UTF_8));
        FunctionVersion node = fixture.node("""
                exports.handler = async (event, c) => [c.awsRequestId, c.invokedFunctionArn, c.memoryLimitInMB,
                  c.functionVersion, c.clientContext.custom.k, c.getRemainingTimeInMillis() > 8000];
                """);
        assertThat(HostFixture.succeeded(HostFixture.await(fixture.host
                        .invoke(new Invocation(
                                node,
                                node.functionArn() + ":live",
                                "{}".getBytes(StandardCharsets.UTF_8),
                                "id-1",
                                null,
                                context))
                        .toCompletableFuture())))
                .isEqualTo("[\"id-1\",\"" + node.functionArn() + ":live\",\"512\",\"$LATEST\",\"ü\",true]");
        FunctionVersion python = fixture.python("""
                def handler(event, c):
                    return [c.aws_request_id, c.invoked_function_arn, c.memory_limit_in_mb, c.function_version,
                        c.client_context.custom['k'], c.get_remaining_time_in_millis() > 8000]
                """);
        assertThat(HostFixture.succeeded(HostFixture.await(fixture.host
                        .invoke(new Invocation(
                                python,
                                python.functionArn(),
                                "{}".getBytes(StandardCharsets.UTF_8),
                                "id-2",
                                null,
                                context))
                        .toCompletableFuture())))
                .isEqualTo("[\"id-2\", \"" + python.functionArn() + "\", \"512\", \"$LATEST\", \"ü\", true]");
    }

    /** 4.1, R4.5: payloads and answers of megabytes pass unchanged. */
    @Test
    void passesLargePayloads() {
        String payload = "{\"text\":\"" + "ab".repeat(2_000_000) + "\"}";
        assertThat(fixture.succeed(fixture.node("exports.handler = async (e) => e.text;"), payload))
                .hasSize(4_000_002);
        assertThat(fixture.succeed(fixture.python("def handler(event, context):\n    return event['text']\n"), payload))
                .hasSize(4_000_002);
    }

    /** R3.7: a runtime that the gateway does not run is named. */
    @Test
    void namesAnUnsupportedRuntime() {
        FunctionVersion function = fixture.function("f", "java21", "a.B::c", Zips.of("a", "b"));
        assertThat(Runtimes.supports("java21")).isFalse();
        assertThat(Runtimes.supports("nodejs24.x")).isTrue();
        assertThat(fixture.invoke(function, "{}"))
                .isInstanceOfSatisfying(
                        InvocationResult.Unavailable.class,
                        unavailable -> assertThat(unavailable.message())
                                .startsWith("The runtime java21 is not supported by this gateway."));
    }

    /** R4.21: a missing interpreter is a function error with a clear message. */
    @Test
    void tellsThatTheInterpreterIsMissing() {
        try (HostFixture without =
                new HostFixture(FunctionLimits.DEFAULT, java.nio.file.Path.of("/nonexistent/node"))) {
            String id = UUID.randomUUID().toString();
            assertThat(without.fail(without.node(""), "{}", id))
                    .isEqualTo("{\"errorType\":\"Runtime.ExitError\",\"errorMessage\":\"RequestId: " + id
                            + " Error: The runtime nodejs20.x needs node on the host of this gateway, and none was"
                            + " found. Install it or set its path.\"}");
        }
    }
}
