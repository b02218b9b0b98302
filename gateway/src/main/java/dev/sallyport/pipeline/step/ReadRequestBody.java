package dev.sallyport.pipeline.step;

import dev.sallyport.pipeline.Exchange;
import dev.sallyport.pipeline.Fault;
import dev.sallyport.pipeline.Outcome;
import dev.sallyport.pipeline.RequestBody;
import dev.sallyport.pipeline.Step;
import io.netty.buffer.ByteBuf;

/**
 * Waits for the whole request body, for integrations that need it whole.
 *
 * @param limitBytes LIM-4: a longer body is answered with 413
 */
public record ReadRequestBody(int limitBytes) implements Step {

    @Override
    public Outcome run(Exchange exchange) {
        RequestBody body = exchange.client().body();
        if (body.length() == 0 || exchange.body() != null) {
            return Outcome.CONTINUE;
        }
        if (body.length() > limitBytes) {
            return Fault.PAYLOAD_TOO_LARGE;
        }
        body.receive(limitBytes, new RequestBody.Receiver() {
            @Override
            public void received(ByteBuf whole) {
                exchange.body(whole);
                exchange.resume(Outcome.CONTINUE);
            }

            @Override
            public void tooLarge() {
                exchange.resume(Fault.PAYLOAD_TOO_LARGE);
            }
        });
        return Outcome.WAIT;
    }

    @Override
    public boolean forgetsExchange() {
        return true;
    }
}
