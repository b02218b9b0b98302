package dev.sallyport.control.lambda;

import dev.sallyport.control.StreamedBody;
import dev.sallyport.functions.InvocationResult;
import dev.sallyport.functions.OpenAnswer;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What InvokeWithResponseStream answers: the function's pieces as they come, and one event at the end (R4.10). */
final class StreamedResult implements StreamedBody {

    private final OpenAnswer answer;
    private final byte @Nullable [] first;
    private final boolean withLog;

    /** @param first the first piece, or null when the invocation is over without one */
    StreamedResult(OpenAnswer answer, byte @Nullable [] first, boolean withLog) {
        this.answer = answer;
        this.first = first;
        this.withLog = withLog;
    }

    @Override
    public void writeTo(Out out) throws IOException {
        try (answer) {
            for (byte[] piece = first; piece != null; piece = answer.next()) {
                out.write(EventMessage.event("PayloadChunk", "application/octet-stream", piece));
            }
            out.write(EventMessage.event("InvokeComplete", "application/json", end(answer.result())));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted in a streamed answer");
        }
    }

    /** The members of the end. Error codes are (inferred). */
    private byte[] end(InvocationResult result) {
        ObjectNode end = JsonMapper.shared().createObjectNode();
        switch (result) {
            case InvocationResult.Completed completed -> {
                if (completed.functionError() != null) {
                    end.put("ErrorCode", completed.functionError());
                    end.put("ErrorDetails", new String(completed.payload(), StandardCharsets.UTF_8));
                }
                if (withLog) {
                    end.put("LogResult", Base64.getEncoder().encodeToString(completed.logTail()));
                }
            }
            case InvocationResult.Throttled throttled -> {
                end.put("ErrorCode", "TooManyRequestsException");
                end.put("ErrorDetails", throttled.reason());
            }
            case InvocationResult.Unavailable unavailable -> {
                end.put("ErrorCode", "ServiceException");
                end.put("ErrorDetails", unavailable.message());
            }
        }
        return JsonMapper.shared().writeValueAsBytes(end);
    }
}
