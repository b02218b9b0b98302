package dev.sallyport.pipeline;

import dev.sallyport.http.Headers;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;

/** The one place that turns a fault into the response that the client sees (rest-data-plane 3). */
public final class GatewayResponses {

    private GatewayResponses() {}

    /** Sends the gateway response of a fault. */
    static void send(ClientConnection client, RequestIdentity identity, Fault fault) {
        Headers headers = new Headers(5);
        identity.addIds(headers);
        headers.add("x-amzn-ErrorType", fault.errorType());
        if (fault.type() == GatewayResponseType.PAYLOAD_TOO_LARGE) {
            headers.add("Content-Type", "text/plain");
            client.respond(fault.status(), headers, text(fault.message()));
        } else {
            headers.add("Content-Type", "application/json");
            client.respond(fault.status(), headers, text(body(fault)));
        }
    }

    /** GWR-2: errors of the execution phase have a blank after the colon, those of the front door have none. */
    public static String body(Fault fault) {
        return (fault.type().executionPhase() ? "{\"message\": \"" : "{\"message\":\"") + fault.message() + "\"}";
    }

    private static ByteBuf text(String text) {
        return Unpooled.wrappedBuffer(text.getBytes(StandardCharsets.UTF_8));
    }
}
