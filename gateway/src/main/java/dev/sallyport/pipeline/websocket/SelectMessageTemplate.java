package dev.sallyport.pipeline.websocket;

import dev.sallyport.mapping.SelectionExpression;
import dev.sallyport.mapping.Template;
import dev.sallyport.pipeline.Exchange;
import dev.sallyport.pipeline.ExchangeTrace;
import dev.sallyport.pipeline.Fault;
import dev.sallyport.pipeline.Outcome;
import dev.sallyport.pipeline.Step;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the request template by what the selection expression says, or lets the message pass, or refuses it (W9.16, W9.17).
 *
 * @param templates by their keys
 * @param selection null when the integration has none
 * @param passthroughBehavior {@code WHEN_NO_MATCH}, {@code WHEN_NO_TEMPLATES} or {@code NEVER}
 */
public record SelectMessageTemplate(
        Map<String, Template> templates, @Nullable SelectionExpression selection, String passthroughBehavior)
        implements Step {

    static final String DEFAULT = "$default";
    private static final String JSON = "application/json";

    @Override
    public Outcome run(Exchange exchange) {
        Template template = choose(exchange);
        if (template != null) {
            if (exchange.mapping().isBinary()) {
                return Fault.template("request", "The body is binary, and a template reads text");
            }
            String constant = template.constantText();
            if (constant == null) {
                exchange.mapping().requestTemplate(template);
            } else {
                exchange.transformedBody(constant);
            }
            return Outcome.CONTINUE;
        }
        boolean passes = switch (passthroughBehavior) {
            case "NEVER" -> false;
            case "WHEN_NO_TEMPLATES" -> templates.isEmpty();
            default -> true;
        };
        return passes ? Outcome.CONTINUE : Fault.UNSUPPORTED_MEDIA_TYPE;
    }

    private @Nullable Template choose(Exchange exchange) {
        String key = selection == null ? null : selection.evaluate(exchange);
        Template chosen = key == null ? null : templates.get(key);
        if (chosen == null) {
            chosen = templates.get(DEFAULT);
        }
        if (chosen == null && selection == null) {
            chosen = templates.get(JSON);
        }
        ExchangeTrace trace = exchange.trace();
        if (trace != null) {
            trace.decided("request template", (chosen == null ? "none" : "one") + " for " + key);
        }
        return chosen;
    }

    @Override
    public boolean forgetsExchange() {
        return true;
    }
}
