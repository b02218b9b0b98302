package dev.sallyport.pipeline.websocket;

import dev.sallyport.mapping.json.JsonText;
import dev.sallyport.pipeline.Exchange;
import dev.sallyport.pipeline.Fault;
import dev.sallyport.pipeline.GatewayResponseType;
import java.nio.charset.StandardCharsets;

/** Every fault in the words of WebSocket APIs: as an error frame (section 10), as a refused handshake (section 3), and of {@code @connections} (section 15). */
final class WebSocketFaults {

    private static final String INTERNAL = "Internal server error";
    private static final String FORBIDDEN = "Forbidden";

    /** W15.2. */
    static final Fault GONE = new Fault(GatewayResponseType.DEFAULT_4XX, 410, "GoneException", null, null);

    /** W15.5. */
    static final Fault TOO_LARGE =
            new Fault(GatewayResponseType.REQUEST_TOO_LARGE, 413, "PayloadTooLargeException", "Message too long", null);

    /** W15.6: the client does not take what is sent. */
    static final Fault FULL = new Fault(GatewayResponseType.THROTTLED, 429, "LimitExceededException", null, null);

    private WebSocketFaults() {}

    /** W15.3. */
    static Fault invalidId(String id) {
        return badRequest("Invalid connectionId: " + id);
    }

    /** A handshake that is none. */
    static Fault badRequest(String message) {
        return new Fault(GatewayResponseType.DEFAULT_4XX, 400, "BadRequestException", message, null);
    }

    /** RFC 6455 4.4: a version that is not spoken. */
    static Fault version() {
        return new Fault(
                GatewayResponseType.DEFAULT_4XX, 426, "BadRequestException", "Sec-WebSocket-Version must be 13", null);
    }

    /** The same fault as the client of a handshake is told of it. */
    static Fault ofHandshake(Fault fault) {
        return switch (fault.type()) {
            case UNAUTHORIZED -> told(fault, 401, "Unauthorized");
            case ACCESS_DENIED,
                    EXPIRED_TOKEN,
                    FRONT_DOOR,
                    INVALID_API_KEY,
                    INVALID_SIGNATURE,
                    MISSING_AUTHENTICATION_TOKEN,
                    RESOURCE_NOT_FOUND,
                    WAF_FILTERED -> told(fault, 403, FORBIDDEN);
            case QUOTA_EXCEEDED, THROTTLED -> told(fault, 429, "Too Many Requests");
            case INTEGRATION_TIMEOUT -> told(fault, 504, "Endpoint request timed out");
            default -> fault.status() < 500 ? fault : told(fault, fault.status(), INTERNAL);
        };
    }

    /** The same fault as the client is told of it that has sent a message (W10.1 to W10.6). */
    static Fault ofMessage(Fault fault, boolean isTwoWay) {
        return switch (fault.type()) {
            case BAD_REQUEST_BODY -> told(fault, 400, "Bad request body");
            case ACCESS_DENIED, FRONT_DOOR, RESOURCE_NOT_FOUND -> told(fault, 403, FORBIDDEN);
            case QUOTA_EXCEEDED, THROTTLED -> told(fault, 429, "Too Many Requests");
            case UNSUPPORTED_MEDIA_TYPE -> told(fault, 415, "Unsupported Media Type");
            case INTEGRATION_TIMEOUT -> told(fault, 504, isTwoWay ? "Endpoint request timed out" : INTERNAL);
            default -> fault.status() < 500 ? fault : told(fault, fault.status(), INTERNAL);
        };
    }

    /** The same fault as the caller of {@code @connections} is told of it. */
    static Fault ofCall(Fault fault) {
        return switch (fault.type()) {
            case REQUEST_TOO_LARGE -> TOO_LARGE;
            case ACCESS_DENIED ->
                new Fault(fault.type(), 403, "ForbiddenException", fault.message(), fault.reason(), fault.hint());
            default -> fault;
        };
    }

    private static Fault told(Fault fault, int status, String message) {
        return fault.status() == status && message.equals(fault.message())
                ? fault
                : new Fault(
                        fault.type(),
                        status,
                        fault.errorType(),
                        message,
                        fault.reason(),
                        fault.hint(),
                        fault.validationError());
    }

    /** The error frame, and the body of a refused handshake (W3.17), to the blank. */
    static byte[] frame(Exchange exchange, WebSocketEvent event, Fault fault) {
        boolean isOfMessage = fault.type() == GatewayResponseType.BAD_REQUEST_BODY; // W10.3
        return ("{\"message\": " + JsonText.quoted(fault.message()) + ", \"connectionId\":\""
                        + event.connection().id() + "\", "
                        + (isOfMessage
                                ? "\"messageId\":\"" + event.messageId(exchange)
                                : "\"requestId\":\"" + exchange.identity().requestId())
                        + "\"}")
                .getBytes(StandardCharsets.UTF_8);
    }

    /** What is told of anything else. */
    static byte[] body(Fault fault) {
        return fault.message() == null
                ? new byte[0]
                : ("{\"message\":" + JsonText.quoted(fault.message()) + "}").getBytes(StandardCharsets.UTF_8);
    }
}
