package dev.sallyport.integration.http;

import dev.sallyport.pipeline.Exchange;
import dev.sallyport.pipeline.Fault;
import dev.sallyport.pipeline.Outcome;
import dev.sallyport.pipeline.RequestBody;
import dev.sallyport.pipeline.Step;
import io.netty.buffer.ByteBuf;

/**
 * HTTP_PROXY: request and response pass through, streamed both ways with back-pressure (INT-35 to INT-39). A request
 * body of unknown length is read whole first, because backends are always told a length (LIM-9), and so is a coded one,
 * because they get it plain (CMP-4).
 */
public final class HttpProxyIntegration implements Step {

    private final BackendRequest request;
    private final BackendSettings settings;
    private final Transfer transfer;
    private final Step decode;

    /** @param decode undoes the content coding of the body that the exchange holds */
    public HttpProxyIntegration(BackendRequest request, BackendSettings settings, Transfer transfer, Step decode) {
        this.request = request;
        this.settings = settings;
        this.transfer = transfer;
        this.decode = decode;
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
        if (length > transfer.requestLimitBytes()) {
            return Fault.PAYLOAD_TOO_LARGE;
        }
        if (length < 0 || (length > 0 && whole == null && isCoded(exchange))) {
            readWholeBody(exchange, target);
        } else {
            begin(exchange, target, length);
        }
        return Outcome.WAIT;
    }

    private static boolean isCoded(Exchange exchange) {
        return exchange.head().headers().contains("Content-Encoding");
    }

    private void begin(Exchange exchange, Origin.Target target, long length) {
        BackendPool pool = BackendPool.of(exchange, settings);
        pool.relay().begin(exchange, request, target, length, transfer);
    }

    private void readWholeBody(Exchange exchange, Origin.Target target) {
        exchange.client().body().receive(transfer.requestLimitBytes(), new RequestBody.Receiver() {
            @Override
            public void received(ByteBuf coded) {
                exchange.body(coded);
                Outcome decoded = decode.run(exchange);
                ByteBuf whole = exchange.body();
                if (decoded instanceof Fault fault) {
                    exchange.resume(fault);
                } else {
                    begin(exchange, target, whole == null ? 0 : whole.readableBytes());
                }
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
