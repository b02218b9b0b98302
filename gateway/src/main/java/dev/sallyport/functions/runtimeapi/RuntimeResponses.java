package dev.sallyport.functions.runtimeapi;

import dev.sallyport.http.HeadWriter;
import dev.sallyport.http.StatusText;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The answers of the Runtime API as the bytes that go out. */
final class RuntimeResponses {

    static final Answer ACCEPTED = answer(202, "{\"status\":\"OK\"}\n");
    static final Answer INVALID_ID =
            answer(400, "{\"errorMessage\":\"Invalid request ID\",\"errorType\":\"InvalidRequestID\"}");
    static final Answer INVALID_STATE = answer(
            400, "{\"errorMessage\":\"State transition is not allowed\",\"errorType\":\"InvalidStateTransition\"}");
    static final Answer TOO_LARGE = answer(
            413,
            "{\"errorMessage\":\"Exceeded maximum allowed payload size (" + RuntimeApiEndpoint.MAX_RESPONSE_BYTES
                    + " bytes).\",\"errorType\":\"RequestEntityTooLarge\"}");
    static final Answer NOT_FOUND = answer(404, "404 page not found\n");

    static final byte[] CONTINUE = ascii("HTTP/1.1 100 Continue\r\n\r\n");

    private static final byte[] JSON_LENGTH = ascii("Content-Type: application/json\r\nContent-Length: ");
    private static final byte[] CLOSE = ascii("Connection: close\r\n");
    private static final byte[] REQUEST_ID = ascii("\r\nLambda-Runtime-Aws-Request-Id: ");
    private static final byte[] DEADLINE = ascii("\r\nLambda-Runtime-Deadline-Ms: ");
    private static final byte[] ARN = ascii("Lambda-Runtime-Invoked-Function-Arn: ");
    private static final byte[] TRACE_ID = ascii("Lambda-Runtime-Trace-Id: ");
    private static final byte[] CLIENT_CONTEXT = ascii("Lambda-Runtime-Client-Context: ");

    /** A whole message, for a connection that goes on and for one that ends with it. */
    static final class Answer {
        private final byte[] keeping;
        private final byte[] closing;

        private Answer(byte[] keeping, byte[] closing) {
            this.keeping = keeping;
            this.closing = closing;
        }

        byte[] bytes(boolean keepAlive) {
            return keepAlive ? keeping : closing;
        }
    }

    private RuntimeResponses() {}

    private static Answer answer(int status, String body) {
        String head = "HTTP/1.1 " + status + " " + StatusText.of(status) + "\r\nContent-Type: application/json\r\n"
                + "Content-Length: " + body.length() + "\r\n";
        return new Answer(ascii(head + "\r\n" + body), ascii(head + "Connection: close\r\n\r\n" + body));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** The head of the answer to a poll; the payload follows it. */
    static HeadWriter event(HeadWriter heads, Event event, boolean keepAlive) {
        heads.response(200)
                .constant(JSON_LENGTH)
                .number(event.payload().length)
                .constant(REQUEST_ID)
                .text(event.requestId())
                .constant(DEADLINE)
                .number(event.deadlineEpochMillis())
                .end();
        lineIfPrintable(heads, ARN, event.invokedArn());
        lineIfPrintable(heads, TRACE_ID, event.traceId());
        lineIfPrintable(heads, CLIENT_CONTEXT, event.clientContextJson());
        if (!keepAlive) {
            heads.constant(CLOSE);
        }
        return heads.end();
    }

    /** Callers pass on what their clients sent; a value that could break the head is left out. */
    private static void lineIfPrintable(HeadWriter heads, byte[] name, @Nullable String value) {
        if (value == null) {
            return;
        }
        for (int i = 0; i < value.length(); i++) {
            char character = value.charAt(i);
            if (character < ' ' || character > '~') {
                return;
            }
        }
        heads.constant(name).text(value).end();
    }
}
