package dev.sallyport.integration.http;

import dev.sallyport.pipeline.Exchange;
import dev.sallyport.pipeline.Fault;
import dev.sallyport.pipeline.Outcome;
import dev.sallyport.pipeline.RequestBody;
import dev.sallyport.pipeline.Step;
import io.netty.buffer.ByteBuf;

/**
 * HTTP_PROXY: request and response pass through, streamed both ways with back-pressure (INT-35 to INT-39). A request
 * body of unknown length is read whole first, because backends are always told a length (LIM-9).
 */
public final class HttpProxyIntegration implements Step {

    private final BackendRequest request;
    private final BackendSettings settings;
    private final int timeoutMillis;
    private final int limitBytes;

    /** @param limitBytes of a request body (LIM-4) */
    public HttpProxyIntegration(BackendRequest request, BackendSettings settings, int timeoutMillis, int limitBytes) {
        this.request = request;
        this.settings = settings;
        this.timeoutMillis = timeoutMillis;
        this.limitBytes = limitBytes;
    }

    @Override
    public Outcome run(Exchange exchange) {
        Origin.Target target = request.target(exchange);
        if (target == null) {
            return Fault.configuration("Invalid endpoint address");
        }
        long length = exchange.client().body().length();
        if (length > limitBytes) {
            return Fault.PAYLOAD_TOO_LARGE;
        }
        ProxyRelay relay = new ProxyRelay(request, exchange, target, BackendPool.of(exchange, settings));
        if (length < 0) {
            readWholeBody(exchange, relay);
        } else {
            relay.begin(length, timeoutMillis);
        }
        return Outcome.WAIT;
    }

    private void readWholeBody(Exchange exchange, ProxyRelay relay) {
        exchange.client().body().receive(limitBytes, new RequestBody.Receiver() {
            @Override
            public void received(ByteBuf whole) {
                exchange.body(whole);
                relay.begin(whole.readableBytes(), timeoutMillis);
            }

            @Override
            public void tooLarge() {
                exchange.resume(Fault.PAYLOAD_TOO_LARGE);
            }
        });
    }
}
