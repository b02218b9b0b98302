package dev.sallyport.pipeline.step;

import dev.sallyport.mapping.MediaTypes;
import dev.sallyport.pipeline.Exchange;
import dev.sallyport.pipeline.ExchangeTrace;
import dev.sallyport.pipeline.Fault;
import dev.sallyport.pipeline.Outcome;
import dev.sallyport.pipeline.RequestBody;
import dev.sallyport.pipeline.Step;
import dev.sallyport.validation.JsonSchema;
import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Refuses requests whose body, its content coding undone (CMP-4), does not fit the model of their content type (MRQ-20 to
 * MRQ-27). The body is read whole only
 * when there is a model for it; otherwise a proxy still streams it.
 *
 * @param models by media type in lower case, perhaps {@code $default}; empty for a model that validates nothing
 * @param limitBytes LIM-4: a longer body is answered with 413
 */
public record ValidateBody(Map<String, Optional<JsonSchema>> models, int limitBytes) implements Step {

    @Override
    public Outcome run(Exchange exchange) {
        String type = MediaTypes.ofContent(exchange.head().headers().last("Content-Type"));
        JsonSchema model = model(type);
        ExchangeTrace trace = exchange.trace();
        if (trace != null) {
            trace.decided("body validation", (model == null ? "no model for " : "against the model for ") + type);
        }
        if (model == null) {
            return Outcome.CONTINUE;
        }
        RequestBody body = exchange.client().body();
        if (exchange.body() != null || body.length() == 0) {
            return validate(exchange, model, type);
        }
        if (body.length() > limitBytes) {
            return Fault.PAYLOAD_TOO_LARGE;
        }
        body.receive(limitBytes, new RequestBody.Receiver() {
            @Override
            public void received(ByteBuf whole) {
                exchange.body(whole);
                exchange.resumeWith(resumed -> validate(resumed, model, type));
            }

            @Override
            public void tooLarge() {
                exchange.resume(Fault.PAYLOAD_TOO_LARGE);
            }
        });
        return Outcome.WAIT;
    }

    private @Nullable JsonSchema model(String type) {
        Optional<JsonSchema> model = models.get(type);
        if (model == null) {
            model = models.get("$default");
        }
        return model == null ? null : model.orElse(null);
    }

    /** MRQ-23: no body is no JSON either, whatever the model would allow. */
    private Outcome validate(Exchange exchange, JsonSchema model, String type) {
        Outcome decoded = DecodeRequestBody.decode(exchange, limitBytes);
        if (decoded != Outcome.CONTINUE) {
            return decoded;
        }
        ByteBuf body = exchange.body();
        List<String> errors = model.validate(exchange.requestText().tree(), body == null ? 0 : body.readableBytes());
        return errors.isEmpty() ? Outcome.CONTINUE : Fault.invalidBody(type, errors);
    }

    @Override
    public boolean forgetsExchange() {
        return true;
    }
}
