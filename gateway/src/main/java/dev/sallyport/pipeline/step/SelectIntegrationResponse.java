package dev.sallyport.pipeline.step;

import dev.sallyport.mapping.MappingExpression;
import dev.sallyport.mapping.MediaTypes;
import dev.sallyport.mapping.Template;
import dev.sallyport.pipeline.Exchange;
import dev.sallyport.pipeline.Fault;
import dev.sallyport.pipeline.HeaderRules;
import dev.sallyport.pipeline.Headers;
import dev.sallyport.pipeline.Outcome;
import dev.sallyport.pipeline.Step;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the integration response by its selection pattern and makes the method response of it (INT-80 to INT-83,
 * INT-93, MAP-2).
 *
 * @param choices in the order of their status codes
 * @param defaultChoice the one without a pattern, or null
 */
public record SelectIntegrationResponse(
        List<Choice> choices, @Nullable Choice defaultChoice) implements Step {

    /**
     * One integration response.
     *
     * @param pattern must match the whole subject; null for the default
     * @param declared whether the method has a method response of that status
     * @param headers method response header to mapping
     * @param templates by media type in lower case, in their order
     */
    public record Choice(
            int status,
            @Nullable Pattern pattern,
            boolean declared,
            Map<String, MappingExpression> headers,
            Map<String, Template> templates) {}

    @Override
    public Outcome run(Exchange exchange) {
        Choice choice = choose(exchange.selectionSubject());
        if (choice == null) {
            return Fault.configuration("No match for output mapping and no default output mapping configured. Endpoint"
                    + " Response Status Code: " + exchange.integrationStatus());
        }
        if (!choice.declared()) {
            return Fault.configuration("Output mapping refers to an invalid method response: " + choice.status());
        }
        Headers headers = new Headers();
        for (Map.Entry<String, MappingExpression> mapping : choice.headers().entrySet()) {
            String value = mapping.getValue().value(exchange);
            if (value != null && !HeaderRules.isSafeValue(value.strip())) {
                return Fault.configuration("the value for header " + mapping.getKey() + " holds a line break");
            }
            if (value != null) {
                HeaderRules.addMappedResponseHeader(headers, mapping.getKey(), value.strip());
            }
        }
        String contentType = "application/json";
        Map.Entry<String, Template> template = template(choice.templates(), exchange);
        if (template != null) {
            contentType = template.getKey();
            exchange.responseBody(text(template.getValue().render(exchange)));
        }
        if (!headers.contains("Content-Type")) {
            headers.add("Content-Type", contentType);
        }
        exchange.response(choice.status(), headers);
        return Outcome.CONTINUE;
    }

    private @Nullable Choice choose(@Nullable String subject) {
        if (subject != null) {
            for (Choice choice : choices) {
                if (choice.pattern() != null
                        && choice.pattern().matcher(subject).matches()) {
                    return choice;
                }
            }
        }
        return defaultChoice;
    }

    private static Map.@Nullable Entry<String, Template> template(Map<String, Template> templates, Exchange exchange) {
        if (templates.isEmpty()) {
            return null;
        }
        String accepted = MediaTypes.firstAccepted(exchange.head().headers().last("Accept"));
        Template byAccept = accepted == null ? null : templates.get(accepted);
        if (byAccept != null && accepted != null) {
            return Map.entry(accepted, byAccept);
        }
        Template json = templates.get("application/json");
        return json != null
                ? Map.entry("application/json", json)
                : templates.entrySet().iterator().next();
    }

    private static @Nullable ByteBuf text(String text) {
        return text.isEmpty() ? null : Unpooled.wrappedBuffer(text.getBytes(StandardCharsets.UTF_8));
    }
}
