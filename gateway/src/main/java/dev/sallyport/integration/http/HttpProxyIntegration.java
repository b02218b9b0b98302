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
    public boolean isIntegration() {
        return true;
    }

    @Override
    public Outcome run(Exchange exchange) {
        Origin.Target target = request.target(exchange);
        if (target == null) {
            return Fault.configuration("Invalid endpoint address");
        }
        ByteBuf whole = exchange.body();
        long length =
                whole != null ? whole.readableBytes() : exchange.client().body().length();
        if (length > limitBytes) {
            return Fault.PAYLOAD_TOO_LARGE;
        }
        if (length < 0) {
            readWholeBody(exchange, target);
        } else {
            begin(exchange, target, length);
        }
        return Outcome.WAIT;
    }

    private void begin(Exchange exchange, Origin.Target target, long length) {
        BackendPool pool = BackendPool.of(exchange, settings);
        pool.relay().begin(exchange, request, target, length, timeoutMillis);
    }

    private void readWholeBody(Exchange exchange, Origin.Target target) {
        exchange.client().body().receive(limitBytes, new RequestBody.Receiver() {
            @Override
            public void received(ByteBuf whole) {
                exchange.body(whole);
                begin(exchange, target, whole.readableBytes());
            }

            @Override
            public void tooLarge() {
                exchange.resume(Fault.PAYLOAD_TOO_LARGE);
            }
        });
    }

    @Override
    public boolean forgetsExchange() {
        return true;
    }
}
