package dev.sallyport.control.lambda;

import static dev.sallyport.control.lambda.LambdaFixture.ARN;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.control.ServiceException;
import dev.sallyport.control.StreamedBody;
import dev.sallyport.control.StreamingHandler;
import dev.sallyport.functions.Invocation;
import dev.sallyport.functions.InvocationResult;
import dev.sallyport.wire.lambda.InvokeWithResponseStreamRequest;
import dev.sallyport.wire.lambda.InvokeWithResponseStreamResponse;
import dev.sallyport.wire.lambda.Lambda;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class InvokeWithResponseStreamTest {

    private final LambdaFixture lambda = new LambdaFixture();

    @BeforeEach
    void createFunction() {
        lambda.createWithVersions("f", 1);
    }

    private static InvokeWithResponseStreamRequest.Builder request(String name) {
        return InvokeWithResponseStreamRequest.builder().functionName(name);
    }

    private StreamingHandler.Answer<InvokeWithResponseStreamResponse> invoke(
            InvokeWithResponseStreamRequest.Builder request) {
        return lambda.stream(Lambda.INVOKE_WITH_RESPONSE_STREAM, request.build());
    }

    /** The messages of a body as a strict reader of event streams takes them: headers, then payload. */
    private static List<String> messages(StreamedBody body) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        body.writeTo(all::writeBytes);
        ByteBuffer in = ByteBuffer.wrap(all.toByteArray());
        List<String> messages = new ArrayList<>();
        while (in.hasRemaining()) {
            int start = in.position();
            int total = in.getInt();
            int headersEnd = in.getInt() + 12 + start;
            assertThat(in.getInt()).isEqualTo(checksum(in.array(), start, 8));
            StringBuilder message = new StringBuilder();
            while (in.position() < headersEnd) {
                String name = text(in, in.get());
                assertThat(in.get()).isEqualTo((byte) 7);
                message.append(name).append('=').append(text(in, in.getShort())).append(' ');
            }
            message.append(text(in, start + total - 4 - in.position()));
            assertThat(in.getInt()).isEqualTo(checksum(in.array(), start, total - 4));
            messages.add(message.toString());
        }
        return messages;
    }

    private static String text(ByteBuffer in, int length) {
        byte[] bytes = new byte[length];
        in.get(bytes);
        return new String(bytes, UTF_8);
    }

    private static int checksum(byte[] bytes, int from, int length) {
        CRC32 checksum = new CRC32();
        checksum.update(bytes, from, length);
        return (int) checksum.getValue();
    }

    private static String chunk(String payload) {
        return ":event-type=PayloadChunk :content-type=application/octet-stream :message-type=event " + payload;
    }

    private static String end(String json) {
        return ":event-type=InvokeComplete :content-type=application/json :message-type=event " + json;
    }

    /** R4.10, R4.11. */
    @Test
    void answersChunksAndAnEnd() throws IOException {
        lambda.host.results.add(FakeHost.answered("{\"a\":1}", null, "log"));

        var answer = invoke(request("f").payload("[1]".getBytes(UTF_8)));
        assertThat(answer.output().statusCode()).isEqualTo(200);
        assertThat(answer.output().executedVersion()).isEqualTo("$LATEST");
        assertThat(answer.output().responseStreamContentType()).isEqualTo("application/vnd.amazon.eventstream");
        assertThat(messages(answer.body())).containsExactly(chunk("{\"a\":1}"), end("{}"));
        Invocation invocation = lambda.host.invocations.getFirst();
        assertThat(invocation.payload()).isEqualTo("[1]".getBytes(UTF_8));
        assertThat(invocation.invokedArn()).isEqualTo(ARN + "f");
    }

    /** R4.10: what fails in the function is told at the end; so is the log. */
    @Test
    void tellsErrorsAndTheLogAtTheEnd() throws IOException {
        lambda.host.results.add(FakeHost.answered("{\"errorMessage\":\"x\"}", "Unhandled", "END"));

        assertThat(messages(invoke(request("f").logType("Tail")).body()))
                .containsExactly(end("{\"ErrorCode\":\"Unhandled\",\"ErrorDetails\":"
                        + "\"{\\\"errorMessage\\\":\\\"x\\\"}\",\"LogResult\":\"RU5E\"}"));
    }

    /** R3.51, R4.10: what does not come about is an error of the call. */
    @Test
    void refusesWhatDoesNotComeAbout() {
        lambda.host.results.add(new InvocationResult.Throttled("ReservedFunctionConcurrentInvocationLimitExceeded"));
        assertThatThrownBy(() -> invoke(request("f")))
                .isInstanceOfSatisfying(
                        ServiceException.class, e -> assertThat(e.status()).isEqualTo(429));
        lambda.host.results.add(new InvocationResult.Unavailable("no"));
        assertThatThrownBy(() -> invoke(request("f")))
                .isInstanceOfSatisfying(
                        ServiceException.class, e -> assertThat(e.status()).isEqualTo(500));
        assertThatThrownBy(() -> invoke(request("nobody")))
                .isInstanceOfSatisfying(
                        ServiceException.class, e -> assertThat(e.status()).isEqualTo(404));
        assertThatThrownBy(() -> invoke(request("f").payload("no json".getBytes(UTF_8))))
                .isInstanceOfSatisfying(
                        ServiceException.class, e -> assertThat(e.status()).isEqualTo(400));
    }

    /** R4.2, R4.10. */
    @Test
    void onlyChecksInADryRun() throws IOException {
        var answer = invoke(request("f").invocationType("DryRun"));
        assertThat(answer.output().statusCode()).isEqualTo(204);
        assertThat(messages(answer.body())).isEmpty();
        assertThat(lambda.host.invocations).isEmpty();
    }
}
