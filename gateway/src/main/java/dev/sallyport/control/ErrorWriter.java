package dev.sallyport.control;

import dev.sallyport.control.WireRequest.Header;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes an error in the form that the client's protocol expects: the one place where errors become bytes. */
final class ErrorWriter {

    /** A member of {@link ServiceException#members()} that travels as the header {@code Retry-After} (R2.3). */
    static final String RETRY_AFTER = "retryAfterSeconds";

    private ErrorWriter() {}

    static WireResponse write(ServiceException error, Addressee addressee, WireRequest request, String requestId) {
        List<Header> headers = new ArrayList<>();
        Map<String, String> members = new LinkedHashMap<>(error.members());
        String retryAfter = members.remove(RETRY_AFTER);
        if (error.status() == 429 || error.status() == 503) {
            headers.add(new Header("Retry-After", retryAfter == null ? "1" : retryAfter));
        }
        headers.add(new Header("x-amzn-RequestId", requestId));
        byte[] body = switch (addressee.form()) {
            case REST_JSON -> restJson(error, members, headers, false);
            case LAMBDA -> restJson(error, members, headers, true);
            case AWS_JSON_1_0 -> awsJson("application/x-amz-json-1.0", error, addressee, request, headers);
            case AWS_JSON_1_1 -> awsJson("application/x-amz-json-1.1", error, addressee, request, headers);
            case QUERY -> query(error, addressee, requestId, headers);
            case RPC_V2_CBOR -> cbor(error, addressee, request, headers);
            case REST_XML -> restXml(error, requestId, headers);
        };
        return new WireResponse(error.status(), List.copyOf(headers), body);
    }

    private static byte[] restJson(
            ServiceException error, Map<String, String> members, List<Header> headers, boolean lambda) {
        headers.add(new Header("Content-Type", "application/json"));
        headers.add(new Header("x-amzn-ErrorType", error.code()));
        Map<String, String> body = new LinkedHashMap<>();
        if (lambda) {
            body.put("Type", error.status() < 500 ? "User" : "Service");
            if (error.code().equals("ResourceNotFoundException")) {
                body.put("Message", error.getMessage());
            }
        }
        body.put("message", error.getMessage());
        body.putAll(members);
        return JsonBodyWriter.document(body);
    }

    private static byte[] awsJson(
            String type, ServiceException error, Addressee addressee, WireRequest request, List<Header> headers) {
        headers.add(new Header("Content-Type", type));
        queryCompatibleHeader(error, request, headers);
        Map<String, String> body = new LinkedHashMap<>();
        body.put("__type", shapeId(error, addressee));
        body.put("message", error.getMessage());
        return JsonBodyWriter.document(body);
    }

    private static byte[] cbor(ServiceException error, Addressee addressee, WireRequest request, List<Header> headers) {
        headers.add(new Header("Content-Type", "application/cbor"));
        headers.add(new Header("Smithy-Protocol", "rpc-v2-cbor"));
        queryCompatibleHeader(error, request, headers);
        Map<String, String> body = new LinkedHashMap<>();
        body.put("__type", shapeId(error, addressee));
        body.put("message", error.getMessage());
        return CborWriter.map(body);
    }

    private static byte[] query(ServiceException error, Addressee addressee, String requestId, List<Header> headers) {
        headers.add(new Header("Content-Type", "text/xml"));
        String namespace =
                addressee.service() == null ? null : addressee.service().xmlNamespace();
        return ("<ErrorResponse" + (namespace == null ? "" : " xmlns=\"" + XmlText.of(namespace) + '"')
                        + "><Error><Type>"
                        + (error.status() < 500 ? "Sender" : "Receiver") + "</Type><Code>" + XmlText.of(error.code())
                        + "</Code><Message>" + XmlText.of(error.getMessage()) + "</Message></Error><RequestId>"
                        + XmlText.of(requestId) + "</RequestId></ErrorResponse>")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] restXml(ServiceException error, String requestId, List<Header> headers) {
        headers.add(new Header("Content-Type", "application/xml"));
        return ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>" + XmlText.of(error.code())
                        + "</Code><Message>"
                        + XmlText.of(error.getMessage()) + "</Message><RequestId>" + XmlText.of(requestId)
                        + "</RequestId></Error>")
                .getBytes(StandardCharsets.UTF_8);
    }

    /** Services that once spoke query tell clients the old code on demand (companion R2.10). */
    private static void queryCompatibleHeader(ServiceException error, WireRequest request, List<Header> headers) {
        if ("true".equals(request.header("x-amzn-query-mode"))) {
            String fault = error.status() < 500 ? "Sender" : "Receiver";
            headers.add(new Header("x-amzn-query-error", error.code() + ";" + fault));
        }
    }

    /** CloudWatch alone names its errors with their namespace (companion R2.10). */
    private static String shapeId(ServiceException error, Addressee addressee) {
        if (!addressee.name().equals("monitoring")) {
            return error.code();
        }
        return switch (error.code()) {
            case "ValidationException" -> "com.amazon.coral.validate#ValidationException";
            case "SerializationException", "UnknownOperationException", "InternalFailure" ->
                "com.amazon.coral.service#" + error.code();
            default -> "com.amazonaws.cloudwatch.v2010_08_01#" + error.code();
        };
    }
}
