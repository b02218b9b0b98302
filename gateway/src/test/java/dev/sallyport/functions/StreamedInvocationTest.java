package dev.sallyport.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sallyport.model.FunctionVersion;
import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.DefaultEventExecutor;
import io.netty.util.concurrent.EventExecutor;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Streamed answers of real processes (R4.10 to R4.12, 4.3). */
class StreamedInvocationTest {

    /** A runtime of its own that streams and ends as the event says. */
    private static final String OWN_RUNTIME = """
            #!/usr/bin/env python3
            import base64, os, socket, time
            host, port = os.environ['AWS_LAMBDA_RUNTIME_API'].split(':')
            connection = socket.create_connection((host, int(port)))
            stream = connection.makefile('rwb')
            def head():
                lines = {}
                line = stream.readline()
                while True:
                    line = stream.readline().decode().strip()
                    if not line:
                        return lines
                    name, value = line.split(': ', 1)
                    lines[name.lower()] = value
            def send(text):
                stream.write(text)
                stream.flush()
            while True:
                send(b'GET /2018-06-01/runtime/invocation/next HTTP/1.1\\r\\nHost: h\\r\\n\\r\\n')
                lines = head()
                event = stream.read(int(lines['content-length'])).decode()
                send(('POST /2018-06-01/runtime/invocation/%s/response HTTP/1.1\\r\\nHost: h\\r\\n'
                    'Content-Type: application/vnd.awslambda.http-integration-response\\r\\n'
                    'Lambda-Runtime-Function-Response-Mode: streaming\\r\\nTransfer-Encoding: chunked\\r\\n'
                    'Trailer: Lambda-Runtime-Function-Error-Type, Lambda-Runtime-Function-Error-Body\\r\\n\\r\\n'
                    % lines['lambda-runtime-aws-request-id']).encode())
                send(b'a\\r\\n{}' + bytes(8) + b'\\r\\n')
                time.sleep(0.1)
                send(b'4\\r\\npart\\r\\n')
                if event == '"fail"':
                    body = base64.b64encode(b'{"errorMessage":"mid","errorType":"E"}')
                    send(b'0\\r\\nLambda-Runtime-Function-Error-Type: E\\r\\nLambda-Runtime-Function-Error-Body: '
                        + body + b'\\r\\n\\r\\n')
                elif event == '"cut"':
                    connection.shutdown(socket.SHUT_RDWR)
                    time.sleep(60)
                else:
                    send(b'0\\r\\n\\r\\n')
                answer = head()
                stream.read(int(answer['content-length']))
            """;

    private final HostFixture fixture = new HostFixture();
    private final EventExecutor loop = new DefaultEventExecutor();

    @AfterEach
    void close() {
        fixture.close();
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    /** Takes a stream as the caller, at once or when it is told to. */
    private static final class Taker implements AnswerStream.Receiver {
        private final List<String> pieces = new CopyOnWriteArrayList<>();
        private final AtomicLong bytes = new AtomicLong();
        private final CompletableFuture<InvocationResult> result = new CompletableFuture<>();
        private volatile boolean takes = true;
        private @Nullable AnswerStream stream;

        @Override
        public void piece(ByteBuf piece) {
            bytes.addAndGet(piece.readableBytes());
            if (pieces.size() < 1000) {
                pieces.add(piece.toString(StandardCharsets.UTF_8));
            }
            piece.release();
            if (takes) {
                Objects.requireNonNull(stream).taken();
            }
        }

        @Override
        public void ended(InvocationResult ended) {
            result.complete(ended);
        }

        String all() {
            return String.join("", pieces);
        }
    }

    private Taker start(FunctionVersion function, String payload) {
        return start(function, payload, true);
    }

    private Taker start(FunctionVersion function, String payload, boolean takes) {
        Taker taker = new Taker();
        taker.takes = takes;
        loop.submit(() -> {
                    taker.stream = fixture.host.stream(
                            new Invocation(
                                    function,
                                    function.functionArn(),
                                    payload.getBytes(StandardCharsets.UTF_8),
                                    UUID.randomUUID().toString(),
                                    null,
                                    null),
                            loop,
                            taker);
                })
                .syncUninterruptibly();
        return taker;
    }

    private static String failure(Taker taker) {
        InvocationResult.Completed completed = (InvocationResult.Completed) HostFixture.await(taker.result);
        assertThat(completed.functionError()).isEqualTo("Unhandled");
        return new String(completed.payload(), StandardCharsets.UTF_8);
    }

    /** R4.12: what a node function writes comes before it has written the rest. */
    @Test
    void givesWhatNodeWritesAsItIsWritten() {
        FunctionVersion function = fixture.node("""
                exports.handler = awslambda.streamifyResponse(async (event, stream) => {
                  stream = awslambda.HttpResponseStream.from(stream, { statusCode: 201 });
                  for (let i = 0; i < 3; i++) {
                    stream.write('p' + i);
                    await new Promise((resolve) => setTimeout(resolve, 60));
                  }
                  console.log('written');
                  stream.end('end');
                });
                """);
        Taker taker = start(function, "{}");

        assertThat(HostFixture.succeeded(HostFixture.await(taker.result))).isEmpty();
        assertThat(taker.all()).isEqualTo("{\"statusCode\":201}" + "\0".repeat(8) + "p0p1p2end");
        assertThat(taker.pieces.size()).isGreaterThanOrEqualTo(3);
        assertThat(HostFixture.tail(HostFixture.await(taker.result)))
                .containsSubsequence("START", "written", "END", "REPORT");
        assertThat(HostFixture.succeeded(HostFixture.await(start(function, "{}").result)))
                .isEmpty();
    }

    /** R4.11: a function that returns gives one piece; so does Python. */
    @Test
    void givesAWholeResultAsOnePiece() {
        assertThat(wholePiece(fixture.node("exports.handler = async () => ({ a: 1 });")))
                .containsExactly("{\"a\":1}");
        assertThat(wholePiece(fixture.python("def handler(event, context):\n    return [1]\n")))
                .containsExactly("[1]");
    }

    private List<String> wholePiece(FunctionVersion function) {
        Taker taker = start(function, "{}");
        HostFixture.succeeded(HostFixture.await(taker.result));
        return taker.pieces;
    }

    /** 4.3: an error in mid stream comes with the trailers; before the first byte it is an error like any other. */
    @Test
    void tellsErrorsOfNode() {
        FunctionVersion function = fixture.node("""
                exports.handler = awslambda.streamifyResponse(async (event, stream) => {
                  if (event === 'late') {
                    stream.write('part');
                    await new Promise((resolve) => setTimeout(resolve, 20));
                  }
                  if (event === 'crash') {
                    stream.write('part');
                    setTimeout(() => { throw new TypeError('crashed'); }, 20);
                    await new Promise(() => {});
                  }
                  throw new RangeError('no more');
                });
                """);
        Taker early = start(function, "\"early\"");
        assertThat(failure(early)).contains("\"errorType\":\"RangeError\"", "\"errorMessage\":\"no more\"");
        assertThat(early.pieces).isEmpty();
        Taker late = start(function, "\"late\"");
        assertThat(failure(late)).contains("\"errorType\":\"RangeError\"");
        assertThat(late.all()).isEqualTo("part");
        Taker crashed = start(function, "\"crash\"");
        assertThat(failure(crashed)).contains("\"errorType\":\"TypeError\"", "crashed");
        assertThat(crashed.all()).isEqualTo("part");
    }

    /** 4.3: a runtime of its own streams, fails in mid stream and breaks off. */
    @Test
    void servesAnOwnRuntime() {
        FunctionVersion function = fixture.provided(OWN_RUNTIME);
        Taker good = start(function, "1");
        assertThat(HostFixture.succeeded(HostFixture.await(good.result))).isEmpty();
        assertThat(good.all()).isEqualTo("{}" + "\0".repeat(8) + "part");
        assertThat(good.pieces.size()).isGreaterThanOrEqualTo(2);
        Taker failed = start(function, "\"fail\"");
        assertThat(failure(failed)).isEqualTo("{\"errorMessage\":\"mid\",\"errorType\":\"E\"}");
        assertThat(failed.all()).endsWith("part");
        Taker cut = start(function, "\"cut\"");
        assertThat(failure(cut)).contains("Runtime.TruncatedResponse");
        assertThat(cut.all()).endsWith("part");
        assertThat(fixture.succeed(fixture.provided(OWN_RUNTIME), "2")).isEqualTo("{}" + "\0".repeat(8) + "part");
    }

    /** 4.1: the end of the process and the function's time-out end a stream too. */
    @Test
    void tellsExitsAndTimeouts() {
        FunctionVersion function = fixture.withTimeout(fixture.node("""
                exports.handler = awslambda.streamifyResponse(async (event, stream) => {
                  stream.write('part');
                  await new Promise((resolve) => setTimeout(resolve, 50));
                  if (event === 'exit') {
                    process.exit(3);
                  }
                  await new Promise((resolve) => setTimeout(resolve, 60000));
                });
                """), 1);
        Taker exits = start(function, "\"exit\"");
        assertThat(failure(exits)).contains("Runtime.ExitError", "exit status 3");
        assertThat(exits.all()).isEqualTo("part");
        Taker hangs = start(function, "\"hang\"");
        assertThat(failure(hangs)).contains("Sandbox.Timedout");
        assertThat(hangs.all()).isEqualTo("part");
    }

    /** INT-114: a caller that takes nothing holds the function back, and one that leaves lets it run on. */
    @Test
    void holdsTheFunctionBack() {
        FunctionVersion function = fixture.node("""
                exports.handler = awslambda.streamifyResponse(async (event, stream) => {
                  const piece = Buffer.alloc(100000, 'x');
                  for (let i = 0; i < 400; i++) {
                    if (!stream.write(piece)) {
                      await new Promise((resolve) => stream.once('drain', resolve));
                    }
                  }
                  stream.end();
                });
                """);
        Taker slow = start(function, "{}", false);
        await().until(() -> slow.bytes.get() > AnswerStream.WINDOW_BYTES / 2);
        await().during(java.time.Duration.ofMillis(300))
                .until(() -> slow.bytes.get() < 2 * AnswerStream.WINDOW_BYTES && !slow.result.isDone());
        loop.submit(() -> {
                    slow.takes = true;
                    Objects.requireNonNull(slow.stream).taken();
                })
                .syncUninterruptibly();
        assertThat(HostFixture.succeeded(HostFixture.await(slow.result))).isEmpty();
        assertThat(slow.bytes.get()).isEqualTo(40_000_000);

        Taker leaves = start(function, "{}", false);
        await().until(() -> leaves.bytes.get() > AnswerStream.WINDOW_BYTES / 2);
        loop.submit(() -> Objects.requireNonNull(leaves.stream).abandon()).syncUninterruptibly();
        assertThat(HostFixture.succeeded(HostFixture.await(leaves.result))).isEmpty();
        assertThat(leaves.bytes.get()).isLessThan(40_000_000);
    }
}
