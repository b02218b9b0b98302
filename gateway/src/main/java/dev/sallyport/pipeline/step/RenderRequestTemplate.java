package dev.sallyport.pipeline.step;

import dev.sallyport.mapping.Template;
import dev.sallyport.mapping.template.Overrides;
import dev.sallyport.mapping.template.TemplateException;
import dev.sallyport.pipeline.Exchange;
import dev.sallyport.pipeline.Fault;
import dev.sallyport.pipeline.HeaderRules;
import dev.sallyport.pipeline.IntegrationRequest;
import dev.sallyport.pipeline.Outcome;
import dev.sallyport.pipeline.Step;
import java.util.List;
import java.util.Map;

/**
 * Renders the request template that was chosen, and lets what it overrides go before what was mapped (VTL-40, VTL-41).
 *
 * @param integrationType decides which headers cannot be overridden (HDR-20, HDR-21)
 */
public record RenderRequestTemplate(String integrationType) implements Step {

    @Override
    public Outcome run(Exchange exchange) {
        Template template = exchange.mapping().requestTemplate();
        if (template == null) {
            return Outcome.CONTINUE;
        }
        try {
            String rendered = template.render(
                    exchange, exchange.requestText(), exchange.mapping().context());
            exchange.client().body().hold(rendered.length());
            exchange.transformedBody(rendered);
        } catch (TemplateException failed) {
            return Fault.template("request", String.valueOf(failed.getMessage()));
        }
        Overrides overrides = exchange.mapping().overrides();
        return overrides == null ? Outcome.CONTINUE : override(exchange, overrides);
    }

    private Outcome override(Exchange exchange, Overrides overrides) {
        Map<String, List<String>> headers = overrides.requestHeaders();
        Map<String, List<String>> query = overrides.requestQuery();
        Map<String, List<String>> path = overrides.requestPath();
        if (headers.isEmpty() && query.isEmpty() && path.isEmpty()) {
            return Outcome.CONTINUE;
        }
        IntegrationRequest request = exchange.mapIntegrationRequest();
        for (Map.Entry<String, List<String>> header : headers.entrySet()) {
            String name = header.getKey();
            if (HeaderRules.isForbiddenTarget(integrationType, name)) {
                return Fault.configuration("a template overrides the reserved header " + name);
            }
            Fault unsafe = HeaderRules.isDroppedTarget(integrationType, name)
                    ? null
                    : request.mapHeader(name, header.getValue());
            if (unsafe != null) {
                return unsafe;
            }
        }
        request.query().putAll(query);
        path.forEach((name, values) -> request.path().put(name, String.join(",", values)));
        return Outcome.CONTINUE;
    }

    @Override
    public boolean forgetsExchange() {
        return true;
    }
}
