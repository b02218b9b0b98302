package dev.sallyport.pipeline.step;

import dev.sallyport.mapping.MediaTypes;
import dev.sallyport.mapping.Template;
import dev.sallyport.pipeline.Exchange;
import dev.sallyport.pipeline.ExchangeTrace;
import dev.sallyport.pipeline.Fault;
import dev.sallyport.pipeline.Outcome;
import dev.sallyport.pipeline.Step;
import java.util.Map;

/**
 * Chooses the request template by the content type, or lets the body pass, or refuses it (INT-90 to INT-92). A
 * template that is the same text for every request is done with here; others wait for the parameters to be mapped (ORD-1).
 *
 * @param templates by media type in lower case, perhaps {@code $default}
 * @param passthroughBehavior {@code WHEN_NO_MATCH}, {@code WHEN_NO_TEMPLATES} or {@code NEVER}
 */
public record SelectRequestTemplate(Map<String, Template> templates, String passthroughBehavior) implements Step {

    @Override
    public Outcome run(Exchange exchange) {
        String type = MediaTypes.ofContent(exchange.head().headers().last("Content-Type"));
        Template template = templates.get(type);
        if (template == null) {
            template = templates.get("$default");
        }
        ExchangeTrace trace = exchange.trace();
        if (trace != null) {
            trace.decided("request template", choice(type));
        }
        if (template != null) {
            if (exchange.mapping().isBinary()) {
                return Fault.template("request", "The body is binary, and a template for " + type + " reads text");
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

    private String choice(String type) {
        if (templates.containsKey(type)) {
            return "the one for " + type;
        }
        return templates.containsKey("$default")
                ? "$default, because there is none for " + type
                : "none of " + templates.keySet() + " for " + type + "; passthroughBehavior is " + passthroughBehavior;
    }

    @Override
    public boolean forgetsExchange() {
        return true;
    }
}
