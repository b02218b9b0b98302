package dev.sallyport.functions;

import dev.sallyport.functions.runtimeapi.RuntimeApiEndpoint;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** AWS's error documents of 4.1 and R4.5, byte for byte. */
final class ErrorDocuments {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int SIGNAL_BASE = 128;

    /** As Go names the signals of Linux, which is what AWS's message holds. */
    private static final Map<Integer, String> SIGNALS = Map.ofEntries(
            Map.entry(1, "hangup"),
            Map.entry(2, "interrupt"),
            Map.entry(3, "quit"),
            Map.entry(4, "illegal instruction"),
            Map.entry(5, "trace/breakpoint trap"),
            Map.entry(6, "aborted"),
            Map.entry(7, "bus error"),
            Map.entry(8, "floating point exception"),
            Map.entry(9, "killed"),
            Map.entry(10, "user defined signal 1"),
            Map.entry(11, "segmentation fault"),
            Map.entry(12, "user defined signal 2"),
            Map.entry(13, "broken pipe"),
            Map.entry(14, "alarm clock"),
            Map.entry(15, "terminated"),
            Map.entry(24, "CPU time limit exceeded"),
            Map.entry(25, "file size limit exceeded"));

    private ErrorDocuments() {}

    /** The function ran longer than its timeout. */
    static byte[] timedOut(String requestId, int timeoutSeconds) {
        return document("Sandbox.Timedout", "RequestId: " + requestId + " Error: " + timedOutText(timeoutSeconds));
    }

    /** The words that also stand in the log. */
    static String timedOutText(int timeoutSeconds) {
        return String.format(Locale.ROOT, "Task timed out after %d.00 seconds", timeoutSeconds);
    }

    /** The process ended by itself or by a signal. */
    static byte[] exited(String requestId, int status, boolean outOfMemory) {
        return document(
                outOfMemory ? "Runtime.OutOfMemory" : "Runtime.ExitError",
                "RequestId: " + requestId + " Error: " + exitText(status));
    }

    /** The words that also stand in the log. */
    static String exitText(int status) {
        if (status == 0) {
            return "Runtime exited without providing a reason";
        }
        String signal = SIGNALS.get(status - SIGNAL_BASE);
        return "Runtime exited with error: " + (signal == null ? "exit status " + status : "signal: " + signal);
    }

    /** The process could not be started at all. */
    static byte[] notStarted(String requestId, String errorType, String message) {
        return document(errorType, "RequestId: " + requestId + " Error: " + message);
    }

    /** R4.5. */
    static byte[] responseTooLarge() {
        return document(
                "Function.ResponseSizeTooLarge",
                "Response payload size exceeded maximum allowed payload size (" + RuntimeApiEndpoint.MAX_RESPONSE_BYTES
                        + " bytes).");
    }

    /** A runtime broke off while it streamed. */
    static byte[] truncated() {
        return document("Runtime.TruncatedResponse", "The runtime ended its response before it was complete");
    }

    /** A runtime reported an error without a document. */
    static byte[] reported(@Nullable String errorType) {
        return document(errorType == null ? "Runtime.Unknown" : errorType, "");
    }

    private static byte[] document(String errorType, String errorMessage) {
        ObjectNode document = JSON.createObjectNode();
        document.put("errorType", errorType);
        document.put("errorMessage", errorMessage);
        return JSON.writeValueAsString(document).getBytes(StandardCharsets.UTF_8);
    }
}
