package dev.sallyport.control;

import dev.sallyport.control.WireRequest.Header;
import dev.sallyport.wire.Member;
import dev.sallyport.wire.Operation;
import dev.sallyport.wire.Shape;
import dev.sallyport.wire.Structure;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes the output of a rest-json operation: status, headers and body, as the model binds its members. */
final class OutputWriter {

    private static final byte[] EMPTY = {};

    private OutputWriter() {}

    static WireResponse write(Operation<?, ?> operation, Structure output, String requestId) {
        boolean gateway = operation.service().equals("apigateway");
        List<Header> headers = new ArrayList<>();
        headers.add(new Header("x-amzn-RequestId", requestId));
        if (gateway) {
            headers.add(new Header("x-amz-apigw-id", extendedRequestId(requestId)));
        }
        int status = operation.status();
        boolean inBody = false;
        byte[] payload = null;
        String contentType = "application/json";
        List<Member> members = output.shape().members();
        @Nullable Object[] values = output.values();
        for (int i = 0; i < values.length; i++) {
            Member member = members.get(i);
            Object value = values[i];
            inBody |= member.location() == Member.Location.BODY;
            if (value == null) {
                continue;
            }
            Shape shape = member.shape().get();
            switch (member.location()) {
                case STATUS -> status = ((Number) value).intValue();
                case PAYLOAD -> payload = payload(value, gateway);
                case HEADER -> {
                    String text = TextValues.write(value, shape);
                    if (member.wireName().equalsIgnoreCase("Content-Type")) {
                        contentType = text;
                    } else {
                        headers.add(new Header(member.wireName(), text));
                    }
                }
                case PREFIX_HEADERS ->
                    ((Map<?, ?>) value)
                            .forEach((name, each) -> headers.add(new Header(
                                    member.wireName() + name, TextValues.write(String.valueOf(each), shape))));
                case BODY, LABEL, QUERY, QUERY_PARAMS -> {
                    // The body is written as a whole below; the others do not occur in outputs.
                }
            }
        }
        headers.add(new Header("Content-Type", contentType));
        byte[] body = payload != null ? payload : inBody ? JsonBodyWriter.structure(output, gateway) : EMPTY;
        return new WireResponse(status, List.copyOf(headers), body);
    }

    private static byte[] payload(Object value, boolean wholeSeconds) {
        return switch (value) {
            case byte[] bytes -> bytes;
            case Structure structure -> JsonBodyWriter.structure(structure, wholeSeconds);
            default -> String.valueOf(value).getBytes(StandardCharsets.UTF_8);
        };
    }

    /** AWS's control plane stands behind API Gateway and shows its id too (R1.4): 16 characters of base64. */
    private static String extendedRequestId(String requestId) {
        byte[] head = new byte[11];
        byte[] id = requestId.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(id, 0, head, 0, Math.min(id.length, head.length));
        return Base64.getEncoder().encodeToString(head);
    }
}
