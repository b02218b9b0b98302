package dev.sallyport.functions.runtimeapi;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.AsciiString;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The answers of the Runtime API. */
final class RuntimeResponses {

    private static final AsciiString JSON = AsciiString.cached("application/json");
    private static final AsciiString REQUEST_ID = AsciiString.cached("Lambda-Runtime-Aws-Request-Id");
    private static final AsciiString DEADLINE = AsciiString.cached("Lambda-Runtime-Deadline-Ms");
    private static final AsciiString ARN = AsciiString.cached("Lambda-Runtime-Invoked-Function-Arn");
    private static final AsciiString TRACE_ID = AsciiString.cached("Lambda-Runtime-Trace-Id");
    private static final AsciiString CLIENT_CONTEXT = AsciiString.cached("Lambda-Runtime-Client-Context");

    private static final byte[] OK = json("{\"status\":\"OK\"}\n");
    private static final byte[] BAD_ID =
            json("{\"errorMessage\":\"Invalid request ID\",\"errorType\":\"InvalidRequestID\"}");
    private static final byte[] BAD_STATE =
            json("{\"errorMessage\":\"State transition is not allowed\",\"errorType\":\"InvalidStateTransition\"}");
    private static final byte[] TOO_LARGE = json("{\"errorMessage\":\"Exceeded maximum allowed payload size ("
            + RuntimeApiEndpoint.MAX_RESPONSE_BYTES + " bytes).\",\"errorType\":\"RequestEntityTooLarge\"}");
    private static final byte[] NOT_FOUND = json("404 page not found\n");

    private RuntimeResponses() {}

    static FullHttpResponse accepted() {
        return response(HttpResponseStatus.ACCEPTED, OK);
    }

    static FullHttpResponse invalidRequestId() {
        return response(HttpResponseStatus.BAD_REQUEST, BAD_ID);
    }

    static FullHttpResponse invalidState() {
        return response(HttpResponseStatus.BAD_REQUEST, BAD_STATE);
    }

    static FullHttpResponse tooLarge() {
        return response(HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE, TOO_LARGE);
    }

    static FullHttpResponse notFound() {
        return response(HttpResponseStatus.NOT_FOUND, NOT_FOUND);
    }

    static FullHttpResponse event(Event event) {
        FullHttpResponse response = response(HttpResponseStatus.OK, event.payload());
        HttpHeaders headers = response.headers();
        headers.set(REQUEST_ID, event.requestId());
        headers.set(DEADLINE, Long.toString(event.deadlineEpochMillis()));
        setIfPrintable(headers, ARN, event.invokedArn());
        setIfPrintable(headers, TRACE_ID, event.traceId());
        setIfPrintable(headers, CLIENT_CONTEXT, event.clientContextJson());
        return response;
    }

    /** Callers pass on what their clients sent; a value that could break the header block is left out. */
    private static void setIfPrintable(HttpHeaders headers, AsciiString name, @Nullable String value) {
        if (value == null) {
            return;
        }
        for (int i = 0; i < value.length(); i++) {
            char character = value.charAt(i);
            if (character < ' ' || character > '~') {
                return;
            }
        }
        headers.set(name, value);
    }

    private static FullHttpResponse response(HttpResponseStatus status, byte[] body) {
        FullHttpResponse response =
                new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, Unpooled.wrappedBuffer(body));
        response.headers().set(HttpHeaderNames.CONTENT_TYPE, JSON).set(HttpHeaderNames.CONTENT_LENGTH, body.length);
        return response;
    }

    private static byte[] json(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
