package dev.sallyport.control;

import dev.sallyport.control.JsonBodyWriter.Times;
import dev.sallyport.control.WireRequest.Header;
import dev.sallyport.wire.Member;
import dev.sallyport.wire.Operation;
import dev.sallyport.wire.Protocol;
import dev.sallyport.wire.Service;
import dev.sallyport.wire.Shape;
import dev.sallyport.wire.Structure;
import dev.sallyport.wire.Unit;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes the output of an operation in the protocol of its request. */
final class OutputWriter {

    private static final byte[] EMPTY = {};

    private OutputWriter() {}

    static WireResponse write(
            Protocol protocol, Service service, Operation<?, ?> operation, Structure output, String requestId) {
        return switch (protocol) {
            case REST_JSON -> restJson(operation, output, requestId);
            case AWS_JSON_1_0 -> whole("application/x-amz-json-1.0", json(output), requestId);
            case AWS_JSON_1_1 -> whole("application/x-amz-json-1.1", json(output), requestId);
            case QUERY -> whole("text/xml", QueryWriter.answer(service, operation, output, requestId), requestId);
            case RPC_V2_CBOR -> cbor(output, requestId);
        };
    }

    private static WireResponse whole(String contentType, byte[] body, String requestId) {
        return new WireResponse(
                200, List.of(new Header("x-amzn-RequestId", requestId), new Header("Content-Type", contentType)), body);
    }

    private static byte[] json(Structure output) {
        return output instanceof Unit ? EMPTY : JsonBodyWriter.structure(output, Times.EPOCH_SECONDS);
    }

    /** An operation without output answers without a body and then without its type. */
    private static WireResponse cbor(Structure output, String requestId) {
        List<Header> headers = new ArrayList<>();
        headers.add(new Header("x-amzn-RequestId", requestId));
        headers.add(new Header("Smithy-Protocol", "rpc-v2-cbor"));
        if (output instanceof Unit) {
            return new WireResponse(200, List.copyOf(headers), EMPTY);
        }
        headers.add(new Header("Content-Type", "application/cbor"));
        return new WireResponse(200, List.copyOf(headers), CborWriter.structure(output));
    }

    /** Status, headers and body, as the model binds the members. */
    private static WireResponse restJson(Operation<?, ?> operation, Structure output, String requestId) {
        boolean gateway = operation.service().equals("apigateway");
        Times times = gateway ? Times.WHOLE_SECONDS : Times.AS_MODELLED;
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
                case PAYLOAD -> payload = payload(value, times);
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
        byte[] body = payload != null ? payload : inBody ? JsonBodyWriter.structure(output, times) : EMPTY;
        return new WireResponse(status, List.copyOf(headers), body);
    }

    private static byte[] payload(Object value, Times times) {
        return switch (value) {
            case byte[] bytes -> bytes;
            case Structure structure -> JsonBodyWriter.structure(structure, times);
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
