package dev.sallyport.pipeline.websocket;

import dev.sallyport.mapping.SelectionExpression;
import dev.sallyport.pipeline.Exchange;
import dev.sallyport.pipeline.Fault;
import dev.sallyport.pipeline.Outcome;
import dev.sallyport.pipeline.Step;
import dev.sallyport.validation.JsonSchema;
import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.Map;

/**
 * Refuses messages that do not fit the model that the selection expression of their route names (section 13).
 *
 * @param models by the keys that the expression may say, perhaps {@code $default}
 */
public record ValidateMessage(SelectionExpression selection, Map<String, JsonSchema> models) implements Step {

    @Override
    public Outcome run(Exchange exchange) {
        String key = selection.evaluate(exchange);
        JsonSchema model = key == null ? null : models.get(key);
        if (model == null) {
            model = models.get(SelectMessageTemplate.DEFAULT);
        }
        if (model == null) { // W13.2
            return Fault.invalidBody(String.valueOf(key), List.of("there is no model for " + key));
        }
        ByteBuf body = exchange.body();
        List<String> errors = model.validate(exchange.requestText().tree(), body == null ? 0 : body.readableBytes());
        return errors.isEmpty() ? Outcome.CONTINUE : Fault.invalidBody(String.valueOf(key), errors);
    }

    @Override
    public boolean forgetsExchange() {
        return true;
    }
}
