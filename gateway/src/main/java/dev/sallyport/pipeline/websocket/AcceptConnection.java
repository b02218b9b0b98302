package dev.sallyport.pipeline.websocket;

import dev.sallyport.http.Headers;
import dev.sallyport.pipeline.Exchange;
import dev.sallyport.pipeline.Fault;
import dev.sallyport.pipeline.Outcome;
import dev.sallyport.pipeline.Step;
import dev.sallyport.websocket.Frames;
import org.jspecify.annotations.Nullable;

/**
 * The end of a handshake: what the integration answered decides whether there is a connection (W3.1 to W3.3, W3.15,
 * W3.16).
 *
 * @param asked whether there was an integration
 */
public record AcceptConnection(boolean asked) implements Step {

    private static final String PROTOCOL = "Sec-WebSocket-Protocol";
    private static final int OK = 200;

    @Override
    public Outcome run(Exchange exchange) {
        WebSocketEvent event = WebSocketEvent.of(exchange);
        String key = exchange.head().headers().first("Sec-WebSocket-Key");
        if (event == null || key == null) {
            return Fault.configuration("the request is no handshake");
        }
        int status = !asked ? OK : exchange.status() == 0 ? exchange.integrationStatus() : exchange.status();
        Headers headers = exchange.responseHeaders();
        String protocol = protocol(exchange, headers);
        headers.clear();
        exchange.responseBody(null); // W3.17, W3.18
        if (status < 200 || status > 299) {
            exchange.client().respond(status, headers, new byte[0]);
            return Outcome.ANSWERED;
        }
        headers.add("Upgrade", "websocket").add("Sec-WebSocket-Accept", Frames.acceptance(key));
        if (protocol != null) { // W3.19, W3.20
            headers.add(PROTOCOL, protocol);
        }
        WebSocketConnection connection = event.connection();
        connection.admitted(exchange);
        exchange.client().upgrade(headers, connection);
        return Outcome.ANSWERED;
    }

    private static @Nullable String protocol(Exchange exchange, Headers mapped) {
        String ofMapping = mapped.last(PROTOCOL);
        Headers integration = exchange.integrationHeaders();
        return ofMapping != null || integration == null ? ofMapping : integration.last(PROTOCOL);
    }

    @Override
    public boolean forgetsExchange() {
        return true;
    }
}
